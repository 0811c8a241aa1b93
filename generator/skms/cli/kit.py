"""Put a ready-made pipeline or hook into a records repository."""

from __future__ import annotations

from pathlib import Path

import click

from skms.cli._common import find_root, root_option, unwritable
from skms.scaffold.kits import ABOUT, kit
from skms.words import one_of, plural


@click.command(
    "kit",
    help=f"""Put a ready-made pipeline or hook into the records repository. What is there already is left as it is.

Examples:

\b
  skms kit github
  skms kit pre-commit
  skms kit gitlab --check

Kits:

\b
{chr(10).join(f"  {name:12}{text}" for name, text in ABOUT.items())}
""",
)
@click.argument("name", type=click.Choice(sorted(ABOUT)))
@root_option
@click.option("--force", is_flag=True, help="Replace files that say something else.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit code 1 where a file is missing or says something else."
)
def command(name: str, root: Path | None, force: bool, check: bool) -> int:
    """Write the files of a kit."""
    folder = find_root(root)
    texts = kit(name)
    differ = [path for path, text in texts.items() if _read(folder / path) != text]
    if check:
        for path in differ:
            click.echo(f"{path} {'differs from the kit' if (folder / path).exists() else 'is missing'}.")
        return int(bool(differ))
    kept = [path for path in differ if (folder / path).exists()]
    if kept and not force:
        raise click.UsageError(
            f"{one_of(kept, 'and')} {'says' if len(kept) == 1 else 'say'} something else already. Nothing was written; "
            "move what is yours elsewhere, or replace it with --force."
        )
    try:
        for path in differ:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(texts[path], "utf-8", newline="\n")
    except OSError as error:
        raise unwritable(error, path) from error
    click.echo("\n".join(differ) if differ else "Everything is there already.")
    if differ:
        click.echo(f"{plural(len(differ), 'file')} written; commit them with your records.", err=True)
    return 0


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
