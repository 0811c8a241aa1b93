"""Periods as measurements state them: `2026-07`, `2026-Q3`, `2026` (domain specification 2, 5.5).

A year that does not start in January, such as a fiscal year, is stated by its first and last month:
`2025-04/2026-03` (impossible-measurement says so where they are the wrong way round).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from skms.dates import add, minutes

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?\Z")
_MONTHS = re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2]))/([0-9]{4}-(?:0[1-9]|1[0-2]))\Z")
LAG = 15
"""Days after a period within which its figures may still come in."""


@lru_cache(4096)
def days(period: str) -> tuple[date, date]:
    """First and last day of a period. ValueError where it is none.

    >>> days("2026-Q3")
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    """
    if months := _MONTHS.match(period):
        first, last = sorted(months.groups())
        return days(first)[0], days(last)[1]
    match = _PERIOD.match(period)
    if not match or match[1] == "0000":
        raise ValueError(f"{period!r} is not a period such as 2026-07, 2026-Q3, 2026 or 2025-04/2026-03")
    year, quarter, month = (int(part) if part else None for part in match.groups())
    first = date(year or 1, month or (3 * quarter - 2 if quarter else 1), 1)
    length = "1M" if month else "1Q" if quarter else "1Y"
    following = add(first, length)
    return first, date.max if following == date.max else following - timedelta(1)


def late(period: str, as_of: date, lag: int = LAG) -> bool:
    """Whether a period has closed and its lag has passed too, so that a missing figure is missing."""
    last = days(period)[1]
    return (as_of - last).days > lag


def closed(first: date, as_of: date, window: str = "1M", lag: int = LAG) -> Iterator[str]:
    """Whole periods of a window's length that begin on or after a date and have been late for figures, in order.

    A window of a month or less counts by months, of a quarter by quarters, and a longer one by years.

    >>> list(closed(date(2026, 1, 10), date(2026, 5, 14)))
    ['2026-02', '2026-03']
    """
    months = _length(window)
    index = -(-((first.year * 12 + first.month - 1) + (first.day > 1)) // months) * months
    while late(name := _name(index, months), as_of, lag):
        yield name
        index += months


def _length(window: str) -> int:
    length = minutes(window)
    return 1 if length <= minutes("31d") else 3 if length <= minutes("92d") else 12


def _name(index: int, months: int) -> str:
    year, month = divmod(index, 12)
    if months == 1:
        return f"{year:04}-{month + 1:02}"
    return f"{year:04}-Q{month // 3 + 1}" if months == 3 else f"{year:04}"
