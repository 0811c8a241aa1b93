"""Agreed service time, exclusions and downtime of a period (domain specification 4.6, 5.5), in minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from skms.mathematics.calendars import Calendar, maintenance, open_minutes
from skms.mathematics.intervals import Span, Spans, common, minus, minute, total, union

PLANNED = "planned-maintenance"


@dataclass(frozen=True, slots=True)
class Outage:
    """When something was down: from a minute of UTC to the first minute after."""

    start: int
    end: int
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """An exclusion that an agreement allows in each period."""

    id: str
    code: str
    most: Decimal | None = None
    """Minutes per period; None for any number."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Minutes that a measurement leaves out, and the allowance that it names."""

    reason: str
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class Refused:
    """Excluded minutes that do not count as excluded."""

    reason: str
    minutes: Decimal
    why: str
    """`unlisted`, `over-allowance` or `outside-window`."""


@dataclass(frozen=True, slots=True)
class Time:
    """The two figures that availability is made of."""

    agreed: Decimal
    """Minutes of the clock without accepted exclusions."""
    down: Decimal
    """Minutes of them in which it was down, refused exclusions among them."""
    outages: int | None
    """How many, where they are listed one by one."""
    refused: tuple[Refused, ...] = ()


def outage_of(start: str, end: str, *, planned: bool = False) -> Outage:
    """An outage from ISO texts with time zone; begun minutes count whole. ValueError without a time zone.

    >>> from skms.mathematics.intervals import at
    >>> outage_of("2026-06-03T10:00:30+02:00", "2026-06-03T10:04:10+02:00").end - at(date(2026, 6, 3))
    485
    """
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    if first.tzinfo is None or last.tzinfo is None:
        raise ValueError(f"{start} to {end} lacks a time zone")
    return Outage(minute(first), minute(last + timedelta(seconds=59, microseconds=999_999)), planned)


def stated_time(
    clock: Calendar,
    first: date,
    last: date,
    downtime: Decimal,
    exclusions: Sequence[Exclusion] = (),
    allowances: Sequence[Allowance] = (),
) -> Time:
    """Time of a period (inclusive) whose downtime is stated in minutes, excluded ones not among them.

    What is excluded without right was down all the same, so it is added to the downtime.
    """
    agreed = open_minutes(clock, first, last)
    if not exclusions:
        return Time(Decimal(total(agreed)), downtime, None)
    windows = common(maintenance(clock, first, last), agreed)
    refused = refuse(exclusions, allowances, Decimal(total(windows)) if clock.windows else None)
    wrong = _sum(refused)
    left = max(Decimal(0), total(agreed) - (_sum(exclusions) - wrong))
    return Time(left, downtime + wrong, None, refused)


def listed_time(
    clock: Calendar,
    first: date,
    last: date,
    outages: Iterable[Outage],
    exclusions: Sequence[Exclusion] = (),
    allowances: Sequence[Allowance] = (),
) -> Time:
    """Time of a period (inclusive) whose outages are listed: what lies inside the clock counts, and only once.

    Planned outages too are down until the measurement excludes them.
    """
    agreed = open_minutes(clock, first, last)
    there = tuple(outages)
    down = common(union(_spans(there)), agreed)
    planned = minus(
        common(union(_spans(one for one in there if one.planned)), agreed),
        union(_spans(one for one in there if not one.planned)),
    )
    inside = common(planned, maintenance(clock, first, last)) if clock.windows else planned
    refused = refuse(exclusions, allowances, Decimal(total(inside)))
    accepted = min(_sum(exclusions) - _sum(refused), Decimal(total(down)))
    count = sum(bool(common(((one.start, one.end),), agreed)) for one in there)
    return Time(total(agreed) - accepted, total(down) - accepted, count, refused)


def refuse(
    exclusions: Iterable[Exclusion], allowances: Iterable[Allowance], in_windows: Decimal | None
) -> tuple[Refused, ...]:
    """Which excluded minutes do not count: without a reason of the agreement, or over what is left of its allowance.

    `in_windows` are the minutes that may at most be planned maintenance; None where that is not known.
    """
    listed = {one.id: one for one in allowances}
    left = {one.id: one.most for one in listed.values()}
    found: list[Refused] = []
    for one in exclusions:
        allowance = listed.get(one.reason)
        if allowance is None:
            found.append(Refused(one.reason, one.minutes, "unlisted"))
            continue
        over = _over(one.minutes, left[one.reason])
        outside = _over(one.minutes - over, in_windows) if allowance.code == PLANNED else Decimal(0)
        counted = one.minutes - over - outside
        left[one.reason] = _less(left[one.reason], counted)
        in_windows = _less(in_windows, counted) if allowance.code == PLANNED else in_windows
        found += [
            Refused(one.reason, minutes, why)
            for minutes, why in ((over, "over-allowance"), (outside, "outside-window"))
            if minutes
        ]
    return tuple(found)


def _over(minutes: Decimal, most: Decimal | None) -> Decimal:
    return Decimal(0) if most is None else max(Decimal(0), minutes - most)


def _less(most: Decimal | None, by: Decimal) -> Decimal | None:
    return None if most is None else most - by


def _sum(minutes: Iterable[Exclusion | Refused]) -> Decimal:
    return sum((one.minutes for one in minutes), Decimal(0))


def _spans(outages: Iterable[Outage]) -> Spans:
    found: list[Span] = [(one.start, one.end) for one in outages]
    return tuple(found)
