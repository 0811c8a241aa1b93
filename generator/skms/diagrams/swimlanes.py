"""Swim lanes of a process: one column a party, time runs downwards, hand-overs between parties are marked.

The shape of a step tells its type (a decision has pointed sides, start and end are round), so that the picture reads in
black and white. Like every drawing it has no styles of its own.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from skms.diagrams.lane_layout import Flow, Route, Step, routes, rows

BOX, PAD, LINE = 148, 10, 15
SIDE = 12
"""Free room on both sides of a box, before tracks are added."""
TRACK = 6
GAP = 26
LABEL, LETTER = 12, 6
"""Height of a condition, and the width of one of its letters."""
CHARACTERS, HEAD_CHARACTERS, LABEL_CHARACTERS = 21, 22, 24
MAX_LINES, LABEL_LINES = 4, 2
FIT = 1250
"""Widest drawing that may be made narrower to fit its page and can still be read."""
ROUND = ("start", "end", "event")
REPEAT_AFTER = 10
"""Rows from which on the names of the lanes stand below as well."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A party: `note` says what it is, `outside` marks another organisation."""

    id: str
    title: str
    note: str = ""
    outside: bool = False
    href: str | None = None


@dataclass(frozen=True)
class _Plan:
    """Everything placed."""

    steps: dict[str, Step]
    at: dict[str, int]
    lanes: dict[str, int]
    ways: list[Route]
    lefts: list[int]
    widths: list[int]
    tops: list[int]
    heights: list[int]
    head: int

    def centre(self, name: str) -> int:
        """Middle of the box of a step."""
        return self.lefts[self.lanes[self.steps[name].lane]] + SIDE + BOX // 2

    def gap(self, number: int, track: int) -> int:
        """Height at which an arrow runs in the gap above a row."""
        below = self.tops[number - 1] + self.heights[number - 1] if number else self.head
        return below + 8 + track * TRACK


def svg(title: str, lanes: Sequence[Lane], steps: Sequence[Step], flows: Sequence[Flow]) -> Markup:
    """Draw a process. Steps of unknown lanes are left out, and so are arrows from or to them."""
    known = {lane.id: index for index, lane in enumerate(lanes)}
    plan = _plan({one.id: one for one in steps if one.lane in known}, known, lanes, flows)
    bottom = plan.tops[-1] + plan.heights[-1] + GAP if plan.tops else plan.head
    repeat = len(plan.tops) > REPEAT_AFTER
    width, height = plan.lefts[-1] + plan.widths[-1], bottom + (plan.head if repeat else 0)
    fit = " data-fit" if width <= FIT else ""
    parts = [_lane(plan, index, lane, height) for index, lane in enumerate(lanes)]
    if repeat:
        parts += [_name(plan, index, lane, bottom) for index, lane in enumerate(lanes)]
    parts += [_way(plan, one) for one in plan.ways]
    parts += [_step(plan, one) for one in plan.steps.values()]
    parts += _labels(plan)
    return Markup(
        f'<svg class="lanes"{fit} role="group" viewBox="-1 -1 {width + 2} {height + 2}" width="{width + 2}" '
        f'height="{height + 2}" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _plan(
    steps: dict[str, Step], known: dict[str, int], lanes: Sequence[Lane], flows: Sequence[Flow]
) -> _Plan:
    at = rows(list(steps.values()), flows)
    ways = routes(steps, at, known, flows)
    sides = Counter(one.side for one in ways if one.side is not None)
    widths = [BOX + 2 * SIDE + TRACK * sides[index] for index in range(len(lanes))]
    head = 2 * PAD + LINE * max((len(_wrap(lane.title, HEAD_CHARACTERS)) + 1 for lane in lanes), default=1)
    in_gap = Counter(number for one in ways for number in _gaps(one))
    labels: Counter[str] = Counter()
    for one in ways:
        labels[one.flow.end] += len(_said(one.flow.label))
    tops, heights, y = [], [], head
    for row in range(max(at.values(), default=-1) + 1):
        y += (
            GAP
            + TRACK * in_gap[row]
            + LABEL * max(labels[name] for name, there in at.items() if there == row)
        )
        tops.append(y)
        heights.append(max(_height(steps[name]) for name, there in at.items() if there == row))
        y += heights[-1]
    widths[-1] = max(widths[-1], SIDE + BOX // 2 + _room(ways, steps, known))
    lefts = [sum(widths[:index]) for index in range(len(lanes))]
    return _Plan(steps, at, known, ways, lefts, widths, tops, heights, head)


def _room(ways: Sequence[Route], steps: dict[str, Step], known: dict[str, int]) -> int:
    """Room that the conditions at the arrows into the last lane need, right of its middle."""
    last = len(known) - 1
    into = (one.flow for one in ways if known[steps[one.flow.end].lane] == last)
    return SIDE + LETTER * max((len(line) for flow in into for line in _said(flow.label)), default=0)


def _gaps(way: Route) -> tuple[int, ...]:
    return (way.leaves,) if way.side is None else (way.leaves, way.enters)


def _lane(plan: _Plan, index: int, lane: Lane, height: int) -> str:
    kind = "lane lane--outside" if lane.outside else "lane"
    x, width = plan.lefts[index], plan.widths[index]
    return f'<rect class="{kind}" x="{x}" y="0" width="{width}" height="{height}"/>' + _name(
        plan, index, lane, 0
    )


def _name(plan: _Plan, index: int, lane: Lane, y: int) -> str:
    x, width = plan.lefts[index], plan.widths[index]
    lines = _wrap(lane.title, HEAD_CHARACTERS)
    said = [
        f'<text class="lane__title" x="{x + PAD}" y="{y + PAD + 11 + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    ]
    if lane.note:
        foot = y + PAD + 11 + LINE * len(lines)
        said.append(f'<text class="lane__note" x="{x + PAD}" y="{foot}">{escape(lane.note)}</text>')
    rect = f'<rect x="{x}" y="{y}" width="{width}" height="{plan.head}"/>'
    group = f'<g class="lane__head{" lane__head--outside" if lane.outside else ""}">{rect}{"".join(said)}</g>'
    return f'<a href="{escape(lane.href)}">{group}</a>' if lane.href and not y else group


def _step(plan: _Plan, step: Step) -> str:
    x, y = plan.centre(step.id) - BOX // 2, plan.tops[plan.at[step.id]]
    lines, height = _wrap(step.title, CHARACTERS), _height(step)
    if step.type == "decision":
        middle, point = y + height // 2, 9
        shape = (
            f'<path d="M{x} {middle}l{point} -{height // 2}h{BOX - 2 * point}l{point} {height // 2}'
            f'l-{point} {height // 2}h-{BOX - 2 * point}z"/>'
        )
    else:
        round_by = height // 2 if step.type in ROUND else 5
        shape = f'<rect x="{x}" y="{y}" width="{BOX}" height="{height}" rx="{round_by}"/>'
    text = "".join(
        f'<text x="{x + BOX // 2}" y="{y + PAD + 11 + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    classes = " ".join(["step", f"step--{step.type}", *(f"step--{name}" for name in step.classes)])
    group = f'<g class="{classes}">{shape}{text}</g>'
    return f'<a href="{escape(step.href)}">{group}</a>' if step.href else group


def _way(plan: _Plan, way: Route) -> str:
    flow = way.flow
    x1, y1 = plan.centre(flow.start), plan.tops[plan.at[flow.start]] + _height(plan.steps[flow.start])
    x2, y2 = plan.centre(flow.end), plan.tops[plan.at[flow.end]]
    first = plan.gap(way.leaves, way.tracks[0])
    path = f"M{x1} {y1}V{first}"
    if way.side is not None:
        beside = plan.lefts[way.side] + SIDE + BOX + 8 + TRACK * way.tracks[1]
        path += f"H{beside}V{plan.gap(way.enters, way.tracks[2])}"
    path += f"H{x2}V{y2 - 5}"
    classes = " ".join(["flow", *(f"flow--{name}" for name in flow.classes)])
    head = f"M{x2} {y2}l-4 -8h8z"
    return (
        f'<g class="{classes}"><path class="flow__line" d="{path}"/><path class="flow__head" d="{head}"/></g>'
    )


def _labels(plan: _Plan) -> list[str]:
    """Conditions, above the step to which they lead; several of them one above the other."""
    said: Counter[str] = Counter()
    parts = []
    for way in plan.ways:
        name = way.flow.end
        for line in reversed(_said(way.flow.label)):
            x, y = plan.centre(name) + 6, plan.tops[plan.at[name]] - 6 - LABEL * said[name]
            said[name] += 1
            parts.append(f'<text class="flow__label" x="{x}" y="{y}">{escape(line)}</text>')
    return parts


def _height(step: Step) -> int:
    return 2 * PAD + LINE * len(_wrap(step.title, CHARACTERS)) - 2


@cache
def _wrap(text: str, characters: int) -> tuple[str, ...]:
    found = textwrap.wrap(text, characters) or [""]
    if len(found) > MAX_LINES:
        found = [*found[: MAX_LINES - 1], found[MAX_LINES - 1][: characters - 1] + "…"]
    return tuple(found)


@cache
def _said(text: str) -> tuple[str, ...]:
    """A condition in at most two lines."""
    found = textwrap.wrap(text, LABEL_CHARACTERS)
    if len(found) > LABEL_LINES:
        found = [*found[: LABEL_LINES - 1], found[LABEL_LINES - 1][: LABEL_CHARACTERS - 1].rstrip() + "…"]
    return tuple(found)
