"""Small charts of service levels: states by period as a strip, the open hours of a week.

Like every drawing they have no styles of their own; the site's style sheet colours the classes (`cell--met`, `open`).
A state is told by the sign in its cell, so that no colour is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

CELL, ROW, HEAD = 34, 30, 24
LABEL_CHARACTERS, LETTER, LEAST = 48, 6.4, 120
"""Longest label, width of one of its letters, and least room for labels."""
TAIL = 14
"""Characters kept of the end of a label that is cut, where it says its priority."""
HOUR, DAY_ROW, DAY_LABEL = 26, 26, 44
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One period: how it looks (a CSS class `cell--…`), its sign, and its meaning in words."""

    state: str
    sign: str
    words: str


def strip(title: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell | None]]]) -> Markup:
    """Rows of cells under common heads; None is a period of which nothing is said."""
    longest = max((len(_short(label)) for label, _ in rows), default=0)
    left = max(LEAST, int(LETTER * longest) + 12)
    width, height = left + CELL * len(heads), HEAD + ROW * len(rows)
    parts = [
        f'<text class="strip__head" x="{left + CELL * index + CELL // 2}" y="15">{escape(head)}</text>'
        for index, head in enumerate(heads)
    ]
    for row, (label, cells) in enumerate(rows):
        y = HEAD + ROW * row
        parts.append(f'<text class="strip__label" x="0" y="{y + 19}">{escape(_short(label))}</text>')
        parts += [_cell(cell, left + CELL * index, y) for index, cell in enumerate(cells) if cell]
    return _svg("strip", title, width, height, parts)


def _cell(cell: Cell, x: int, y: int) -> str:
    return (
        f'<g class="cell cell--{cell.state}"><title>{escape(cell.words)}</title>'
        f'<rect x="{x + 2}" y="{y + 2}" width="{CELL - 4}" height="{ROW - 4}" rx="3"/>'
        f'<text x="{x + CELL // 2}" y="{y + 19}">{escape(cell.sign)}</text></g>'
    )


def week(
    title: str, days: Sequence[tuple[str, Sequence[tuple[int, int]], Sequence[tuple[int, int]]]]
) -> Markup:
    """Days of a week with their open minutes, and those set aside for maintenance: `(name, open, maintenance)`."""
    width, height = DAY_LABEL + HOUR * 24 + 12, HEAD + DAY_ROW * len(days) + 4
    parts = []
    for hour in range(0, 25, 3):
        x = DAY_LABEL + HOUR * hour
        parts.append(f'<path class="week__line" d="M{x} {HEAD - 4}V{height}"/>')
        parts.append(f'<text class="strip__head" x="{x}" y="14">{hour:02}</text>')
    for row, (name, opened, kept) in enumerate(days):
        y = HEAD + DAY_ROW * row
        parts.append(f'<text class="strip__label" x="0" y="{y + 18}">{escape(name)}</text>')
        parts += [_span("open", span, y + 3, DAY_ROW - 6) for span in opened]
        parts += [_span("maintenance", span, y + 9, DAY_ROW - 18) for span in kept]
    return _svg("week", title, width, height, parts)


def _span(kind: str, span: tuple[int, int], y: int, height: int) -> str:
    x, end = (DAY_LABEL + HOUR * 24 * minute // MINUTES_A_DAY for minute in span)
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{max(end - x, 2)}" height="{height}" rx="2"/>'


def _short(label: str) -> str:
    if len(label) <= LABEL_CHARACTERS:
        return label
    return f"{label[: LABEL_CHARACTERS - TAIL - 1].rstrip()}…{label[-TAIL:].lstrip()}"


def _svg(kind: str, title: str, width: int, height: int, parts: Sequence[str]) -> Markup:
    return Markup(
        f'<svg class="chart chart--{kind}" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )
