"""Print the schema of the records, or give it to your editor.

With `--write` an editor that knows yaml-language-server (VS Code with the extension YAML, and many others) completes
fields, values and ids, explains them and underlines mistakes while you type. Write it again to have new ids offered.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from skms.cli._common import find_root, load_model, root_option, unwritable
from skms.kinds import load_kinds
from skms.schema_export import (
    SCHEMA_FILE,
    SETTINGS_FILE,
    SettingsUnreadable,
    combined,
    editor_settings,
    modeline,
    single,
)
from skms.words import did_you_mean, one_of


@click.command(
    "schema",
    help="""Print the JSON Schema of all records or of one KIND, or tie it to your editor.

Examples:

\b
  skms schema --write     completion, help and errors while you type
  skms schema service     the schema of one kind
""",
)
@click.argument("kind", required=False)
@click.option("--write", is_flag=True, help=f"Write {SCHEMA_FILE} and add it to {SETTINGS_FILE}.")
@root_option
def command(kind: str | None, write: bool, root: Path | None) -> int:
    """Print or write the schema."""
    kinds = load_kinds()
    if kind is not None and kind not in kinds:
        raise click.UsageError(
            f"There is no kind {kind!r}.{did_you_mean(kind, kinds)} Kinds are {one_of(kinds)}."
        )
    if write and kind:
        raise click.UsageError("--write is for the schema of all kinds; leave the kind out.")
    if write:
        for path in write_schema(find_root(root)):
            click.echo(f"Wrote {path}.", err=True)
        line = modeline("catalogue/services/email.yaml")
        click.echo(
            f"VS Code needs the extension YAML. Other editors: first line of a record\n  {line}", err=True
        )
        return 0
    schema = combined(kinds) if kind is None else single(kinds[kind])
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0


def write_schema(root: Path) -> tuple[str, ...]:
    """Write the schema and tie it to the editor; settings that cannot be merged are left alone."""
    kinds, model = load_kinds(), load_model(root, date.today())
    known = {name: [record.id for record in model.of(name) if record.phase != "ended"] for name in kinds}
    schema = combined(kinds, known)
    settings = root / SETTINGS_FILE
    try:
        _write(root / SCHEMA_FILE, json.dumps(schema, indent=2, ensure_ascii=False) + "\n")
        _write(settings, editor_settings(settings.read_text("utf-8") if settings.exists() else None))
    except (SettingsUnreadable, UnicodeDecodeError) as error:
        ours = json.dumps(json.loads(editor_settings(None))["yaml.schemas"])
        raise click.UsageError(
            f'{SETTINGS_FILE} is left alone: {error}. Add to it yourself: "yaml.schemas": {ours}'
        ) from error
    except OSError as error:
        raise unwritable(error, "The schema") from error
    return SCHEMA_FILE, SETTINGS_FILE


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
