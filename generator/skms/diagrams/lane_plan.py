"""Where everything of swim lanes stands on the drawing: sizes, boxes and the corners of arrows, in pixels."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from skms.diagrams.lane_layout import Flow, Lane, Step, rows
from skms.diagrams.lane_routes import OUTER, Route, routes

BOX, PAD, LINE = 148, 10, 15
SIDE = 14
"""Free room on both sides of a box, before tracks are added."""
TRACK = 9
GAP = 30
FIRST = 10
"""Room between a row and the first track below it."""
LABEL, LETTER = 12, 6
"""Height of a condition, and the width of one of its letters."""
BESIDE, LIFT = 6, 12
"""How far a condition stands from its arrow, and how much higher where it would hide the head of another."""
CHARACTERS, HEAD_CHARACTERS, LABEL_CHARACTERS = 21, 22, 24
MAX_LINES, LABEL_LINES = 4, 2

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Note:
    """What stands where an arrow lands: its lines, at which side of it, and how far above the step the last one is."""

    lines: tuple[str, ...] = ()
    left: bool = False
    up: int = BESIDE


@dataclass(frozen=True)
class Plan:
    """Everything placed."""

    steps: Mapping[str, Step]
    at: Mapping[str, int]
    lanes: Mapping[str, int]
    ways: Sequence[Route]
    notes: Sequence[Note]
    """One for each way."""
    lefts: Sequence[int]
    widths: Sequence[int]
    middles: Sequence[int]
    """Middle of the boxes of each lane."""
    tops: Sequence[int]
    heights: Sequence[int]
    lows: Sequence[int]
    """Height of the lowest box of each row."""
    head: int

    @property
    def width(self) -> int:
        """Width of all lanes together."""
        return sum(self.widths)

    @property
    def bottom(self) -> int:
        """Where the last row ends, with some air."""
        return self.tops[-1] + self.heights[-1] + GAP if self.tops else self.head

    def box(self, name: str) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a step."""
        left, top = self.middles[self.lanes[self.steps[name].lane]] - BOX // 2, self.tops[self.at[name]]
        return left, top, left + BOX, top + height(self.steps[name])

    def corners(self, way: Route) -> list[Point]:
        """The points at which an arrow begins, turns and ends."""
        run = way.run
        left, top, right, bottom = self.box(run.flow.start)
        to_left, to_top, *_ = self.box(run.flow.end)
        across = (self.tops[run.gap - 1] + self.heights[run.gap - 1] if run.gap else self.head) + FIRST
        across += TRACK * way.across
        x = to_left + BOX // 2 + way.enter
        if run.channel is None:
            start = left + BOX // 2 + way.leave
            points = [(start, bottom), (start, across), (x, across), (x, to_top)]
            return points if start != x else [points[0], points[-1]]
        aside = BOX // 2 + SIDE + TRACK * way.beside
        beside = self.middles[0] - aside if run.channel == OUTER else self.middles[run.channel] + aside
        place, count = way.port
        side = top + (self.lows[run.row] * (place + 1) // (count + 1) if count > 1 else (bottom - top) // 2)
        edge = left if run.channel < run.start else right
        return [(edge, side), (beside, side), (beside, across), (x, across), (x, to_top)]


def plan(lanes: Sequence[Lane], steps: Sequence[Step], flows: Sequence[Flow]) -> Plan:
    """Place steps and arrows. Steps of unknown lanes are left out, and so are arrows from or to them."""
    known = {lane.id: index for index, lane in enumerate(lanes)}
    there = {one.id: one for one in steps if one.lane in known}
    at = rows(list(there.values()), flows)
    ways = routes(there, at, known, flows)
    beside = _most((way.run.channel, way.beside) for way in ways if way.run.channel is not None)
    across = _most((way.run.gap, way.across) for way in ways)
    head = 2 * PAD + LINE * max((len(wrap(lane.title, HEAD_CHARACTERS)) + 1 for lane in lanes), default=1)
    notes = _notes(ways, there, at, known)
    highest = [0] * (max(at.values(), default=-1) + 1)
    for way, note in zip(ways, notes, strict=True):
        row = at[way.run.flow.end]
        highest[row] = max(highest[row], note.up - BESIDE + LABEL * len(note.lines))
    in_row: list[list[str]] = [[] for _ in highest]
    for name, row in at.items():
        in_row[row].append(name)
    tops, heights, y = [], [], head
    for row, names in enumerate(in_row):
        y += GAP + TRACK * max(across.get(row, 0) - 1, 0) + highest[row]
        tops.append(y)
        heights.append(max(height(there[name]) for name in names))
        y += heights[-1]
    lows = [min(height(there[name]) for name in names) for names in in_row]
    widths = [BOX + 2 * SIDE + TRACK * beside.get(index, 0) for index in range(len(lanes))]
    widths[-1] = max(widths[-1], SIDE + BOX // 2 + _room(ways, notes, len(lanes) - 1))
    outer = TRACK * beside.get(OUTER, 0)
    middles = [outer + sum(widths[:index]) + SIDE + BOX // 2 for index in range(len(lanes))]
    widths[0] += outer
    lefts = [sum(widths[:index]) for index in range(len(lanes))]
    return Plan(there, at, known, ways, notes, lefts, widths, middles, tops, heights, lows, head)


def condition(way: Route, steps: Mapping[str, Step]) -> tuple[str, ...]:
    """What stands where an arrow lands, in lines: its condition; one that leads back says so."""
    flow = way.run.flow
    if not way.run.back:
        return short(flow.label)
    return short(f"back: {flow.label}" if flow.label else f"back from: {steps[flow.start].title}")


def height(step: Step) -> int:
    """Height of the box of a step."""
    return 2 * PAD + LINE * len(wrap(step.title, CHARACTERS)) - 2


@cache
def wrap(text: str, characters: int) -> tuple[str, ...]:
    """A title in lines, cut where there would be too many."""
    return _cut(text, characters, MAX_LINES) or ("",)


@cache
def short(text: str) -> tuple[str, ...]:
    """A condition in at most two lines."""
    return _cut(text, LABEL_CHARACTERS, LABEL_LINES)


def _cut(text: str, characters: int, most: int) -> tuple[str, ...]:
    found = textwrap.wrap(text, characters)
    if len(found) > most:
        found = [*found[: most - 1], found[most - 1][: characters - 1].rstrip() + "…"]
    return tuple(found)


def _most(tracks: Iterable[tuple[int, int]]) -> dict[int, int]:
    """How many tracks each place has."""
    found: dict[int, int] = {}
    for place, track in tracks:
        found[place] = max(found.get(place, 0), track + 1)
    return found


def _room(ways: Sequence[Route], notes: Sequence[Note], last: int) -> int:
    """Room that the conditions at the arrows into the last lane need, right of its middle."""
    into = [
        (way, line) for way, note in zip(ways, notes, strict=True) for line in note.lines if not note.left
    ]
    return max(
        (way.enter + SIDE + LETTER * len(line) for way, line in into if way.run.end == last), default=0
    )


def _notes(
    ways: Sequence[Route], steps: Mapping[str, Step], at: Mapping[str, int], lanes: Mapping[str, int]
) -> list[Note]:
    """Conditions right of their arrows, one above the other; the first of several at the left where there is room."""
    found = [Note()] * len(ways)
    into: dict[str, list[int]] = {}
    for index in sorted(range(len(ways)), key=lambda index: -ways[index].enter):
        into.setdefault(ways[index].run.flow.end, []).append(index)
    boxes = {(lanes[steps[name].lane], row) for name, row in at.items()}
    for name, group in into.items():
        up = BESIDE
        for index in group:
            way, lines = ways[index], condition(ways[index], steps)
            before = way.run.end - 1
            if not lines:
                continue
            free = before < 0 or (before, at[name]) not in boxes
            room = SIDE + BOX // 2 + way.enter - BESIDE if before < 0 else BOX
            if index == group[-1] != group[0] and free and LETTER * max(map(len, lines)) <= room:
                found[index] = Note(lines, left=True)
            else:
                up = max(up, BESIDE if index == group[0] else BESIDE + LIFT)
                found[index] = Note(lines, up=up)
                up += LABEL * len(lines)
    return found
