"""What breaks if a person leaves, a role ends, a supplier goes or a service fails."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skms.cli._common import as_of_option, load_model, root_option

if TYPE_CHECKING:
    from skms.impact import Impact

SHOWN = 12


@click.command(
    "impact",
    help="""What breaks if a person leaves, a role ends, a supplier goes or a service fails; for other kinds, who names
the record.

Examples:

\b
  skms impact person/nadia-okafor
  skms impact supplier/fenwick-networks
  skms impact service/email --format json
  skms impact role/change-manager --as-of 2027-04-01
""",
)
@click.argument("name")
@root_option
@as_of_option
@click.option("--all", "every", is_flag=True, help=f"Every line, not only the first {SHOWN} of each part.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def command(name: str, root: Path | None, as_of: date, every: bool, style: str) -> int:
    """Print what follows."""
    from skms.cli.show import find
    from skms.impact import impact

    model = load_model(root, as_of)
    record = find(model, name)
    if not record.valid:
        raise click.ClickException(f"{record.name} has errors; run `skms check` and mend them first.")
    found = impact(model, record)
    if style == "json":
        click.echo(json.dumps(as_data(found, as_of), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(text(found, None if every else SHOWN)))
    return 0


def text(found: Impact, most: int | None) -> list[str]:
    """An impact for the terminal, line by line."""
    lines = [f"{found.subject.title} ({found.subject.name}): {found.question} …"]
    for group in found.groups:
        lines += ["", f"{group.title} ({len(group.items)})"]
        lines += [f"  {one.record.title} {one.text}  [{one.record.name}]" for one in group.items[:most]]
        if most and len(group.items) > most:
            lines.append(f"  … and {len(group.items) - most} more (--all)")
    return lines if found.groups else [*lines, "", "Nothing: no record that is in use rests on it."]


def as_data(found: Impact, as_of: date) -> dict[str, Any]:
    """An impact for programs; version 1."""
    return {
        "version": 1,
        "subject": found.subject.name,
        "question": found.question,
        "as_of": as_of.isoformat(),
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "items": [
                    {"record": one.record.name, "title": one.record.title, "text": one.text}
                    for one in group.items
                ],
            }
            for group in found.groups
        ],
    }
