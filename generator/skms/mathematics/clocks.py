"""How long one clock may show while another collects a duration (domain specification 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from skms.mathematics.calendars import Calendar, open_minutes, week
from skms.mathematics.containment import alike, period
from skms.mathematics.decimals import HUNDRED
from skms.mathematics.intervals import WEEK, Spans, Totals, shifted, total, totals, union

FAR = 520
"""Weeks after which a duration is reckoned by the ordinary week alone."""


@dataclass(frozen=True, slots=True)
class Worst:
    """The most that a clock can show, and a start at which it does."""

    minutes: int
    start: int | None
    """Minute of the week on the wall, or of UTC; None where the shown clock never runs."""
    weekly: bool


def worst(needed: int, under: Calendar, show: Calendar, first: date, last: date | None) -> Worst | None:
    """The most minutes that clock `show` can show while clock `under` collects `needed` (at least 1).

    Tried are the starts of one week where both clocks have the same time zone, no holidays and are valid throughout;
    otherwise all starts of the validity (inclusive; None for an open end), in UTC. None where for some start `under`
    never collects so much: then nothing can rest on it.
    """
    weekly_minutes = total(week(under))
    if not weekly_minutes:
        return None
    begin, end = period((under, show), first, last)
    plain = not under.holidays and not show.holidays and alike((under, show), begin, end)
    if plain or needed > FAR * weekly_minutes:
        return _worst_of_week(needed, week(under), week(show))
    weeks = -(-needed // weekly_minutes) + 2
    horizon = end + timedelta(days=7 * weeks + len(under.holidays))
    # A day more at both ends, because the same minute may have another date in another time zone.
    day = timedelta(1)
    clocks = [open_minutes(_prolonged(one, end), begin - day, horizon + day) for one in (under, show)]
    starts = totals(open_minutes(show, begin, end))
    return _search(needed, totals(clocks[0]), totals(clocks[1]), starts, weekly=False)


def _worst_of_week(needed: int, under: Spans, show: Spans) -> Worst | None:
    """Whole weeks of the collecting clock are whole weeks of the other; the rest is tried."""
    whole, rest = divmod(needed - 1, total(under))
    three = [totals(union(*(shifted(spans, WEEK * n) for n in range(3)))) for spans in (under, show)]
    found = _search(rest + 1, three[0], three[1], totals(show), weekly=True)
    return replace(found, minutes=found.minutes + whole * total(show)) if found and show else found


def _search(needed: int, under: Totals, show: Totals, starts: Totals, *, weekly: bool) -> Worst | None:
    """Try the starts at which the result can be higher than one minute before.

    From one minute to the next it grows only where `show` begins to run, or where the end moves over a pause of
    `under`: these starts are enough.
    """
    best = Worst(0, None, weekly)
    for start in _candidates(needed, under, starts):
        end = under.reach(under.until(start) + needed)
        if end is None:
            return None
        shown = show.until(end) - show.until(start)
        if best.start is None or shown > best.minutes:
            best = Worst(shown, start, weekly)
    return best


def _candidates(needed: int, under: Totals, starts: Totals) -> Iterable[int]:
    found = set(starts.starts)
    # The end is the last minute before the horizon for the latest start: whether it exists is to be tried too.
    found.update(end - 1 for _, end in starts.spans[-1:])
    for collected in under.before[1:]:
        start = under.reach(collected + 1 - needed) if collected >= needed else None
        if start is not None and starts.until(start + 1) > starts.until(start):
            found.add(start)
    return sorted(found)


def _prolonged(calendar: Calendar, end: date) -> Calendar:
    """Clocks that are valid to the end of the period are taken to run on as they do."""
    return replace(calendar, last=None) if calendar.last and calendar.last >= end else calendar


def path(minutes: Sequence[int | None], *, sequential: bool) -> int | None:
    """Worst case of all targets and hand-overs that support one target; None where one cannot underpin anything.

    Resolution and fulfilment come one after the other, so the minutes add up; for response each counts alone.
    """
    known = [one for one in minutes if one is not None]
    if len(known) < len(minutes):
        return None
    return sum(known) if sequential else max(known, default=0)


def joint_percent(percents: Iterable[Decimal]) -> Decimal:
    """Share of cases in which all targets are met at the least, whichever cases miss them.

    >>> joint_percent([Decimal(95), Decimal(95)])
    Decimal('90')
    """
    return max(Decimal(0), HUNDRED - sum((HUNDRED - percent for percent in percents), Decimal(0)))
