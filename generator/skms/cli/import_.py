"""Import records from CSV, XLSX, JSON, YAML or Markdown files, or bring back an edited export.

Exit code 0 when every row became (part of) a record or was set aside by the map, 1 when some could not, 2 when the map
or the files do not fit.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skms.cli._common import find_root, spinner, wants_color
from skms.words import plural

if TYPE_CHECKING:
    from skms.imports.job import Result
    from skms.imports.troubles import Trouble
    from skms.imports.write import Step

WORDS = {
    "new": "new", "changed": "changed", "unchanged": "unchanged", "edited": "edited by hand, kept",
    "deleted": "deleted by hand, left out", "moved": "moved by hand, kept", "gone": "no longer in the source, kept",
}  # fmt: skip
KEPT = ("edited", "deleted", "moved", "gone")


@click.command(
    "import",
    help="""Make records from the rows of other files, as a map says; without a map, take over what was
changed in a spreadsheet that `skms export` has written.

Examples:

\b
  skms import catalogue.xlsx --dry-run
  skms import services.csv --map servicenow --dry-run
  skms import services.xlsx --map our-services.yaml
  skms import handbook/policies --map markdown-policies --out .

A map is a YAML file that says what a row is, which kind of record it becomes, and how each field
is made; docs/import.md explains it. Running the same import twice changes nothing, and files
edited since the last import are kept.
""",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…"
)
@click.option(
    "--map",
    "map_name",
    default=None,
    metavar="MAP",
    help="A map file, or the name of one that comes with skms. Without one: an export coming back.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Records repository to write into (default: the nearest upwards).",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--overwrite", is_flag=True, help="Write over what was edited or deleted by hand, too.")
@click.option("--delete", is_flag=True, help="Of an export: remove what is no longer in the sheets.")
@click.option(
    "--rename/--no-rename",
    default=None,
    help="Of an export: a row whose id was changed is a record with another id, and references follow; or it is one "
    "record more. Without either you are told.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
def command(
    files: tuple[Path, ...],
    map_name: str | None,
    out: Path | None,
    dry_run: bool,
    overwrite: bool,
    delete: bool,
    rename: bool | None,
    style: str,
) -> int:
    """Run the import."""
    if map_name is None:
        from skms.cli._returned import take_back

        return take_back(files, out, style, dry_run=dry_run, delete=delete, rename=rename)
    if delete or rename is not None:
        raise click.UsageError("--delete and --rename are for exports that come back, without --map.")
    from skms.imports import job, mapfile, notes, write  # late, so that help stays quick

    try:
        imap = mapfile.load(map_name)
        target = out or find_root(None)
        with spinner("Importing …"):
            sources = [(name, path.read_bytes()) for name, path in job.inputs(files)]
            result = job.run(sources, imap)
            steps = write.plan(result.files, target, imap.name, overwrite=overwrite)
            if not dry_run:
                write.apply(steps, target, imap.name, [name for name, _ in sources])
    except mapfile.BadMap as error:
        lines = (f"{place.file}:{place.line}:{place.column}: {place.message}" for place in error.places)
        raise click.UsageError("The map cannot be used.\n" + "\n".join(lines)) from error
    except notes.NoColumn as error:
        raise click.UsageError(f"The map does not fit the file; nothing was written.\n{error}") from error
    except (write.CannotWrite, OSError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(
        _json(result, steps) if style == "json" else _text(result, steps, dry_run=dry_run),
        color=wants_color(),
    )
    if style == "text" and not dry_run and any(step.writes for step in steps):
        click.echo(f"Next: skms check --root {target}", err=True)
    return int(bool(result.findings))


def _text(result: Result, steps: tuple[Step, ...], *, dry_run: bool) -> str:
    """The report for people: what needs attention, then what became of everything."""
    lines = [*(_sentence(trouble, "red", "finding") for trouble in result.findings)]
    lines += [_sentence(trouble, "yellow", "note") for trouble in result.notes]
    shown = [step for step in steps if (dry_run and step.writes) or step.action in KEPT]
    lines += [f"{click.style(step.path, bold=True)}: {WORDS[step.action]}" for step in shown]
    done = Counter(step.action for step in steps)
    aside = sum(count for _, count in result.aside)
    if lines:
        lines.append("")
    lines.append(
        f"{plural(result.rows, 'row')} read: {result.used:,} became records, {aside:,} set aside by the map, "
        f"{result.bad:,} with findings."
    )
    lines += [f"  set aside: {plural(count, 'row')}. {reason}" for reason, count in result.aside]
    made = ", ".join(f"{done[action]:,} {words}" for action, words in WORDS.items() if done[action])
    total = plural(len(steps) - done["gone"], "record")
    lines.append(
        f"{total}: {made or 'nothing to write'}.{' Nothing was written (--dry-run).' if dry_run else ''}"
    )
    return "\n".join(lines)


def _sentence(trouble: Trouble, color: str, word: str) -> str:
    where = f"{trouble.file}:{trouble.line}" if trouble.line else trouble.file
    place = f", {trouble.place}" if trouble.place else ""
    text = f"{click.style(f'{where}{place}', bold=True)}: {click.style(word, fg=color)}: {trouble.message}"
    return f"{text}\n    {trouble.help}" if trouble.help else text


def _json(result: Result, steps: tuple[Step, ...]) -> str:
    def plain(trouble: Trouble) -> dict[str, Any]:
        return {name: getattr(trouble, name) for name in ("file", "line", "place", "message", "help")}

    return json.dumps(
        {
            "version": 1,
            "findings": [plain(trouble) for trouble in result.findings],
            "notes": [plain(trouble) for trouble in result.notes],
            "records": [{"record": step.file.name, "path": step.path, "action": step.action} for step in steps],
            "summary": {
                "rows": result.rows, "used": result.used, "with_findings": result.bad,
                "set_aside": [{"because": reason, "rows": count} for reason, count in result.aside],
                "records": dict(sorted(Counter(step.action for step in steps).items())),
            },
        },
        indent=2, ensure_ascii=False,
    )  # fmt: skip
