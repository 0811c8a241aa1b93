"""What a change of the records means, in plain words."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skms import change_reports
from skms.cli._common import as_of_option, find_root, root_option, spinner, unwritable, wants_color

if TYPE_CHECKING:
    from skms.change_reports._told import Told
    from skms.settings import Settings
    from skms.texts import Texts

FORMATS = sorted(
    info.name.removesuffix("_report")
    for info in pkgutil.iter_modules(change_reports.__path__)
    if not info.name.startswith("_")
)
LEVELS = ("breaking", "notable", "editorial")


@click.command(
    "diff",
    help="""What a change of the records means, in plain words.

BASE and HEAD are commits, branches, tags or folders with records. Without BASE the last commit is compared, without
HEAD the files as they are now. `BASE...` stands for the commit at which the present branch left BASE.

Examples:

\b
  skms diff                          what I have changed since the last commit
  skms diff main...                  what my branch changes
  skms diff v1.0 v1.1
  skms diff ../records-of-last-year .
  skms diff main... --format markdown --output comment.md --fail-on breaking
""",
)
@click.argument("base", default="HEAD")
@click.argument("head", required=False)
@root_option
@as_of_option
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="How to tell it (default: text). May be repeated.",
)
@click.option(
    "--output",
    "outputs",
    type=click.Path(dir_okay=False, path_type=Path),
    multiple=True,
    help="File for the format named before it; without one it goes to standard output.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*LEVELS, "never"]),
    default="never",
    show_default=True,
    help="Mildest class of change that fails the run (exit code 1).",
)
@click.option("--findings/--no-findings", default=True, show_default=True,
              help="Tell which findings appear and disappear too.")  # fmt: skip
def command(
    base: str, head: str | None, root: Path | None, as_of: date, formats: tuple[str, ...], outputs: tuple[Path, ...],
    fail_on: str, findings: bool,
) -> int:  # fmt: skip
    """Compare and tell."""
    from skms.changes import at_least

    formats = formats or ("text",)
    if len(outputs) > len(formats):
        raise click.UsageError("Each --output needs a --format of its own.")
    with spinner("Comparing records …"):
        told = compare(base, head, root, as_of, findings=findings)
    for name, output in zip(formats, (*outputs, *[None] * (len(formats) - len(outputs))), strict=True):
        write(name, told, output)
    return int(fail_on != "never" and at_least(told.changes, fail_on))


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states that are compared."""

    name: str
    texts: Texts


def compare(base: str, head: str | None, root: Path | None, as_of: date, *, findings: bool) -> Told:
    """Read both sides and tell what differs."""
    from skms.change_reports._told import Told
    from skms.changes import changes
    from skms.judge import judge
    from skms.pipeline import reading

    place = find_root(root)
    settings = _settings(place)
    if head is None and "..." in base:
        base, head = base.partition("...")[0] + "...", base.partition("...")[2] or None
    sides = _side(base, place, head), _side(head, place, None)
    before = reading(sides[0].texts, as_of, settings)
    after = reading(sides[1].texts, as_of, settings, before)
    found = (judge(before.model), judge(after.model, base=before.model)) if findings else None
    return Told(sides[0].name, sides[1].name, as_of, changes(before.model, after.model, found))


def _settings(root: Path) -> Settings:
    from skms.settings import SettingsError, load_settings

    try:
        return load_settings(root)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def _side(name: str | None, root: Path, head: str | None) -> Side:
    """What a word on the command line stands for: nothing the files as they are, else a folder, else a commit."""
    from skms.git import GitUnavailable, commit, fork_point
    from skms.texts import ROOTS, read_folder, read_git

    if name is None:
        return Side("working tree", read_folder(root))
    folder = Path(name)
    if folder.is_dir() and any((folder / top).is_dir() for top in ROOTS):
        return Side(name, read_folder(folder.resolve()))
    try:
        if name.endswith("..."):
            other = head if head and not Path(head).is_dir() else "HEAD"
            name = fork_point(root, name.removesuffix("..."), other)
        full = commit(root, name)
        return Side(name if len(name) < 40 else full[:12], read_git(root, full))
    except GitUnavailable as error:
        more = f" {name!r} is a folder, but holds none of {', '.join(ROOTS)}." if folder.is_dir() else ""
        raise click.UsageError(f"{error}{more}") from error


def write(name: str, told: Told, output: Path | None) -> None:
    """Write one report to a file or to standard output."""
    text: str = import_module(f"skms.change_reports.{name}_report").report(
        told, color=output is None and wants_color()
    )
    if output is None:
        click.echo(text, nl=False, color=True)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise unwritable(error, output) from error
