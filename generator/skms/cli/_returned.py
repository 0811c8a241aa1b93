"""`skms import` without a map: an export that was edited comes back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skms.cli._common import find_root, load_model, spinner, wants_color
from skms.words import plural

if TYPE_CHECKING:
    from skms.returns.planning import Plan


def take_back(
    files: tuple[Path, ...], out: Path | None, style: str, *, dry_run: bool, delete: bool, rename: bool | None
) -> int:
    """Compare the sheets with the records and write what was changed; with any trouble nothing is written.

    `rename`: whether rows with another id are records that are renamed; None where nobody has said so.
    """
    from skms import formats
    from skms.edits import apply
    from skms.edits.steps import Refused
    from skms.imports import job
    from skms.returns import reading, renaming

    root = find_root(out)
    try:
        with spinner("Comparing …"):
            # Which day it is decides nothing here: shapes and references are the same on all days.
            model = load_model(root, date.min)
            book = reading.read((name, path.read_bytes()) for name, path in job.inputs(files))
            plan = renaming.plan(book, model, delete=delete, wanted=rename)
        edits = apply.changed(model.texts, plan.edits)
        if not dry_run and edits:
            apply.write(root, model.texts, edits, plan.moves)
    except (reading.NotOurs, Refused) as error:
        raise click.UsageError(str(error)) from error
    except formats.Unreadable as error:
        raise click.UsageError(f"{error} {error.help}".strip()) from error
    except OSError as error:
        raise click.UsageError(f"{error.filename} cannot be read: {error.strerror}.") from error
    report = _json(plan, edits) if style == "json" else _text(plan, edits, dry_run=dry_run, delete=delete)
    click.echo(report, color=wants_color())
    return int(bool(plan.troubles))


def _text(plan: Plan, edits: dict[str, str | None], *, dry_run: bool, delete: bool) -> str:
    lines = [
        f"{click.style(one.place, bold=True)}: {click.style('error', fg='red')}: {one.message}"
        + (f"\n    {one.help}" if one.help else "")
        for one in plan.troubles
    ]
    lines += plan.changes
    if plan.removed:
        verb = "removed" if delete else "not in the sheets any more, kept (--delete removes them)"
        lines += [f"{name}: {verb}" for name in plan.removed]
    if plan.troubles:
        lines.append(f"{plural(len(plan.troubles), 'error')}: nothing was written.")
    elif not edits:
        lines.append("Nothing was changed.")
    else:
        done = "would be changed (--dry-run)" if dry_run else "changed"
        lines.append(
            f"{plural(len(edits), 'file')} {done}: {', '.join(sorted(edits)[:8])}{' …' * (len(edits) > 8)}"
        )
    return "\n".join(lines)


def _json(plan: Plan, edits: dict[str, str | None]) -> str:
    return json.dumps(
        {
            "version": 1,
            "errors": [{"place": one.place, "message": one.message, "help": one.help} for one in plan.troubles],
            "changes": list(plan.changes),
            "removed": list(plan.removed),
            "files": [{"path": path, "removed": text is None} for path, text in sorted(edits.items())],
        },
        indent=2, ensure_ascii=False,
    )  # fmt: skip
