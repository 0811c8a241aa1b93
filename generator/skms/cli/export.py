"""Give the records to others: spreadsheets, JSON, SQLite, OpenSLO, Backstage, OSCAL, CODEOWNERS.

Exit code 1 where `--check` finds that the files are not what they should be.
"""

from __future__ import annotations

import pkgutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skms import exports
from skms.cli._common import as_of_option, load_model, root_option, spinner, unwritable
from skms.words import did_you_mean, one_of, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from skms.exports import File
    from skms.kinds import Kind

FORMATS = sorted(
    info.name.strip("_").replace("_", "-")
    for info in pkgutil.iter_modules(exports.__path__)
    if not info.name.startswith("_")
)
DEFAULT = Path("build/export")
LEVELS = ("public", "internal", "confidential", "restricted")


@click.command(
    "export",
    help="""Write the records in another format.

Examples:

\b
  skms export xlsx
  skms export csv --kind supplier --kind contract --out sheets
  skms export openslo --out slo/openslo.yaml
  skms export codeowners --out .github/CODEOWNERS --check

What `skms export xlsx` and `skms export csv` write can be edited and brought back with `skms import`.
""",
)
@click.argument("style", type=click.Choice(FORMATS), metavar="FORMAT")
@root_option
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder to write into, or the file where there is only one (default: build/export).",
)
@click.option("--kind", "kinds", multiple=True, help="Only records of this kind. May be repeated.")
@click.option(
    "--audience",
    type=click.Choice(LEVELS),
    default=None,
    help="Only what these readers may see (default: everything).",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; fail if the files there are different or missing."
)
def command(
    style: str,
    root: Path | None,
    as_of: date,
    out: Path | None,
    kinds: tuple[str, ...],
    audience: str | None,
    check: bool,
) -> int:
    """Run the export."""
    from skms.audience import at, narrowed

    with spinner("Reading the records …"):
        model = load_model(root, as_of)
        refuse_unknown(kinds, model.kinds)
        files = exports.export(style, narrowed(at(model, audience or LEVELS[-1])), kinds)
    targets = {place(file, files, out): file.content for file in files}
    broken = sum(not record.valid for record in model.everything)
    if broken:
        click.echo(f"{plural(broken, 'broken record')} left out; run `skms check`.", err=True)
    if check:
        return compare(targets, style)
    write(targets)
    return 0


def refuse_unknown(kinds: Iterable[str], known: Mapping[str, Kind]) -> None:
    """End with a hint where a kind does not exist."""
    for kind in kinds:
        if kind not in known:
            raise click.UsageError(
                f"{kind!r} is not a kind of record.{did_you_mean(kind, known)} Kinds are {one_of(known)}."
            )


def place(file: File, files: tuple[File, ...], out: Path | None) -> Path:
    """Where a file goes: `--out` names it if it is the only one, and no folder of that name exists."""
    if out is not None and len(files) == 1 and (out.suffix or out.name == file.path) and not out.is_dir():
        return out
    return (out or DEFAULT) / file.path


def write(targets: Mapping[Path, bytes]) -> None:
    """Write every file and say where."""
    try:
        for path, content in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise unwritable(error, path) from error
    if len(targets) == 1:
        click.echo(next(iter(targets)))
    elif targets:
        folder = min(targets, key=lambda path: len(path.parts)).parent
        click.echo(f"{plural(len(targets), 'file')} in {folder}")
    else:
        click.echo("There is nothing to write: no record of these kinds.")


def compare(targets: Mapping[Path, bytes], style: str) -> int:
    """Say which files are not what they should be."""
    wrong = 0
    for path, content in targets.items():
        if not path.is_file():
            click.echo(f"{path}: missing")
        elif path.read_bytes() != content:
            click.echo(f"{path}: out of date")
        else:
            continue
        wrong += 1
    if wrong:
        click.echo(f"Run `skms export {style}` with the same options to renew.", err=True)
    return int(bool(wrong))
