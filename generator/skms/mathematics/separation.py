"""Separation of duties (domain specification 4.39, 5.11) over plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["same-activity", "same-process", "any"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Held:
    """A person or a supplier has a duty (or a role) in an activity, for a period."""

    who: str
    """Name of the person's or supplier's record."""
    duty: str
    """Word for the duty, or the role's name where the rule is about roles."""
    process: str | None
    activity: str | None
    start: date | None
    end: date | None
    """Inclusive; None for an open end."""
    path: tuple[str, ...]
    """Names from the holder to the activity, for the message."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One party has both duties, in the same place and at the same time."""

    who: str
    one: Held
    other: Held


def doers(cells: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Who does the work of a row: the actors with an R, or those with an A where nobody has one."""
    letters = {actor: set(cell) for actor, cell in cells.items()}
    for letter in ("R", "A"):
        found = tuple(actor for actor, cell in letters.items() if letter in cell)
        if found:
            return found
    return ()


def conflicts(
    first: frozenset[str], second: frozenset[str], level: Level, held: Iterable[Held], as_of: date
) -> Iterator[Conflict]:
    """For each party and place the first pair of a duty of one list and a duty of the other in overlapping periods.

    The place is the activity, the process or everything; what is over before the date is left out.
    """
    places: dict[tuple[str, str], tuple[list[Held], list[Held]]] = {}
    for one in held:
        place = _place(one, level)
        if place is None or (one.end and one.end < as_of):
            continue
        sides = places.setdefault((one.who, place), ([], []))
        if one.duty in first:
            sides[0].append(one)
        if one.duty in second:
            sides[1].append(one)
    for (who, _), (ones, others) in sorted(places.items()):
        pair = next(((a, b) for a in ones for b in others if a.duty != b.duty and _meet(a, b)), None)
        if pair:
            yield Conflict(who, *pair)


def severity(
    stated: Literal["error", "warning"], *, compensated: bool, persons: int, exempt_below: int | None
) -> tuple[Severity, bool]:
    """Severity of a conflict, and whether a compensating control is still needed.

    In an office with fewer active persons than `exempt_below` it is a warning; a compensating control lowers it by one
    step.
    """
    small = exempt_below is not None and persons < exempt_below
    found: Severity = "warning" if small else stated
    if compensated:
        found = "warning" if found == "error" else "info"
    return found, small and not compensated


def _place(one: Held, level: Level) -> str | None:
    return "" if level == "any" else one.activity if level == "same-activity" else one.process


def _meet(one: Held, other: Held) -> bool:
    start = max(one.start or date.min, other.start or date.min)
    return start <= min(one.end or date.max, other.end or date.max)
