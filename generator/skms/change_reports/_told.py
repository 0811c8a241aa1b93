"""What every format is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skms.changes import LEVELS, Change
from skms.words import plural

HEADINGS = {"breaking": "Breaking", "notable": "Notable", "editorial": "Editorial"}
MEANING = {
    "breaking": "something that others rely on is taken away or weakened",
    "notable": "the meaning changes, nothing is taken away",
    "editorial": "wording, order and what helps to find",
}


@dataclass(frozen=True, slots=True)
class Told:
    """The changes between two states, and how these are called."""

    base: str
    head: str
    as_of: date
    changes: tuple[Change, ...]


def groups(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes of each level, worst first; levels without any are left out."""
    found = {level: [one for one in changes if one.level == level] for level in LEVELS}
    return {level: group for level, group in found.items() if group}


def summary(told: Told) -> str:
    """`3 breaking, 2 notable and 1 editorial change`"""
    number = Counter(one.level for one in told.changes)
    if not number:
        return "no change of meaning"
    parts = [f"{number[level]:,} {level}" for level in LEVELS if number[level]]
    last = plural(number[[level for level in LEVELS if number[level]][-1]], "change").partition(" ")[2]
    return f"{', '.join(parts[:-1])}{' and ' if parts[1:] else ''}{parts[-1]} {last}"
