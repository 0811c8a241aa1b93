"""Changes for people at a terminal: grouped by class, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from skms.change_reports._told import HEADINGS, MEANING, Told, groups, summary
from skms.changes import Change
from skms.reports._plain import plain

_COLORS = {"breaking": "1;31", "notable": "1;33", "editorial": "1;34", "dim": "2"}


def report(told: Told, *, color: bool = False) -> str:
    """The groups, worst first, then a summary line."""
    lines: list[str] = []
    for level, found in groups(told.changes).items():
        lines += [f"{_paint(HEADINGS[level], level, color)} – {MEANING[level]}"]
        lines += [line for one in found for line in _lines(one, color)]
        lines += [""]
    return "\n".join([*lines, f"{plain(told.base)} → {plain(told.head)}: {summary(told)}."]) + "\n"


def _lines(one: Change, color: bool) -> Iterator[str]:
    yield f"  • {plain(one.sentence)}"
    where = f"{one.file}:{one.line}" if one.line else one.file or one.record
    yield "    " + _paint(plain(where), "dim", color)


def _paint(text: str, style: str, color: bool) -> str:
    return f"\x1b[{_COLORS[style]}m{text}\x1b[0m" if color else text
