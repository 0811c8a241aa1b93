"""Maturity of processes from ratings by level (domain specification 5.8). P3M3 models are never combined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

from skms.mathematics.decimals import HUNDRED, PRECISE

Letter = Literal["N", "P", "L", "F"]
BANDS: tuple[tuple[Letter, Decimal], ...] = (("N", Decimal(15)), ("P", Decimal(50)), ("L", Decimal(85)))
"""Highest percentage of each letter; above the last it is F."""
RATED = Decimal(80)
"""Percentage of applicable nodes that has to be rated before a result is more than indicative."""


@dataclass(frozen=True, slots=True)
class Maturity:
    """Level of a process from the levels of its areas."""

    level: int
    mean: Decimal


def letter(percent: Decimal) -> Letter:
    """Not, partially, largely or fully achieved.

    >>> letter(Decimal(85)), letter(Decimal(86))
    ('L', 'F')
    """
    return next((name for name, most in BANDS if percent <= most), "F")


def level(ratings: Mapping[int, Decimal | Letter]) -> int:
    """Highest level, from 1 on, that is largely or fully achieved while all lower ones are fully; 0 if none.

    A level that is not rated is not achieved.
    """
    reached = 0
    for number in range(1, max(ratings, default=0) + 1):
        rating = ratings.get(number, "N")
        found = letter(rating) if isinstance(rating, Decimal) else rating
        if found in ("L", "F"):
            reached = number
        if found != "F":
            break
    return reached


def process_maturity(levels: Sequence[int]) -> Maturity | None:
    """A process has the lowest level (or FitSM-6 score) of its areas, shown with their mean; None without any."""
    with localcontext(PRECISE):
        return Maturity(min(levels), Decimal(sum(levels)) / len(levels)) if levels else None


def trend(percents: Iterable[Decimal]) -> Decimal:
    """Figure for the trend line: the percentages of all levels added up, as levels."""
    return sum(percents, Decimal(0)) / HUNDRED


def gap(target: int, reached: int) -> int:
    """Levels that are missing."""
    return max(0, target - reached)


def coverage(rated: int, applicable: int) -> Decimal | None:
    """Percentage of the applicable nodes that is rated; below `RATED` the result is indicative."""
    with localcontext(PRECISE):
        return Decimal(100 * rated) / applicable if applicable else None
