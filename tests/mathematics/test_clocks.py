"""Worst-case conversion between clocks (domain specification 5.3), against trying every minute."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.mathematics.calendars import ALWAYS, Calendar, Holiday, Hours, limited, open_minutes
from skms.mathematics.clocks import joint_percent, path, worst
from skms.mathematics.containment import period
from skms.mathematics.intervals import DAY, WEEK, Spans, moment

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def office(opens: int, closes: int, zone: str = "Europe/Vienna", *holidays: Holiday) -> Calendar:
    return Calendar(zone, tuple(Hours(day, opens * 60, closes * 60) for day in range(5)), holidays)


def minutes(hours: int, under: Calendar, show: Calendar, last: date | None = LAST) -> int | None:
    found = worst(hours * 60, under, show, FIRST, last)
    return found.minutes if found else None


@pytest.mark.parametrize(
    ("hours", "office_minutes", "always"), [(1, 180, 3900), (2, 240, 3960), (4, 360, 4080), (8, 600, 4320)]
)
def test_worked_table(hours: int, office_minutes: int, always: int) -> None:
    assert minutes(hours, office(9, 17), office(8, 18)) == office_minutes
    assert minutes(hours, office(9, 17), ALWAYS) == always


def test_continuous_under_office() -> None:
    assert minutes(2, ALWAYS, office(8, 18)) == 120


def test_two_hour_office_ola_cannot_underpin_three_hours() -> None:
    shown = minutes(2, office(9, 17), office(8, 18))
    assert shown is not None
    assert shown > 3 * 60


def test_where_the_worst_case_starts() -> None:
    found = worst(60, office(9, 17), ALWAYS, FIRST, LAST)
    assert found is not None
    assert found.weekly
    # On a Friday, a minute too late to be done before the other clock stops.
    assert found.start == 4 * DAY + 16 * 60 + 1


def test_holiday_on_one_clock_adds_a_day() -> None:
    closed = office(9, 17, "Europe/Vienna", Holiday(date(2026, 6, 16)))
    assert minutes(2, closed, office(8, 18)) == 240 + 600
    both = office(8, 18, "Europe/Vienna", Holiday(date(2026, 6, 16)))
    assert minutes(2, closed, both) == 240


def test_weekend_with_summer_time_in_dated_sets() -> None:
    """The hour that is repeated in October counts on a continuous clock."""
    dated = office(9, 17, "Europe/Vienna", Holiday(date(2026, 6, 17)))
    found = worst(60, dated, ALWAYS, FIRST, LAST)
    assert found is not None
    assert found.minutes == 3900 + 60
    assert moment(found.start or 0).date() == date(2026, 10, 23)


def test_two_zones() -> None:
    """The same hours an hour apart: what begins at eight in London is done an hour after nine in Vienna."""
    same = worst(60, office(9, 17, "Europe/London"), office(9, 17, "Europe/Vienna"), FIRST, LAST)
    assert same is not None
    assert same.minutes == 120


def test_clock_that_never_collects() -> None:
    assert worst(60, Calendar("UTC", ()), ALWAYS, FIRST, LAST) is None
    ends_early = limited(office(9, 17), None, date(2026, 6, 30))
    assert worst(60, ends_early, ALWAYS, FIRST, LAST) is None


def test_clocks_that_end_with_the_agreement_run_on() -> None:
    until = limited(office(9, 17), FIRST, LAST)
    found = worst(60, until, limited(office(8, 18), FIRST, LAST), FIRST, LAST)
    assert found is not None
    assert found.minutes == 180


def test_shown_clock_that_never_runs() -> None:
    found = worst(60, office(9, 17), Calendar("UTC", ()), FIRST, LAST)
    assert found is not None
    assert (found.minutes, found.start) == (0, None)


def test_many_weeks_in_dated_sets() -> None:
    """Also for what begins at the end of the year."""
    dated = office(9, 17, "Europe/Vienna", Holiday(date(2026, 6, 17)))
    assert minutes(160, dated, office(8, 18)) == 4 * 3000 + 600


def test_many_weeks() -> None:
    assert minutes(40, office(9, 17), office(8, 18)) == 3000
    assert minutes(41, office(9, 17), office(8, 18)) == 3000 + 180
    assert minutes(40_000_000, office(9, 17), office(8, 18)) == 3000 * 1_000_000
    dated = office(9, 17, "Europe/Vienna", Holiday(date(2026, 6, 17)))
    assert minutes(40_000_000, dated, office(8, 18)) == 3000 * 1_000_000


def minutes_of(spans: Spans) -> list[int]:
    return [each for start, end in spans for each in range(start, end)]


def brute(needed: int, under: list[int], show: list[int], starts: list[int]) -> int | None:
    """Every start minute; both clocks as lists of their minutes."""
    best = 0
    for start in starts:
        last = bisect_left(under, start) + needed - 1
        if last >= len(under):
            return None
        end = under[last] + 1
        best = max(best, bisect_left(show, end) - bisect_left(show, start))
    return best


rows = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 22), st.integers(1, 8)), min_size=1, max_size=3
).map(
    lambda found: tuple(Hours(day, start * 60, min(start + length, 24) * 60) for day, start, length in found)
)


def repeated(calendar: Calendar, weeks: int) -> list[int]:
    return sorted(
        {
            WEEK * week + row.day * DAY + minute
            for week in range(weeks)
            for row in calendar.hours
            for minute in range(row.opens, row.closes)
        }
    )


@settings(max_examples=40, deadline=None)
@given(rows, rows, st.integers(1, 1500))
def test_weekly_agrees_with_every_minute(
    under: tuple[Hours, ...], show: tuple[Hours, ...], needed: int
) -> None:
    one, two = Calendar("Europe/Vienna", under), Calendar("Europe/Vienna", show)
    found = worst(needed, one, two, FIRST, LAST)
    weeks = needed // len(repeated(one, 1)) + 3
    shown = repeated(two, weeks)
    expected = brute(needed, repeated(one, weeks), shown, [each for each in shown if each < WEEK])
    assert found is not None
    assert (found.weekly, found.minutes) == (True, expected)


@settings(max_examples=8, deadline=None)
@given(rows, rows, st.integers(1, 600), st.sampled_from(["Europe/London", "Asia/Tokyo"]), st.data())
def test_dated_agrees_with_every_minute(
    under: tuple[Hours, ...], show: tuple[Hours, ...], needed: int, zone: str, data: st.DataObject
) -> None:
    closed = data.draw(st.lists(st.integers(0, 369).map(lambda n: Holiday(FIRST + timedelta(n))), max_size=4))
    one, two = Calendar(zone, under, tuple(closed)), Calendar("Europe/Vienna", show)
    found = worst(needed, one, two, FIRST, date(2026, 2, 1))
    begin, end = period((one, two), FIRST, date(2026, 2, 1))
    assert end == FIRST + timedelta(53 * 7 - 1)
    far = end + timedelta(200)
    expected = brute(
        needed,
        minutes_of(open_minutes(one, begin - timedelta(2), far)),
        minutes_of(open_minutes(two, begin, far)),
        minutes_of(open_minutes(two, begin, end)),
    )
    assert found is not None
    assert (found.weekly, found.minutes) == (False, expected)


def test_path() -> None:
    assert path([240, 180, 15], sequential=True) == 435
    assert path([240, 180, 15], sequential=False) == 240
    assert path([240, None], sequential=True) is None
    assert path([], sequential=False) == 0


def test_joint_percentage() -> None:
    assert joint_percent([Decimal(95), Decimal(95)]) == 90
    assert joint_percent([Decimal(40), Decimal(40)]) == 0
    assert joint_percent([]) == 100
