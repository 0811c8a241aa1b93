"""What the commands that change records share: show the change, or write all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from skms.cli._common import wants_color
from skms.edits.apply import changed, diff, write
from skms.edits.steps import Refused, Texts
from skms.texts import Texts as Read
from skms.words import plural

F = TypeVar("F", bound=Callable[..., Any])


def diff_option(function: F) -> F:
    """`--diff`."""
    return click.option(
        "--diff", "show", is_flag=True, help="Show the lines that would change; change nothing."
    )(function)


def dry_run_option(function: F) -> F:
    """`--dry-run`."""
    return click.option("--dry-run", is_flag=True, help="Name the files that would change; change nothing.")(
        function
    )


def finish(
    root: Path, before: Read, edit: Texts, *, show: bool = False, dry_run: bool = False,
    moves: Mapping[str, str] | None = None,
) -> dict[str, str | None]:  # fmt: skip
    """Write an edit, or say what it would be; returns the files that differ. A refusal ends the command with code 2."""
    wanted = changed(before, edit)
    if show:
        for line in coloured(diff(before, wanted, moves)):
            click.echo(line, color=True)
    elif dry_run:
        for path in sorted(wanted):
            click.echo(path if wanted[path] is not None else f"{path} → {(moves or {}).get(path, 'goes')}")
    else:
        try:
            write(root, before, wanted, moves)
        except Refused as error:
            raise click.ClickException(str(error)) from error
    return wanted


def coloured(lines: Iterable[str]) -> Iterable[str]:
    """A diff as Git shows it, where colours are wanted."""
    if not wants_color():
        return lines
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return (
        click.style(line, bold=True) if line.startswith(("---", "+++"))
        else click.style(line, fg=colours[line[0]]) if line[:1] in colours else line
        for line in lines
    )  # fmt: skip


def files(edit: Texts) -> str:
    """`1 file`, `12 files`: those that are there afterwards."""
    return plural(sum(text is not None for text in edit.values()), "file")
