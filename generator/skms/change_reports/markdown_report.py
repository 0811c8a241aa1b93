"""Changes for a comment on a pull request: short at first sight, with details to unfold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from skms.change_reports._told import HEADINGS, MEANING, Told, groups, summary
from skms.changes import Change
from skms.reports.markdown_report import escape

MARK = "<!-- skms diff -->"
"""By this a pipeline finds its earlier comment, to replace it."""
OPEN = ("breaking", "notable")
SHORT = 12
"""A group of more is folded."""
MOST, LONGEST = 100, 18_000
"""Changes and characters of a group: code hosts refuse a comment of more than 65,536 characters."""


def report(told: Told, *, color: bool = False) -> str:
    """A heading with the counts, then a list for each class; colours do not apply."""
    lines = [MARK, f"### What this changes: {summary(told)}", ""]
    if not told.changes:
        lines += ["Only formatting, comments or files that are no records differ.", ""]
    for level, found in groups(told.changes).items():
        lines += _group(level, found)
    lines.append(f"<sub>{escape(told.base)} → {escape(told.head)}, as of {told.as_of}</sub>")
    return "\n".join(lines) + "\n"


def _group(level: str, found: list[Change]) -> Iterator[str]:
    title = f"{HEADINGS[level]} ({len(found):,})"
    folded = level not in OPEN or len(found) > SHORT
    if folded:
        yield from (f"<details><summary><b>{title}</b>: {MEANING[level]}</summary>", "")
    else:
        yield from (f"**{title}**: {MEANING[level]}", "")
    lines = [_line(one) for one in found[:MOST]]
    shown = sum(length <= LONGEST for length in accumulate(map(len, lines)))
    yield from lines[:shown]
    if shown < len(found):
        yield f"- … and {len(found) - shown:,} more; `skms diff` lists them all."
    yield ""
    if folded:
        yield from ("</details>", "")


def _line(change: Change) -> str:
    where = f" <sub>{escape(f'{change.file}:{change.line}')}</sub>" if change.line else ""
    return f"- {escape(change.sentence)}{where}"
