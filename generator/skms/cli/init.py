"""Start an organisation of your own in an empty folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from skms.cli._common import as_of_option, unwritable

MAX_NAME = 80


@click.command(
    "init",
    help="""Start an organisation of your own: a small example of every kind that matters at first, ready to
check and to publish.

Examples:

\b
  skms init my-org
  skms init my-org --name "Tarnbrook Water"
  cd my-org && skms check && skms build
""",
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="Name of the organisation (default: made from the folder's name).")
@as_of_option
def command(folder: Path, name: str | None, as_of: date) -> int:
    """Write the starter into a folder."""
    from skms.cli.schema import write_schema
    from skms.scaffold.starting import starter

    name = _name(folder, name)
    try:
        if folder.exists() and any(entry.name != ".git" for entry in folder.iterdir()):
            raise click.UsageError(
                f"{folder} is not empty; it is left as it is. Name a new or an empty folder."
            )
        texts = starter(name, as_of)
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8", newline="\n")
        write_schema(folder)
    except OSError as error:
        raise unwritable(error, "The folder") from error
    click.echo(f"{name}: {len(texts)} files in {folder}.")
    click.echo(f"Next: cd {folder} && skms check && skms build", err=True)
    return 0


def _name(folder: Path, given: str | None) -> str:
    words = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    name = given.strip() if given is not None else words[:1].upper() + words[1:]
    if not name.isprintable() or not 0 < len(name) <= MAX_NAME:
        raise click.UsageError(f"{name!r} cannot be the name of an organisation; give one with --name.")
    return name
