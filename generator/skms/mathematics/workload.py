"""Weight of the work of a matrix (domain specification 5.10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean, pstdev

WEIGHTS = {"A": 3.0, "R": 4.0, "S": 2.0, "C": 1.0, "I": 0.25}
FREQUENCIES = {"yearly": 1, "quarterly": 2, "monthly": 3, "weekly": 4, "daily": 5}


def weight(letters: Iterable[str], frequency: str | None) -> float:
    """Weight of the letters of one cell; combined letters add up, an unknown frequency counts 1.

    >>> weight("AR", "daily") + weight("C", None)
    36.0
    """
    return sum(WEIGHTS.get(letter, 0.0) for letter in letters) * FREQUENCIES.get(frequency or "", 1)


def outlier_bound(indexes: Mapping[str, float]) -> float | None:
    """Index above which one is an outlier: the mean and two (population) standard deviations; None without any."""
    return fmean(indexes.values()) + 2 * pstdev(indexes.values()) if indexes else None


def load(shares: Iterable[tuple[float, float]]) -> float:
    """Load of a person: index of each role held, times the share of a full-time post given to it."""
    return sum(index * fte for index, fte in shares)
