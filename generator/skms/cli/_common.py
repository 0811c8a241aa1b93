"""What commands share: options, loading with plain failures, a spinner for long work."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from skms.dates import parse_date

if TYPE_CHECKING:
    from collections import Counter

    from skms.known import Mark
    from skms.model import Model

F = TypeVar("F", bound=Callable[..., Any])


EARLIEST, LATEST = 1900, 2999


class Day(click.ParamType):  # type: ignore[type-arg]  # not generic in older releases
    """A date such as 2026-01-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or fail in one sentence."""
        day = value if isinstance(value, date) else parse_date(value)
        if day is None:
            self.fail(f"{value!r} is not a date such as 2026-01-31.", param, ctx)
        if not EARLIEST <= day.year <= LATEST:
            self.fail(
                f"{value!r} is too far off: years from {EARLIEST} to {LATEST} can be asked for.", param, ctx
            )
        return day


def root_option(function: F) -> F:
    """`--root DIR`."""
    return click.option(
        "--root", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=None,
        help="Folder with skms.yml (default: the nearest upwards).",
    )(function)  # fmt: skip


def as_of_option(function: F) -> F:
    """`--as-of DATE`: the only place where the clock is read."""
    return click.option(
        "--as-of", type=Day(), default=date.today, metavar="DATE",
        help="The day for which everything is judged (default: today).",
    )(function)  # fmt: skip


def strict_option(function: F) -> F:
    """`--strict-clock`."""
    return click.option(
        "--strict-clock", is_flag=True, help="Count what is overdue as errors (nightly and release runs)."
    )(function)


def find_root(root: Path | None) -> Path:
    """The records repository: as named, or the nearest upwards."""
    from skms.settings import SettingsError
    from skms.settings import find_root as nearest

    try:
        return root.resolve() if root else nearest(Path.cwd())
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def baseline_option(function: F) -> F:
    """`--baseline FILE`."""
    return click.option(
        "--baseline", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Only what does not stand in this file: for records that were never clean.",
    )(function)  # fmt: skip


def read_baseline(path: Path | None) -> Counter[Mark] | None:
    """What a baseline file knows; None without one."""
    from skms.known import BadBaseline, read

    try:
        return read(path.read_text("utf-8")) if path else None
    except (OSError, UnicodeDecodeError, BadBaseline) as error:
        raise click.UsageError(f"{path}: {error}") from error


def load_model(root: Path | None, as_of: date) -> Model:
    """Read the records; a missing or wrong `skms.yml` ends the command with code 2."""
    from skms.pipeline import load
    from skms.settings import SettingsError

    try:
        model = load(find_root(root), as_of)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    if model.settings.severity:
        _know_rules(model.settings.severity)
    return model


def _know_rules(named: Iterable[str]) -> None:
    from skms.rules import load_rules
    from skms.words import did_you_mean

    known = {word for rule in load_rules().values() for word in (rule.code, rule.name)}
    for word in named:
        if word not in known:
            hint = did_you_mean(word, known)
            raise click.UsageError(
                f"skms.yml: `severity`: there is no rule {word!r}.{hint} `skms rule` lists them."
            )


def wants_color(stream: Any = None) -> bool:
    """NO_COLOR and FORCE_COLOR count before the terminal does."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool((stream or sys.stdout).isatty())


@contextmanager
def spinner(text: str) -> Iterator[None]:
    """Say what is going on, on a terminal, once it has taken longer than a second."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    from rich.console import Console

    status = Console(stderr=True).status(text)
    timer = threading.Timer(1.0, status.start)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        status.stop()


def unwritable(error: OSError, what: object) -> click.ClickException:
    """Say that a file cannot be written and why; a full disk does not tell which, so `what` was to be written."""
    return click.UsageError(f"{error.filename or what} cannot be written: {error.strerror}.")
