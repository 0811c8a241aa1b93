"""Give a record or a part of it another id; every reference follows.

The former id is kept, so that links to the old page lead to the new one.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from skms.cli._common import as_of_option, find_root, load_model, root_option, spinner
from skms.cli._edits import diff_option, dry_run_option, files, finish
from skms.cli.show import find
from skms.words import plural


@click.command(
    "rename",
    help="""Give a record another id, or a part of it (KIND/ID#PART): the file is renamed and every reference follows.

The former id is kept in the record, so that old links to its page lead to the new one. It can never be given to another
record.

Examples:

\b
  skms rename service/email mail
  skms rename service/email mail --diff
  skms rename process/incident#triage classify
""",
)
@click.argument("name", metavar="KIND/ID[#PART]")
@click.argument("new", metavar="NEW")
@dry_run_option
@diff_option
@root_option
@as_of_option
def command(name: str, new: str, dry_run: bool, show: bool, root: Path | None, as_of: date) -> int:
    """Rename one record or part."""
    from skms.edits.rename import rename
    from skms.edits.rename_part import rename_part
    from skms.edits.steps import Refused

    base = find_root(root)
    with spinner("Reading records …"):
        model = load_model(base, as_of)
    whole, mark, part = name.partition("#")
    record = find(model, whole)
    kind, slash, stem = new.removeprefix(f"{whole}#" if mark else "").rpartition("/")
    if slash and kind != record.kind:
        raise click.UsageError(
            f"{record.name} stays a {record.kind}, so that {new!r} cannot be its name; "
            f"give only the new id, such as {stem!r}."
        )
    try:
        done = rename_part(model, record, part, stem) if mark else rename(model, record, stem)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    wanted = finish(base, model.texts, done.edit, show=show, dry_run=dry_run, moves=done.moves)
    old, now = (
        (f"{record.name}#{part}", f"{record.name}#{stem}") if mark else (record.name, f"{record.kind}/{stem}")
    )
    becomes, follow = ("would become", "would follow") if show or dry_run else ("is now", "followed")
    count = f"{plural(done.references, 'reference')} in {files(wanted)}"
    click.echo(f"{old} {becomes} {now}; {count} {follow}.", err=True)
    return 0
