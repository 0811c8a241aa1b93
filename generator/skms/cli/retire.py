"""Take a record one step further on its way out, and tell who still relies on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skms.cli._common import Day, as_of_option, find_root, load_model, root_option, spinner
from skms.cli._edits import diff_option, finish
from skms.cli.show import find
from skms.words import plural

if TYPE_CHECKING:
    from skms.edits.retire import Retired


@click.command(
    "retire",
    help="""Retire a record: it gets the next state that leads to the end, and the fields which that state asks for.

A live service becomes retiring (say its last day with --on), a retiring one retired. The record stays, so that links to
it still work; who relies on it is told.

Examples:

\b
  skms retire service/fax --on 2027-06-30 --successor email
  skms retire service/fax --on 2027-06-30 --set successor_reason="Nobody sends faxes any more"
  skms retire agreement/fax-sla --to terminated --on 2026-10-31
  skms retire decision/paper-forms --successor online-forms --diff
""",
)
@click.argument("name", metavar="KIND/ID")
@click.option("--successor", metavar="ID", help="The record that takes its place.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="The last day (default for an end: today).")
@click.option("--to", "state", metavar="STATE", help="The state, where there are several ways to end.")
@click.option("--set", "pairs", multiple=True, metavar="FIELD=VALUE", help="Another field. May be repeated.")
@diff_option
@root_option
@as_of_option
def command(
    name: str, successor: str | None, day: date | None, state: str | None, pairs: tuple[str, ...], show: bool,
    root: Path | None, as_of: date,
) -> int:  # fmt: skip
    """Retire one record."""
    from skms.edits.retire import Leaving, retire
    from skms.edits.steps import Refused

    base = find_root(root)
    with spinner("Reading records …"):
        model = load_model(base, as_of)
    record = find(model, name)
    heir = find(model, successor if "/" in successor else f"{record.kind}/{successor}") if successor else None
    try:
        done = retire(model, record, Leaving(day, state, heir, pairs))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    finish(base, model.texts, done.edit, show=show)
    click.echo(f"{record.name} {'would become' if show else 'is now'} {done.state}.", err=True)
    _tell(done)
    return 0


def _tell(done: Retired) -> None:
    sources: dict[str, list[str]] = {}
    for link in done.relying:
        sources.setdefault(link.source, []).append(link.field.name)
    if sources:
        when = "These records in force rely on it and must name something else"
        click.echo(f"{when}{'' if done.ended else ' by then'} ({plural(len(sources), 'record')}):", err=True)
    for source, names in sorted(sources.items()):
        click.echo(f"  {source}: {', '.join(dict.fromkeys(names))}", err=True)
