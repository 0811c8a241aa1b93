"""Note that a record was reviewed: by whom, when, and what it said.

The note is bound to the meaning of the record: a change of substance makes the review stale, another layout does not.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from skms.cli._common import Day, as_of_option, find_root, load_model, root_option, spinner
from skms.cli._edits import diff_option, finish
from skms.cli.show import find
from skms.dates import long_date


@click.command(
    "review",
    help="""Note that somebody has read a record and found it right. One record at a time: a review is not a mass edit.

The note holds a fingerprint of what the record means. When that changes, the review counts as stale; layout, comments
and the order of fields do not matter. Without --by it is the reviewer that the record names, or its owner.

Examples:

\b
  skms review service/email
  skms review policy/acceptable-use-policy --by person/ines-marlow --note "Read with the works council"
  skms review team/it-operations --every 12M --on 2026-11-02
""",
)
@click.argument("name", metavar="KIND/ID")
@click.option("--by", metavar="ROLE", help="Who reviewed it: the id of a role, or person/ and an id.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="The day of the review (default: today).")
@click.option("--note", metavar="TEXT", help="What came of it, in a sentence.")
@click.option("--every", metavar="DURATION", help="How often it is to be reviewed, such as 12M.")
@diff_option
@root_option
@as_of_option
def command(
    name: str, by: str | None, day: date | None, note: str | None, every: str | None, show: bool, root: Path | None,
    as_of: date,
) -> int:  # fmt: skip
    """Note one review."""
    from skms.edits.reviewing import Reading, review
    from skms.edits.steps import Refused

    base = find_root(root)
    with spinner("Reading records …"):
        model = load_model(base, as_of)
    record = find(model, name)
    try:
        text = review(model, record, Reading(day or as_of, by, note, every))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    finish(base, model.texts, {record.path: text}, show=show)
    verb = "would be noted" if show else "is noted"
    click.echo(f"The review of {record.name} on {long_date(day or as_of)} {verb} in {record.path}.", err=True)
    return 0
