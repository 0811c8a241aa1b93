"""Parties in columns and what passes between them: an arrow a pair, with its number, read from left to right.

Every arrow has a place of its own on the edge of a box, so that a box is as tall as it is busy. Colours come from the
style sheet, as those of `layered`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from skms.diagrams.layered import LINE, PAD, Box, wrap

WIDTH, GAP_X, GAP_Y = 190, 170, 16
PORT = 24
"""Room of an arrow at the edge of a box: the height of its number."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """What passes from one box to another: how many times, in words, and where that is told."""

    start: str
    end: str
    number: int
    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    box: Box
    column: int
    x: int
    y: int
    height: int


def svg(title: str, columns: Sequence[Sequence[Box]], arrows: Sequence[Arrow]) -> Markup:
    """Draw the columns and the arrows from each to the next. Empty columns take no room."""
    placed = _place([column for column in columns if column], arrows)
    kept = [one for one in arrows if one.start in placed and one.end in placed]
    leaving = _ports(placed, {id(one): (one.start, one.end) for one in kept})
    coming = _ports(placed, {id(one): (one.end, one.start) for one in kept})
    parts = [_arrow(one, placed, leaving[id(one)], coming[id(one)]) for one in kept]
    parts += [_box(one) for one in placed.values()]
    width = max((one.x + WIDTH for one in placed.values()), default=0) + 2
    height = max((one.y + one.height for one in placed.values()), default=0) + 2
    return Markup(
        f'<svg class="layered" role="group" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _place(columns: Sequence[Sequence[Box]], arrows: Sequence[Arrow]) -> dict[str, _Placed]:
    heights = {box.id: _height(box, arrows) for column in columns for box in column}
    totals = [sum(heights[box.id] + GAP_Y for box in column) - GAP_Y for column in columns]
    placed = {}
    for index, column in enumerate(columns):
        y = (max(totals) - totals[index]) // 2 + 2
        for box in column:
            placed[box.id] = _Placed(box, index, index * (WIDTH + GAP_X) + 2, y, heights[box.id])
            y += heights[box.id] + GAP_Y
    return placed


def _height(box: Box, arrows: Sequence[Arrow]) -> int:
    sides = (sum(one.start == box.id for one in arrows), sum(one.end == box.id for one in arrows))
    return max(2 * PAD + LINE * (len(wrap(box.title)) + bool(box.note)), PORT * max(sides) + 4)


def _ports(placed: Mapping[str, _Placed], pairs: Mapping[int, tuple[str, str]]) -> dict[int, int]:
    """The height at which each arrow meets its box, in the order of the boxes at its other end."""
    at: dict[str, list[tuple[int, int]]] = {}
    for arrow, (box, other) in pairs.items():
        at.setdefault(box, []).append((placed[other].y, arrow))
    found = {}
    for box, arrows in at.items():
        one = placed[box]
        for index, (_, arrow) in enumerate(sorted(arrows)):
            found[arrow] = one.y + one.height // 2 + PORT * (2 * index + 1 - len(arrows)) // 2
    return found


def _arrow(arrow: Arrow, placed: Mapping[str, _Placed], y1: int, y2: int) -> str:
    x1, x2 = placed[arrow.start].x + WIDTH, placed[arrow.end].x
    bend = GAP_X // 2
    # The number stands where arrows are apart: at the box that fewer of them meet.
    x, y = (x2 - 26, y2) if placed[arrow.start].height > placed[arrow.end].height else (x1 + 18, y1)
    drawn = (
        f'<g class="edge"><title>{escape(arrow.title)}</title>'
        f'<path class="edge__line" d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 6} {y2}"/>'
        f'<path class="edge__head" d="M{x2} {y2}l-8 -4v8z"/>'
        f'<circle class="edge__mark" cx="{x}" cy="{y}" r="10"/>'
        f'<text class="edge__number" x="{x}" y="{y + 4}">{arrow.number}</text></g>'
    )
    # The table beside the drawing has every link once more; the keyboard need not stop at each arrow.
    return f'<a href="{escape(arrow.href)}" tabindex="-1">{drawn}</a>' if arrow.href else drawn


def _box(one: _Placed) -> str:
    box, lines = one.box, wrap(one.box.title)
    top = one.y + (one.height - LINE * (len(lines) + bool(box.note))) // 2 + 12
    rows = [
        f'<text class="node__title" x="{one.x + PAD}" y="{top + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    ]
    if box.note:
        y = top + LINE * len(lines)
        rows.append(f'<text class="node__note" x="{one.x + PAD}" y="{y}">{escape(box.note)}</text>')
    shape = f'<rect x="{one.x}" y="{one.y}" width="{WIDTH}" height="{one.height}" rx="6"/>'
    classes = " ".join(["node", *(f"node--{name}" for name in box.classes)])
    group = f'<g class="{classes}">{shape}{"".join(rows)}</g>'
    return f'<a href="{escape(box.href)}">{group}</a>' if box.href else group
