"""Set fields of a record; the rest of its file stays as it was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from skms.cli._common import as_of_option, find_root, load_model, root_option, spinner
from skms.cli._edits import diff_option, finish
from skms.cli.show import find


@click.command(
    "set",
    help="""Set fields of a record. Values are read as the field asks; what does not fit is refused.

FIELD is a name, or names joined by dots; items of lists are named by their id or counted from 1. FIELD+=VALUE adds an
item to a list, FIELD-=VALUE takes one away.

Examples:

\b
  skms set service/email criticality=tier-1 support_hours=office-hours
  skms set service/email offerings.shared.status=retired tags+=mail
  skms set role/incident-manager holders.1.to=2026-12-31
  skms set raci/incident rows.triage.assign.team/desk=R
  skms set service/email --unset end_of_support --diff
""",
)
@click.argument("name", metavar="KIND/ID")
@click.argument("pairs", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--unset", multiple=True, metavar="FIELD", help="Take a field out. May be repeated.")
@diff_option
@root_option
@as_of_option
def command(
    name: str, pairs: tuple[str, ...], unset: tuple[str, ...], show: bool, root: Path | None, as_of: date
) -> int:
    """Change one record."""
    from skms.edits.assign import assign
    from skms.edits.steps import Refused

    if not pairs and not unset:
        raise click.UsageError("Say what to set, such as title=E-mail, or what to --unset.")
    base = find_root(root)
    with spinner("Reading records …"):
        model = load_model(base, as_of)
    record = find(model, name)
    try:
        text = assign(model, record, pairs, unset)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    wanted = finish(base, model.texts, {record.path: text}, show=show)
    click.echo(record.path if wanted else f"{record.path} says so already.", err=show or not wanted)
    return 0
