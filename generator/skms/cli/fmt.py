"""Lay out record files the same way: indentation, trailing blanks, the end of the file.

Meaning, comments, quotes and line breaks in texts stay as they are.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from skms.cli._common import find_root, root_option
from skms.cli._edits import diff_option, finish
from skms.texts import Texts
from skms.words import plural


@click.command(
    "fmt",
    help="""Lay out record files: two columns a level, no trailing blanks, no two blank lines together. Comments,
quotes, brackets and line breaks in texts stay. Without PATHS all records are laid out.

Exit code 0 when all is well, 1 when --check found something to lay out, 2 when a file could not be read.

Examples:

\b
  skms fmt
  skms fmt --check
  skms fmt --diff catalogue/services
  skms fmt --order catalogue/services/email.yaml
""",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Name the files that are laid out otherwise; change nothing.")
@click.option("--order", is_flag=True, help="Also put the top fields into the order of the schema.")
@diff_option
@root_option
def command(paths: tuple[Path, ...], check: bool, order: bool, show: bool, root: Path | None) -> int:
    """Lay out files."""
    from skms.edits.steps import Refused
    from skms.edits.tidy import tidy
    from skms.texts import read_folder

    base = find_root(root)
    texts = _chosen(read_folder(base), paths, base)
    edit: dict[str, str | None] = {}
    refused = 0
    for path, text in texts.items():
        try:
            edit[path] = tidy(path, text, _order(path, text) if order else ())
        except Refused as error:
            click.echo(f"Error: {error}", err=True)
            refused += 1
    wanted = finish(base, texts, edit, show=show, dry_run=check)
    verb = "would change" if show or check else "changed"
    click.echo(f"{plural(len(texts), 'file')} read, {len(wanted):,} {verb}.", err=True)
    return 2 if refused else int(check and bool(wanted))


def _chosen(texts: Texts, paths: tuple[Path, ...], root: Path) -> Texts:
    """The record files below the paths."""
    records = {path: text for path, text in texts.items() if not path.endswith(".md")}
    if not paths:
        return records
    wanted = [Path(os.path.relpath(path.resolve(), root)).as_posix() for path in paths]
    found = {
        path: text for path, text in records.items()
        if any(one == "." or path == one or path.startswith(f"{one}/") for one in wanted)
    }  # fmt: skip
    if not found:
        raise click.UsageError(f"There are no record files in {', '.join(map(str, paths))}.")
    return found


def _order(path: str, text: object) -> tuple[str, ...]:
    from skms.kinds import load_kinds
    from skms.parse import parse

    data = parse(path, text).data if isinstance(text, str) else None
    kind = load_kinds().get(str((data or {}).get("kind")))
    return tuple(kind.schema["properties"]) if kind else ()
