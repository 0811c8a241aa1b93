"""Mend what can be mended in one way only: slips in ids and choices, former ids, dates in another order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from skms.cli._common import as_of_option, find_root, load_model, root_option, spinner
from skms.cli._edits import diff_option, finish
from skms.words import plural


@click.command(
    "fix",
    help="""Mend what rules offer to mend: only where one thing can have been meant and the findings become fewer.

Slips in ids, fields and choices; references by a former id; numbers that need quotes; dates and durations in another
form; empty fields. Everything else is for people: `skms check` tells.

Examples:

\b
  skms fix
  skms fix --diff
  skms fix --diff --as-of 2027-01-01
""",
)
@diff_option
@root_option
@as_of_option
def command(show: bool, root: Path | None, as_of: date) -> int:
    """Mend records."""
    from skms.mending import mended

    base = find_root(root)
    with spinner("Mending records …"):
        model = load_model(base, as_of)
        result = mended(model)
    wanted = finish(base, model.texts, result.edit, show=show)
    for finding in [] if show else result.done:
        click.echo(f"{finding.file}:{finding.line} {finding.code} {finding.message}")
    verb = "would be mended" if show else "mended"
    click.echo(f"{plural(len(result.done), 'finding')} {verb} in {plural(len(wanted), 'file')}.", err=True)
    return 0
