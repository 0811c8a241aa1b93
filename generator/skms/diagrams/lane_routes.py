"""How the arrows of swim lanes run, so that each can be followed by eye.

Every arrow has a place of its own where it leaves and where it enters, and a track of its own on its way. Arrows that
lead on leave a step below and turn once, in the gap between two rows; those that lead back, or past another step of
their lane, leave it at a side and run in the channel between two lanes. All enter from above, so none crosses a step.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from skms.diagrams.lane_layout import Flow, Step

OUTER = -1
"""The channel left of all lanes, where arrows within the first are out of the way of those to the others."""
LANE = 1000
"""Width of a lane while only the order of things matters; its channel lies at its right."""
SPACINGS, SPAN = (16, 8, 4, 2), 112
"""How far apart arrows meet the edge of a step, the widest that fits, and how much of the edge they may take."""
ASIDE = 5
"""Arrows enter this far off those that leave the step above; odd, while all spacings are even."""
APART = 12
"""Two arrows that come as near as this to each other do not share a track."""


@dataclass(frozen=True, slots=True)
class Run:
    """The course of an arrow, before its places and tracks are known. Gaps are numbered by the row below them."""

    flow: Flow
    start: int
    end: int
    """Lanes where it starts and ends."""
    row: int
    gap: int
    """Row in which it starts, and gap in which it turns towards its end."""
    channel: int | None
    """Lane at whose right side it runs, or OUTER; None where it simply leads down."""
    back: bool
    straight: bool = False

    @property
    def way(self) -> int:
        """-1 where it leads to the left, 1 to the right, 0 within a lane."""
        return (self.end > self.start) - (self.end < self.start)


@dataclass(frozen=True, slots=True)
class Route:
    """A course with its places: `leave` and `enter` are offsets from the middle of a step's lower and upper edge."""

    run: Run
    leave: int
    enter: int
    port: tuple[int, int]
    """Which of how many it is among those that leave sideways into a channel in a row."""
    beside: int
    across: int
    """Tracks in its channel and in its gap."""


def routes(
    steps: Mapping[str, Step], at: Mapping[str, int], lanes: Mapping[str, int], flows: Sequence[Flow]
) -> list[Route]:
    """A way for every arrow between known steps, in their order."""
    columns: dict[int, list[str]] = {}
    for name in sorted(steps, key=lambda one: at[one]):
        columns.setdefault(lanes[steps[name].lane], []).append(name)
    above = {low: high for names in columns.values() for high, low in pairwise(names)}
    runs = _runs(steps, at, lanes, flows, above)

    every = range(len(runs))
    down = [index for index in every if runs[index].channel is None]
    aside = [index for index in every if runs[index].channel is not None]
    leave = _edge(runs, down, lambda run: run.flow.start, _exit)
    enter = _edge(runs, every, lambda run: run.flow.end, _entry)
    for index in _below_others(runs, above):
        enter[index] += ASIDE
    ports = _ports(runs, aside)
    outwards = sorted(aside, key=lambda index: _outwards(runs[index]))
    beside = _tracks(
        outwards, lambda one: runs[one].channel, lambda one: (2 * runs[one].gap, 2 * runs[one].row + 1)
    )
    level = {
        index: (_bend(run, leave.get(index, 0), beside.get(index, 0)), LANE * run.end + enter[index])
        for index, run in enumerate(runs)
    }
    turning = sorted(
        (one for one in every if not runs[one].straight), key=lambda one: _downwards(runs[one], *level[one])
    )
    across = _tracks(turning, lambda one: runs[one].gap, level.__getitem__, APART)
    return [
        Route(
            run,
            leave.get(index, 0),
            enter[index],
            ports.get(index, (0, 1)),
            beside.get(index, 0),
            across.get(index, 0),
        )
        for index, run in enumerate(runs)
    ]


def _runs(
    steps: Mapping[str, Step],
    at: Mapping[str, int],
    lanes: Mapping[str, int],
    flows: Sequence[Flow],
    above: Mapping[str, str],
) -> list[Run]:
    """Which course each arrow takes: down with one turn where the boxes of both lanes leave room, else in a channel."""
    below = {high: low for low, high in above.items()}
    found, joined = [], set()
    for flow in flows:
        if flow.start not in steps or flow.end not in steps:
            continue
        start, end = lanes[steps[flow.start].lane], lanes[steps[flow.end].lane]
        row, last = at[flow.start], at[flow.end]
        turn = max(row, at[above[flow.end]] if flow.end in above else -1) + 1
        room = min(last, at[below[flow.start]] if flow.start in below else last)
        if last > row and turn <= room:
            straight = below.get(flow.start) == flow.end and flow.start not in joined
            joined |= {flow.start} if straight else set()
            found.append(Run(flow, start, end, row, turn, None, False, straight))
        else:
            channel = start - 1 if end < start or start == end == OUTER + 1 else start
            found.append(Run(flow, start, end, row, last, channel, last <= row))
    return found


def _below_others(runs: Sequence[Run], above: Mapping[str, str]) -> list[int]:
    """Those that end at a step where one might enter in line with one that has just left the step above."""
    bent = [(index, run) for index, run in enumerate(runs) if not run.straight]
    lowest: dict[str, int] = {}
    for _, run in bent:
        if run.channel is None:
            lowest[run.flow.start] = max(run.gap, lowest.get(run.flow.start, 0))
    meets = {run.flow.end for _, run in bent if run.gap <= lowest.get(above.get(run.flow.end, ""), -1)}
    return [index for index, run in bent if run.flow.end in meets]


def _exit(run: Run) -> tuple[int, int, int]:
    """Order of places below a step: what turns first leaves outermost."""
    return run.way, -run.way * run.gap, run.end


def _entry(run: Run) -> tuple[int, int, int]:
    """Order of places above a step: what comes from the left at the left, what turned last outermost."""
    source = 2 * run.start if run.channel is None else 2 * run.channel + 1
    side = (source > 2 * run.end) - (source < 2 * run.end)
    return side, side * run.gap, source


def _edge(
    runs: Sequence[Run],
    which: Iterable[int],
    step: Callable[[Run], str],
    order: Callable[[Run], tuple[int, int, int]],
) -> dict[int, int]:
    """Offsets of arrows at the edges of their steps, ordered so that they do not cross; straight ones in the middle."""
    groups: dict[str, list[int]] = {}
    for index in which:
        groups.setdefault(step(runs[index]), []).append(index)
    found: dict[int, int] = {}
    for group in groups.values():
        group.sort(key=lambda index: order(runs[index]))
        middle = next(
            (2 * place for place, index in enumerate(group) if runs[index].straight), len(group) - 1
        )
        widest = max(middle, 2 * (len(group) - 1) - middle)
        spacing = next((one for one in SPACINGS if one * widest <= SPAN), 1)
        found |= {index: (2 * place - middle) * spacing // 2 for place, index in enumerate(group)}
    return found


def _ports(runs: Sequence[Run], aside: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Places of arrows that leave sideways: those that lead up above those that lead down, the nearest outermost."""
    groups: dict[tuple[int, int | None], list[int]] = {}
    for index in aside:
        groups.setdefault((runs[index].row, runs[index].channel), []).append(index)
    for group in groups.values():
        group.sort(key=lambda index: (not runs[index].back, -runs[index].gap))
    return {index: (place, len(group)) for group in groups.values() for place, index in enumerate(group)}


def _outwards(run: Run) -> tuple[bool, int]:
    """Order of tracks in a channel, from left to right: short arrows keep near the lane that they leave."""
    length = abs(2 * run.gap - 2 * run.row - 1)
    leftwards = run.end < run.start
    return leftwards, -length if leftwards else length


def _bend(run: Run, leave: int, beside: int) -> int:
    """Where an arrow comes into its gap, from left to right."""
    if run.channel is None:
        return LANE * run.start + leave
    return LANE * run.channel + LANE // 2 + (-beside if run.channel == OUTER else beside)


def _downwards(run: Run, start: int, end: int) -> tuple[bool, int]:
    """Order of tracks in a gap: what has just left; then, of two that lead the same way, what starts further on."""
    return run.gap != run.row + 1, -start if end > start else start


def _tracks(
    order: Iterable[int],
    place: Callable[[int], Hashable],
    ends: Callable[[int], tuple[int, int]],
    apart: int = 0,
) -> dict[int, int]:
    """Interval colouring that keeps the order: each takes the track after those of all that overlap it so far."""
    taken: dict[Hashable, list[tuple[int, int, int]]] = {}
    found = {}
    for index in order:
        low, high = sorted(ends(index))
        others = taken.setdefault(place(index), [])
        found[index] = max(
            (track + 1 for a, b, track in others if a <= high + apart and low <= b + apart), default=0
        )
        others.append((low, high, found[index]))
    return found
