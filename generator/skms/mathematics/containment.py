"""Whether some hours lie inside others (domain specification 5.2), and where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from zoneinfo import ZoneInfo

from skms.dates import long_date
from skms.mathematics.calendars import (
    DAY_NAMES,
    Calendar,
    clock_text,
    offset_at,
    open_minutes,
    week,
)  # fmt: skip
from skms.mathematics.decimals import PRECISE
from skms.mathematics.intervals import DAY, Spans, minus, moment, total, union

YEAR = timedelta(weeks=53)
LONGEST = timedelta(days=30 * 366)
"""No sweep is longer, whatever dates a record states."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What part of the needed hours is covered."""

    needed: int
    """Minutes looked at: of one week, or of the whole sweep."""
    uncovered: Spans
    """In the week from Monday 00:00 on the wall, or in UTC."""
    weekly: bool
    zone: str
    """Time zone of the needed hours."""

    @property
    def missing(self) -> int:
        """Uncovered minutes."""
        return total(self.uncovered)

    @property
    def gap_percent(self) -> Decimal:
        """Uncovered share of the needed hours; 0 where none are needed."""
        with localcontext(PRECISE):
            return Decimal(100 * self.missing) / self.needed if self.needed else Decimal(0)


def cover(needed: Calendar, given: Sequence[Calendar], first: date, last: date | None) -> Cover:
    """Compare hours with the union of others over the validity (inclusive; None for an open end).

    One week decides where all share a time zone and holidays and none begins or ends within the period; otherwise every
    week is compared in UTC, because daylight saving and holidays move the overlap.
    """
    sweep_first, sweep_last = period((needed, *given), first, last)
    if alike((needed, *given), sweep_first, sweep_last):
        wanted = week(needed)
        return Cover(total(wanted), minus(wanted, union(*map(week, given))), True, needed.zone)
    wanted = open_minutes(needed, sweep_first, sweep_last)
    # A day more at both ends, because the same minute may have another date in another time zone.
    day = timedelta(1)
    there = union(*(open_minutes(one, sweep_first - day, sweep_last + day) for one in given))
    return Cover(total(wanted), minus(wanted, there), False, needed.zone)


def period(calendars: Sequence[Calendar], first: date, last: date | None) -> tuple[date, date]:
    """Dates that a sweep has to look at: the validity, at least 53 weeks, and every holiday of an open end.

    It does not look beyond the validity at dates on which one of the calendars is no longer valid.
    """
    first = max(first, date(1900, 1, 1))
    stated = [
        day for one in calendars for day in (one.first, *(holiday.day for holiday in one.holidays)) if day
    ]
    year = first + YEAR - timedelta(1)
    if last is None:
        wanted = max([year, *stated])
    else:
        wanted = max(last, min([year, *(one.last for one in calendars if one.last)]))
    return first, min(wanted, first + LONGEST)


def alike(calendars: Iterable[Calendar], first: date, last: date) -> bool:
    """Whether an ordinary week says everything: one time zone, the same holidays, valid throughout."""
    there = [one for one in calendars if not one.continuous]
    return (
        len({one.zone for one in there}) <= 1
        and len({frozenset(one.holidays) for one in there}) <= 1
        and all((one.first or first) <= first and (one.last or last) >= last for one in there)
    )


def gaps_in_words(found: Cover, most: int = 3) -> tuple[str, ...]:
    """The uncovered intervals: `Monday to Friday 08:00–09:00`, or the first dated ones and how many more there are."""
    if found.weekly:
        return _week_in_words(found.uncovered)
    zone = ZoneInfo(found.zone)
    words = []
    for start, end in found.uncovered[:most]:
        opens, closes = (edge + offset_at(zone, edge) for edge in (start, end))
        last_day = "" if closes <= opens // DAY * DAY + DAY else f"{long_date(moment(closes - 1).date())} "
        closing = clock_text((closes - 1) % DAY + 1)
        words.append(f"{long_date(moment(opens).date())} {clock_text(opens % DAY)}–{last_day}{closing}")
    rest = len(found.uncovered) - most
    return (*words, f"and {rest:,} more") if rest > 0 else tuple(words)


def _week_in_words(spans: Spans) -> tuple[str, ...]:
    """Days with the same gap are named together."""
    days: dict[tuple[int, int], list[int]] = {}
    for start, end in spans:
        for day in range(start // DAY, (end - 1) // DAY + 1):
            piece = (max(start - day * DAY, 0), min(end - day * DAY, DAY))
            days.setdefault(piece, []).append(day)
    return tuple(f"{_days(on)} {clock_text(a)}–{clock_text(b)}" for (a, b), on in days.items())


def _days(on: list[int]) -> str:
    names = [DAY_NAMES[day] for day in on]
    return f"{names[0]} to {names[-1]}" if len(on) > 2 and on[-1] - on[0] == len(on) - 1 else ", ".join(names)
