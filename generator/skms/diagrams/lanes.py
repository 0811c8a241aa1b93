"""Swim lanes: the activities of a process from top to bottom, each in the lane of the one who does it.

Every activity has a row of its own, so that lines between rows meet no box; a line that has to pass one in its lane
goes beside it, a line back goes up beside the lane it starts in. Styles come from the site's style sheet by class.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

LANE, BOX, HEAD, GAP = 176, 146, 46, 28
LINE, PAD, CHARACTERS, MAX_LINES = 15, 8, 22, 4
GUTTER, SPREAD = 9, 4


@dataclass(frozen=True, slots=True)
class Lane:
    """A column: who does what stands in it."""

    id: str
    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A box; `classes` become CSS classes `node--…`."""

    id: str
    title: str
    lane: str
    href: str | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    step: Step
    row: int
    lane: int
    top: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        return 2 * PAD + LINE * len(self.lines)

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def middle(self) -> int:
        return self.lane * LANE + LANE // 2


def svg(title: str, lanes: Sequence[Lane], steps: Sequence[Step], flows: Sequence[tuple[str, str]]) -> Markup:
    """Draw lanes, the steps in them and the arrows `(from, to)` between steps."""
    order = {lane.id: index for index, lane in enumerate(lanes)}
    placed: dict[str, _Placed] = {}
    top = HEAD + GAP
    for step in steps:
        one = _Placed(step, len(placed), order[step.lane], top, _lines(step.title, MAX_LINES))
        placed[step.id] = one
        top = one.bottom + GAP
    parts = [_lane(index, lane, top) for index, lane in enumerate(lanes)]
    known = [(placed[start], placed[end]) for start, end in flows if start in placed and end in placed]
    parts += [_arrow(start, end, number, placed) for number, (start, end) in enumerate(known)]
    parts += [_box(one) for one in placed.values()]
    width = len(lanes) * LANE
    return Markup(
        f'<svg class="lanes" role="group" viewBox="0 0 {width} {top}" width="{width}" height="{top}" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _lines(text: str, most: int) -> tuple[str, ...]:
    """Return a text in lines that fit into a box; what does not fit is cut."""
    wrapped = textwrap.wrap(text, CHARACTERS) or [""]
    if len(wrapped) > most:
        wrapped = [*wrapped[: most - 1], wrapped[most - 1][: CHARACTERS - 1] + "…"]
    return tuple(wrapped)


def _lane(index: int, lane: Lane, height: int) -> str:
    """Return a column with its heading."""
    x = index * LANE
    band = f'<rect class="lane lane--{"odd" if index % 2 else "even"}" x="{x}" y="0" width="{LANE}" height="{height}"/>'
    lines = _texts(_lines(lane.title, 2), "lane__title", x + (LANE - BOX) // 2, 4)
    return band + _linked(f"<g>{lines}</g>", lane.href)


def _box(one: _Placed) -> str:
    """Return a step."""
    classes = " ".join(["node", *(f"node--{name}" for name in one.step.classes)])
    x = one.middle - BOX // 2
    shape = f'<rect x="{x}" y="{one.top}" width="{BOX}" height="{one.height}" rx="6"/>'
    texts = _texts(one.lines, "node__title", x + PAD, one.top)
    return _linked(f'<g class="{classes}">{shape}{texts}</g>', one.step.href)


def _texts(lines: Sequence[str], name: str, x: int, top: int) -> str:
    """Return lines of text below each other."""
    return "".join(
        f'<text class="{name}" x="{x}" y="{top + PAD + 11 + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )


def _linked(group: str, href: str | None) -> str:
    return f'<a href="{escape(href)}">{group}</a>' if href else group


def _arrow(start: _Placed, end: _Placed, number: int, placed: Mapping[str, _Placed]) -> str:
    """Return a line with its head; it ends at the top of the box it leads to."""
    shift = (number % 3 - 1) * SPREAD
    above = end.top - GAP // 2 + shift
    if end.row <= start.row:
        beside = (start.lane + 1) * LANE - GUTTER + shift
        middle = start.top + start.height // 2
        path = f"M{start.middle + BOX // 2} {middle}H{beside}V{above}H{end.middle}V{end.top - 6}"
    else:
        below = start.bottom + GAP // 2 + shift
        path = f"M{start.middle} {start.bottom}V{below}"
        if _busy(start, end, placed):
            path += f"H{(end.lane + 1) * LANE - GUTTER + shift}V{above}"
        path += f"H{end.middle}V{end.top - 6}"
    head = f"M{end.middle} {end.top}l-4 -8h8z"
    kind = " edge--back" if end.row <= start.row else ""
    return f'<g class="edge{kind}"><path class="edge__line" d="{path}"/><path class="edge__head" d="{head}"/></g>'


def _busy(start: _Placed, end: _Placed, placed: Mapping[str, _Placed]) -> bool:
    """Say whether a box stands between two rows in the lane that an arrow goes down."""
    return any(start.row < one.row < end.row and one.lane == end.lane for one in placed.values())
