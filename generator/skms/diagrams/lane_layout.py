"""Where the steps of a process go: a column for each lane, time runs downwards.

A step stands below everything that leads to it; arrows that lead back do not count for that. Of the steps that follow
one, those that the record names first are looked at first, so that arrows against the order of reading lead back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lane:
    """A party: `note` says what it is, `outside` marks another organisation."""

    id: str
    title: str
    note: str = ""
    outside: bool = False
    href: str | None = None


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
    place = {step.id: index for index, step in enumerate(steps)}
    for after in following.values():
        after.sort(key=place.__getitem__)
    order, forward = _order([step.id for step in steps], following)
    lane = {step.id: step.lane for step in steps}
    found: dict[str, int] = dict.fromkeys(order, 0)
    taken: set[tuple[int, str]] = set()
    for name in order:
        while (found[name], lane[name]) in taken:
            found[name] += 1
        taken.add((found[name], lane[name]))
        for next_one in forward[name]:
            found[next_one] = max(found[next_one], found[name] + 1)
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
