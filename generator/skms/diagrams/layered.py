"""Boxes in columns joined by curves: the neighbourhood of a record, read from left to right.

The SVG has no styles of its own; classes (`node`, `node--planned`, `edge--degraded` …) are coloured by the site's style
sheet, so that dark mode, print and forced colours need no second picture.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from markupsafe import Markup, escape

WIDTH, GAP_X, GAP_Y = 168, 56, 14
LINE, PAD = 16, 11
CHARACTERS = 22
MAX_LINES = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A node: what it says, where it leads and how it looks (`classes` become CSS classes `node--…`)."""

    id: str
    title: str
    note: str = ""
    href: str | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between two boxes; `classes` become CSS classes `edge--…`."""

    start: str
    end: str
    label: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    box: Box
    x: int
    y: int
    height: int
    lines: tuple[str, ...] = field(default=())


def svg(title: str, columns: Sequence[Sequence[Box]], edges: Sequence[Edge]) -> Markup:
    """Draw columns of boxes and the edges between them. Empty columns take no room."""
    filled = [tuple(column) for column in columns if column]
    heights = [sum(_height(box) + GAP_Y for box in column) - GAP_Y for column in filled]
    tallest = max(heights, default=0)
    placed: dict[str, _Placed] = {}
    for index, column in enumerate(filled):
        y = (tallest - heights[index]) // 2 + 2
        for box in column:
            placed[box.id] = _Placed(box, index * (WIDTH + GAP_X) + 2, y, _height(box), _lines(box))
            y += _height(box) + GAP_Y
    width = len(filled) * (WIDTH + GAP_X) - GAP_X + 4
    parts = [_edge(edge, placed) for edge in edges if edge.start in placed and edge.end in placed]
    parts += [_node(one) for one in placed.values()]
    return Markup(
        f'<svg class="layered" role="group" viewBox="0 0 {width} {tallest + 4}" width="{width}" height="{tallest + 4}" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _lines(box: Box) -> tuple[str, ...]:
    return wrap(box.title or box.id)


@cache
def wrap(text: str) -> tuple[str, ...]:
    """A title in lines that fit into a box; what does not fit is cut."""
    wrapped = textwrap.wrap(text, CHARACTERS) or [""]
    if len(wrapped) > MAX_LINES:
        wrapped = [*wrapped[: MAX_LINES - 1], wrapped[MAX_LINES - 1][: CHARACTERS - 1] + "…"]
    return tuple(wrapped)


def _height(box: Box) -> int:
    return 2 * PAD + LINE * (len(_lines(box)) + bool(box.note))


def _node(one: _Placed) -> str:
    box = one.box
    classes = " ".join(["node", *(f"node--{name}" for name in box.classes)])
    rows = [
        f'<text class="node__title" x="{one.x + PAD}" y="{one.y + PAD + 12 + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(one.lines)
    ]
    if box.note:
        y = one.y + PAD + 12 + LINE * len(one.lines)
        rows.append(f'<text class="node__note" x="{one.x + PAD}" y="{y}">{escape(box.note)}</text>')
    shape = f'<rect x="{one.x}" y="{one.y}" width="{WIDTH}" height="{one.height}" rx="6"/>'
    group = f'<g class="{classes}">{shape}{"".join(rows)}</g>'
    return f'<a href="{escape(box.href)}">{group}</a>' if box.href else group


def _edge(edge: Edge, placed: Mapping[str, _Placed]) -> str:
    start, end = placed[edge.start], placed[edge.end]
    x1, y1 = start.x + WIDTH, start.y + start.height // 2
    x2, y2 = end.x, end.y + end.height // 2
    bend = GAP_X // 2
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend - 6} {y2} {x2 - 6} {y2}"
    head = f"M{x2} {y2}l-8 -4v8z"
    classes = " ".join(["edge", *(f"edge--{name}" for name in edge.classes)])
    return (
        f'<g class="{classes}"><path class="edge__line" d="{path}"/><path class="edge__head" d="{head}"/></g>'
    )
