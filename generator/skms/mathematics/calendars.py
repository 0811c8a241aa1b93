"""Opening hours with time zone, holidays and validity, compiled to sets of minutes (domain specification 4.7, 5.2).

Hours are wall-clock times: a minute of UTC is open where the clock on the wall shows an open time. What daylight saving
skips is therefore never open, and what it repeats is open twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from skms.dates import parse_date
from skms.mathematics.intervals import DAY, WEEK, Span, Spans, at, common, moment, shifted, union

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_SAFE = (at(date(1, 1, 3)), at(date(9999, 12, 29)))
"""Where a moment may be turned into any time zone."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Open on one day of the week, from minute to minute of the day."""

    day: int
    """0 is Monday."""
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which the week does not count; closed, or with hours of its own."""

    day: date
    opens: int = 0
    closes: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """Time set aside for maintenance: each week, or on the first … last such weekday of a month."""

    id: str
    hours: Hours
    recurrence: str = "weekly"


@dataclass(frozen=True, slots=True)
class Calendar:
    """When something is open or a clock runs."""

    zone: str
    """IANA name."""
    hours: tuple[Hours, ...]
    holidays: tuple[Holiday, ...] = ()
    windows: tuple[Window, ...] = ()
    first: date | None = None
    last: date | None = None
    """Valid from and through, both inclusive."""

    @property
    def continuous(self) -> bool:
        """Whether it runs every minute, so that its time zone does not matter."""
        return week(self) == ((0, WEEK),) and not self.holidays and not self.first and not self.last


ALWAYS = Calendar("UTC", tuple(Hours(day, 0, DAY) for day in range(7)))
BUILT_IN: Mapping[str, Calendar] = {"24x7": ALWAYS}


def known_zone(name: str) -> bool:
    """Whether the time zone database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def calendar_of(data: Mapping[str, Any]) -> Calendar | None:
    """The calendar that the data of a valid record describes; None where its time zone is missing or unknown."""
    if not known_zone(data.get("time_zone", "")):
        return None
    return Calendar(
        data["time_zone"],
        tuple(Hours(day, *_times(row)) for row in data.get("hours", ()) for day in _days(row)),
        tuple(Holiday(date.fromisoformat(row["date"]), *_times(row)) for row in data.get("holidays", ())),
        tuple(
            Window(row["id"], Hours(day, *_times(row)), row.get("recurrence", "weekly"))
            for row in data.get("maintenance_windows", ())
            for day in _days(row)
        ),
        parse_date(data.get("valid_from")),
        parse_date(data.get("valid_through")),
    )


def clock_minute(text: str) -> int:
    """Minute of the day: `"18:30"` is 1110, `"24:00"` is 1440."""
    return int(text[:2]) * 60 + int(text[3:])


def clock_text(minute: int) -> str:
    """The other way round; what lies past midnight is counted on: 1110 is `18:30`, 1440 is `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def week(calendar: Calendar) -> Spans:
    """Open minutes of an ordinary week on the calendar's own clock, from Monday 00:00 on (0 to 10,080)."""
    return union((row.day * DAY + row.opens, row.day * DAY + row.closes) for row in calendar.hours)


def limited(calendar: Calendar, first: date | None, last: date | None) -> Calendar:
    """The calendar, valid in no more than a period: what an agreement makes of it."""
    starts = [day for day in (calendar.first, first) if day]
    ends = [day for day in (calendar.last, last) if day]
    return replace(calendar, first=max(starts, default=None), last=min(ends, default=None))


def wall_minutes(calendar: Calendar, first: date, last: date) -> Spans:
    """Open minutes from date to date (inclusive) as the clock on the wall shows them."""
    first, last = max(first, calendar.first or first), min(last, calendar.last or last)
    by_day: list[list[Span]] = [[] for _ in DAYS]
    for row in calendar.hours:
        by_day[row.day].append((row.opens, row.closes))
    special: dict[int, list[Span]] = {}
    for holiday in calendar.holidays:
        special.setdefault(at(holiday.day), []).append((holiday.opens, holiday.closes))
    return union(
        (start + opens, start + closes)
        for start in range(at(first), at(last) + 1, DAY)
        for opens, closes in special.get(start, by_day[start // DAY % 7])
    )


def open_minutes(calendar: Calendar, first: date, last: date) -> Spans:
    """Open minutes in UTC, of the dates from first to last (inclusive) in the calendar's own time zone."""
    return in_utc(wall_minutes(calendar, first, last), calendar.zone)


def maintenance(calendar: Calendar, first: date, last: date) -> Spans:
    """Minutes of maintenance windows in UTC, open hours or not, of the dates from first to last (inclusive)."""
    first, last = max(first, calendar.first or first), min(last, calendar.last or last)
    return in_utc(
        union(
            (start + window.hours.opens, start + window.hours.closes)
            for start in range(at(first), at(last) + 1, DAY)
            for window in calendar.windows
            if window.hours.day == start // DAY % 7 and _recurs(window.recurrence, start)
        ),
        calendar.zone,
    )


def in_utc(spans: Spans, zone: str) -> Spans:
    """The minutes of UTC in which the clocks of a time zone show these times. The zone has to be known."""
    if not spans:
        return ()
    info = ZoneInfo(zone)
    pieces = _offsets(info, spans[0][0] - DAY, spans[-1][1] + DAY)
    return union(*(common(shifted(spans, -offset), ((start, end),)) for start, end, offset in pieces))


def _offsets(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Periods of UTC with one offset (in minutes), found by halving the days on which it changes."""
    start, offset = first, offset_at(zone, first)
    for day in range(first, last, DAY):
        low, high = day, min(day + DAY, last)
        if offset_at(zone, high) == offset:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset_at(zone, middle) == offset else (low, middle)
        yield start, high, offset
        start, offset = high, offset_at(zone, high)
    yield start, last, offset


def offset_at(zone: ZoneInfo, minute: int) -> int:
    """Minutes by which a zone's clocks are ahead at a minute of UTC."""
    inside = min(max(minute, _SAFE[0]), _SAFE[1])
    ahead = moment(inside).astimezone(zone).utcoffset()
    return round(ahead.total_seconds() / 60) if ahead else 0


def _recurs(recurrence: str, start: int) -> bool:
    day = moment(start).day
    if recurrence == "last":
        return moment(start + WEEK).month != moment(start).month
    return recurrence == "weekly" or (day - 1) // 7 == _NTH[recurrence]


def _days(row: Mapping[str, Any]) -> Iterable[int]:
    return (DAYS.index(day) for day in row["day_of_week"])


def _times(row: Mapping[str, Any]) -> tuple[int, int]:
    return (clock_minute(row["opens"]), clock_minute(row["closes"])) if "opens" in row else (0, 0)
