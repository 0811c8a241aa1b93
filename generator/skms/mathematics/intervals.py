"""Sets of minutes as sorted half-open intervals, and running totals over them.

A year of office hours is 261 intervals instead of half a million minutes; every operation is linear in the intervals.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

Span = tuple[int, int]
"""First minute, and the first minute after it."""
Spans = tuple[Span, ...]
"""Sorted, not empty, neither overlapping nor touching."""

DAY, WEEK = 1440, 10080
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)


def at(day: date) -> int:
    """Minute on the time line at which a day begins: minutes since the first Monday there was, 0001-01-01."""
    return (day.toordinal() - 1) * DAY


def minute(moment: datetime) -> int:
    """Minute of UTC in which a moment with time zone lies."""
    return (moment - _EPOCH) // timedelta(minutes=1)


def moment(minute: int) -> datetime:
    """The moment at which a minute of the time line begins, in UTC."""
    return _EPOCH + timedelta(minutes=minute)


def union(*sets: Iterable[Span]) -> Spans:
    """Minutes in any of the sets; the intervals may come in any order and overlap."""
    merged: list[Span] = []
    for start, end in sorted(span for spans in sets for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def common(left: Spans, right: Spans) -> Spans:
    """Minutes in both sets."""
    found: list[Span] = []
    one = two = 0
    while one < len(left) and two < len(right):
        start, end = max(left[one][0], right[two][0]), min(left[one][1], right[two][1])
        if start < end:
            found.append((start, end))
        if left[one][1] <= right[two][1]:
            one += 1
        else:
            two += 1
    return tuple(found)


def minus(left: Spans, right: Spans) -> Spans:
    """Minutes of the first set that are not in the second."""
    if not left:
        return ()
    edges = [left[0][0], *(edge for span in right for edge in span), left[-1][1]]
    gaps = tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)
    return common(left, gaps)


def total(spans: Iterable[Span]) -> int:
    """How many minutes."""
    return sum(end - start for start, end in spans)


def shifted(spans: Iterable[Span], by: int) -> Spans:
    """Every minute later by so many."""
    return tuple((start + by, end + by) for start, end in spans)


@dataclass(frozen=True, slots=True)
class Totals:
    """Running totals of a set of minutes; both questions are answered by binary search."""

    spans: Spans
    starts: tuple[int, ...]
    before: tuple[int, ...]
    """Minutes before each interval, and at last all of them."""

    def until(self, minute: int) -> int:
        """How many minutes of the set lie before this one."""
        index = bisect_right(self.starts, minute) - 1
        if index < 0:
            return 0
        start, end = self.spans[index]
        return self.before[index] + min(minute, end) - start

    def reach(self, count: int) -> int | None:
        """The first minute before which so many (at least 1) of the set lie; None where there are fewer."""
        index = bisect_left(self.before, count) - 1
        return self.starts[index] + count - self.before[index] if index < len(self.spans) else None


def totals(spans: Spans) -> Totals:
    """Running totals of a set."""
    before = [0]
    for start, end in spans:
        before.append(before[-1] + end - start)
    return Totals(spans, tuple(start for start, _ in spans), tuple(before))
