"""Swim lanes of a process: one column a party, time runs downwards, hand-overs between parties are marked.

The shape of a step tells its type (a decision has pointed sides, start and end are round), and arrows that lead back
are dashed, so that the picture reads in black and white. Like every drawing it has no styles of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from skms.diagrams.lane_layout import Flow, Lane, Step
from skms.diagrams.lane_plan import (
    BESIDE,
    BOX,
    CHARACTERS,
    HEAD_CHARACTERS,
    LABEL,
    LINE,
    PAD,
    Plan,
    Point,
    plan,
    wrap,
)
from skms.diagrams.lane_routes import Route

FIT = 1250
"""Widest drawing that may be made narrower to fit its page and can still be read."""
ROUND, ROUND_BY = ("start", "end", "event"), 18
"""Types with round ends; the ends of tall ones are not rounder, so that arrows meet the edge anywhere."""
CORNER, HEAD = 5, 8
"""Radius of the corners of an arrow, and the length of its head."""
REPEAT_AFTER = 10
"""Rows from which on the names of the lanes stand below as well."""


def svg(title: str, lanes: Sequence[Lane], steps: Sequence[Step], flows: Sequence[Flow]) -> Markup:
    """Draw a process. Steps of unknown lanes are left out, and so are arrows from or to them."""
    placed = plan(lanes, steps, flows)
    repeat = len(placed.tops) > REPEAT_AFTER
    width, height = placed.width, placed.bottom + (placed.head if repeat else 0)
    fit = " data-fit" if width <= FIT else ""
    parts = [_lane(placed, index, lane, height) for index, lane in enumerate(lanes)]
    if repeat:
        parts += [_name(placed, index, lane, placed.bottom) for index, lane in enumerate(lanes)]
    parts += [_way(placed, one) for one in placed.ways]
    parts += [_step(placed, one) for one in placed.steps.values()]
    parts += _labels(placed)
    return Markup(
        f'<svg class="lanes"{fit} role="group" viewBox="-1 -1 {width + 2} {height + 2}" width="{width + 2}" '
        f'height="{height + 2}" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _lane(placed: Plan, index: int, lane: Lane, height: int) -> str:
    kind = "lane lane--outside" if lane.outside else "lane"
    rect = f'<rect class="{kind}" x="{placed.lefts[index]}" y="0" width="{placed.widths[index]}" height="{height}"/>'
    return rect + _name(placed, index, lane, 0)


def _name(placed: Plan, index: int, lane: Lane, y: int) -> str:
    x, width = placed.lefts[index], placed.widths[index]
    lines = wrap(lane.title, HEAD_CHARACTERS)
    said = [
        f'<text class="lane__title" x="{x + PAD}" y="{y + PAD + 11 + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    ]
    if lane.note:
        foot = y + PAD + 11 + LINE * len(lines)
        said.append(f'<text class="lane__note" x="{x + PAD}" y="{foot}">{escape(lane.note)}</text>')
    rect = f'<rect x="{x}" y="{y}" width="{width}" height="{placed.head}"/>'
    group = f'<g class="lane__head{" lane__head--outside" if lane.outside else ""}">{rect}{"".join(said)}</g>'
    return f'<a href="{escape(lane.href)}">{group}</a>' if lane.href and not y else group


def _step(placed: Plan, step: Step) -> str:
    x, y, _, bottom = placed.box(step.id)
    height = bottom - y
    if step.type == "decision":
        middle, point = y + height // 2, 9
        shape = (
            f'<path d="M{x} {middle}l{point} -{height // 2}h{BOX - 2 * point}l{point} {height // 2}'
            f'l-{point} {height // 2}h-{BOX - 2 * point}z"/>'
        )
    else:
        round_by = min(height // 2, ROUND_BY) if step.type in ROUND else 5
        shape = f'<rect x="{x}" y="{y}" width="{BOX}" height="{height}" rx="{round_by}"/>'
    text = "".join(
        f'<text x="{x + BOX // 2}" y="{y + PAD + 11 + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(wrap(step.title, CHARACTERS))
    )
    classes = " ".join(["step", f"step--{step.type}", *(f"step--{name}" for name in step.classes)])
    group = f'<g class="{classes}">{shape}{text}</g>'
    return f'<a href="{escape(step.href)}">{group}</a>' if step.href else group


def _way(placed: Plan, way: Route) -> str:
    *points, (x, y) = placed.corners(way)
    classes = " ".join(
        [
            "flow",
            *(f"flow--{name}" for name in way.run.flow.classes),
            *(["flow--back"] if way.run.back else []),
        ]
    )
    line = _rounded([_inside(placed, way, points[0]), *points[1:], (x, y - HEAD + 3)])
    head = f"M{x} {y}l-4 -{HEAD}h8z"
    return (
        f'<g class="{classes}"><path class="flow__line" d="{line}"/><path class="flow__head" d="{head}"/></g>'
    )


def _inside(placed: Plan, way: Route, point: Point) -> Point:
    """Where the line begins: a little under its step, which is drawn above it and may have slanted sides."""
    left, _, right, bottom = placed.box(way.run.flow.start)
    x, y = point
    if way.run.channel is None:
        return x, bottom - 8
    return (left + BOX // 4, y) if x == left else (right - BOX // 4, y)


def _rounded(points: Sequence[Point]) -> str:
    """A path along points with round corners."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for (before, corner), (_, after) in pairwise(pairwise(points)):
        (x1, y1), (x2, y2) = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{x1} {y1}Q{corner[0]} {corner[1]} {x2} {y2}")
    return "".join([*parts, f"L{points[-1][0]} {points[-1][1]}"])


def _towards(start: Point, end: Point) -> Point:
    """A point near `start` on the level or upright way to `end`, at most half of it away."""
    across, down = end[0] - start[0], end[1] - start[1]
    near = min(CORNER, (abs(across) + abs(down)) // 2)
    return start[0] + max(-near, min(near, across)), start[1] + max(-near, min(near, down))


def _labels(placed: Plan) -> list[str]:
    """Conditions, beside the heads of their arrows."""
    parts = []
    for way, note in zip(placed.ways, placed.notes, strict=True):
        x, y = placed.corners(way)[-1]
        at, kind = (x - BESIDE, " flow__label--left") if note.left else (x + BESIDE, "")
        for row, line in enumerate(reversed(note.lines)):
            up = y - note.up - LABEL * row
            parts.append(f'<text class="flow__label{kind}" x="{at}" y="{up}">{escape(line)}</text>')
    return parts
