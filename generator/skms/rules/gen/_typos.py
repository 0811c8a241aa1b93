"""What was certainly meant: the one option that differs by a slip of the finger, or in capitals and hyphens only."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONG = 12
"""Words of this length may have two slips."""


def meant(word: str, options: Iterable[str]) -> str | None:
    """The only option that can have been meant, or None. Digits never count as slips: `p1` is not `p2`.

    >>> meant("email-servce-owner", ["email-service-owner", "mail-owner"])
    'email-service-owner'
    """
    pool = sorted(set(options))
    alike = [option for option in pool if _plain(option) == _plain(word)]
    if alike:
        return alike[0] if len(alike) == 1 else None
    most = 2 if len(word) >= LONG else 1 if len(word) >= 4 else 0
    near = [option for option in pool if _distance(_plain(word), _plain(option), most + 1) <= most + 1]
    found = [option for option in near if _distance(_plain(word), _plain(option), most) <= most]
    if len(near) != 1 or not found or _digits(word) != _digits(found[0]):
        return None
    return found[0]


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().lower())


def _digits(word: str) -> list[str]:
    return re.findall(r"\d+", word)


def _distance(one: str, other: str, most: int) -> int:
    """How many letters were added, lost, changed or swapped with their neighbour; no further than `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
