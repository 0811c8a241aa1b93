"""Where the steps of a process go: a column for each lane, time runs downwards, arrows in the gaps between.

A step stands below everything that leads to it; arrows that lead back do not count for that. Long arrows run beside
the boxes of a lane, each in a track of its own, so that no arrow crosses a box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One activity: `lane` is the id of a lane, `type` as in the record; `classes` become CSS classes `step--…`."""

    id: str
    title: str
    lane: str
    type: str = "task"
    href: str | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow from one step to another, with the condition under which it is taken."""

    start: str
    end: str
    label: str = ""
    classes: tuple[str, ...] = ()


def rows(steps: Sequence[Step], flows: Sequence[Flow]) -> dict[str, int]:
    """The row of each step; no two of a lane share one."""
    following: dict[str, list[str]] = {step.id: [] for step in steps}
    for flow in flows:
        if flow.start in following and flow.end in following and flow.start != flow.end:
            following[flow.start].append(flow.end)
    order, forward = _order([step.id for step in steps], following)
    lane = {step.id: step.lane for step in steps}
    found: dict[str, int] = dict.fromkeys(order, 0)
    taken: set[tuple[int, str]] = set()
    for name in order:
        while (found[name], lane[name]) in taken:
            found[name] += 1
        taken.add((found[name], lane[name]))
        for after in forward[name]:
            found[after] = max(found[after], found[name] + 1)
    return found


def _order(
    names: Sequence[str], following: Mapping[str, Sequence[str]]
) -> tuple[list[str], dict[str, list[str]]]:
    """Steps with each before what follows it, and the arrows that do not lead back."""
    forward: dict[str, list[str]] = {name: [] for name in names}
    done: list[str] = []
    state: dict[str, bool] = {}  # False while open, True once done
    for first in names:
        if first in state:
            continue
        state[first] = False
        stack = [(first, iter(following[first]))]
        while stack:
            name, rest = stack[-1]
            after = next(rest, None)
            if after is None:
                state[name] = True
                done.append(name)
                stack.pop()
            elif state.get(after) is not False:
                forward[name].append(after)
                if after not in state:
                    state[after] = False
                    stack.append((after, iter(following[after])))
    return done[::-1], forward


@dataclass(frozen=True, slots=True)
class Route:
    """How an arrow runs. Gaps are numbered by the row below them; a track is a place beside others."""

    flow: Flow
    leaves: int
    """Gap into which it leaves: below its start."""
    enters: int
    """Gap from which it enters: above its end."""
    side: int | None
    """Lane beside whose boxes it runs on its long way; None where one gap is enough."""
    tracks: tuple[int, int, int]
    """Its place in the gap it leaves into, beside the lane, and in the gap from which it enters."""


def routes(
    steps: Mapping[str, Step], at: Mapping[str, int], lanes: Mapping[str, int], flows: Sequence[Flow]
) -> list[Route]:
    """A way for every arrow; short ones first, so that they keep the tracks nearest to the boxes."""
    used: dict[tuple[str, int], int] = {}

    def track(kind: str, number: int) -> int:
        used[kind, number] = used.get((kind, number), 0) + 1
        return used[kind, number] - 1

    found = []
    known = [one for one in flows if one.start in steps and one.end in steps]
    for flow in sorted(known, key=lambda one: abs(at[one.end] - at[one.start])):
        leaves, enters = at[flow.start] + 1, at[flow.end]
        start, end = lanes[steps[flow.start].lane], lanes[steps[flow.end].lane]
        if leaves == enters:
            bend = 0 if start == end else track("gap", leaves)
            found.append(Route(flow, leaves, enters, None, (bend, 0, bend)))
        else:
            side = max(start, end) if start != end else end
            first, beside = track("gap", leaves), track("side", side)
            found.append(Route(flow, leaves, enters, side, (first, beside, track("gap", enters))))
    return found
