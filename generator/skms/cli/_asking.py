"""Questions for a new record, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from skms.cli._common import wants_color
from skms.words import did_you_mean, near

if TYPE_CHECKING:
    from skms.scaffold.questions import Question

SHOWN = 8
"""Records that are listed as possible answers."""


def on_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: Question, fits: Callable[[str], str]) -> str:
    """The answer to one question; empty where the example may stand. `fits` says what is wrong with an answer."""
    _head(question.title, question.help)
    options = question.choices or question.records[:SHOWN]
    for number, option in enumerate(options, 1):
        click.echo(f"  {number}  {option}", err=True)
    if len(question.records) > SHOWN:
        click.echo(f"     … and {len(question.records) - SHOWN:,} more", err=True)
    unknown = ""
    while True:
        text = click.prompt(
            "Several with commas" if question.many else "Answer", default=question.default,
            show_default=bool(question.default), err=True,
        )  # fmt: skip
        answer = (
            ", ".join(_chosen(part.strip(), options) for part in str(text).split(","))
            if options
            else str(text)
        )
        said = answer and (_unknown(question, answer, unknown) or fits(answer))
        if not said:
            return answer
        unknown = answer
        click.echo(said, err=True)


def _chosen(text: str, options: tuple[str, ...]) -> str:
    """An option by its number or nearly its name."""
    if text.isdigit() and 1 <= int(text) <= len(options) and text not in options:
        return options[int(text) - 1]
    return text


def _unknown(question: Question, answer: str, before: str) -> str:
    """What to say of an answer that is no option; a record that is not there yet may be named twice."""
    for part in filter(None, (one.strip() for one in answer.split(","))):
        if question.choices and part not in question.choices:
            return f"{part!r} is not one of them.{did_you_mean(part, question.choices)}"
        if question.records and part not in question.records and answer != before:
            hint = near(part, question.records)
            meant = f" Did you mean {hint!r}?" if hint else ""
            return f"There is no {part!r} yet.{meant} Type it again if you will make it later."
    return ""


def ask_text(title: str, help_text: str, fits: Callable[[str], str]) -> str:
    """A word that has no default. `fits` says what is wrong with an answer."""
    _head(title, help_text)
    while said := fits(answer := str(click.prompt("Answer", err=True)).strip()):
        click.echo(said, err=True)
    return answer


def _head(title: str, help_text: str) -> None:
    bold = click.style(title, bold=True) if wants_color(sys.stderr) else title
    click.echo(f"\n{bold}. {help_text}", err=True)
