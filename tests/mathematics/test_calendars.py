"""Calendars and containment (domain specification 4.7, 5.2), against a simulation minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.mathematics.calendars import (
    ALWAYS,
    BUILT_IN,
    Calendar,
    Holiday,
    Hours,
    calendar_of,
    clock_minute,
    clock_text,
    limited,
    maintenance,
    open_minutes,
    wall_minutes,
    week,
)
from skms.mathematics.containment import cover, gaps_in_words
from skms.mathematics.intervals import (
    DAY,
    WEEK,
    Spans,
    at,
    common,
    minus,
    minute,
    moment,
    total,
    totals,
    union,
)

quick = settings(max_examples=40, deadline=None)
ZONES = ["Europe/Vienna", "Europe/London", "Asia/Tokyo", "UTC"]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def office(opens: str, closes: str, zone: str = "Europe/Vienna", *holidays: Holiday) -> Calendar:
    hours = tuple(Hours(day, clock_minute(opens), clock_minute(closes)) for day in range(5))
    return Calendar(zone, hours, holidays)


def simulated(calendar: Calendar, start: int, end: int) -> set[int]:
    """Minutes of UTC that are open: each is asked for the time on the wall."""
    zone, found = ZoneInfo(calendar.zone), set()
    holidays = {one.day for one in calendar.holidays}
    for utc in range(start, end):
        wall = (datetime(1, 1, 1, tzinfo=UTC) + timedelta(minutes=utc)).astimezone(zone)
        today, shown = wall.date(), wall.hour * 60 + wall.minute
        if (calendar.first and today < calendar.first) or (calendar.last and today > calendar.last):
            continue
        if today in holidays:
            rows = [(one.opens, one.closes) for one in calendar.holidays if one.day == today]
        else:
            rows = [(row.opens, row.closes) for row in calendar.hours if row.day == wall.weekday()]
        if any(opens <= shown < closes for opens, closes in rows):
            found.add(utc)
    return found


def listed(spans: Spans, start: int, end: int) -> set[int]:
    return {utc for a, b in common(spans, ((start, end),)) for utc in range(a, b)}


# ---- sets of minutes

small = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6).map(union)


@quick
@given(small, small)
def test_sets_of_minutes(left: Spans, right: Spans) -> None:
    one, two = listed(left, 0, 50), listed(right, 0, 50)
    assert listed(union(left, right), 0, 50) == one | two
    assert listed(common(left, right), 0, 50) == one & two
    assert listed(minus(left, right), 0, 50) == one - two
    for spans in (union(left, right), common(left, right), minus(left, right)):
        assert all(a < b for a, b in spans)
    merged = union(left, right)
    assert all(before[1] < after[0] for before, after in pairwise(merged))
    assert total(left) == len(one)


@quick
@given(small)
def test_running_totals(spans: Spans) -> None:
    minutes, sums = sorted(listed(spans, 0, 50)), totals(spans)
    for now in range(-1, 50):
        assert sums.until(now) == sum(each < now for each in minutes)
    for count in range(1, len(minutes) + 3):
        assert sums.reach(count) == (minutes[count - 1] + 1 if count <= len(minutes) else None)


# ---- compiling

DATA = {
    "time_zone": "Europe/Vienna",
    "hours": [{"day_of_week": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:00", "closes": "18:00"}],
    "holidays": [
        {"date": "2026-12-25", "title": "Christmas Day"},
        {"date": "2026-12-24", "title": "Christmas Eve", "opens": "08:00", "closes": "12:00"},
    ],
    "maintenance_windows": [
        {"id": "patch", "day_of_week": ["sun"], "opens": "02:00", "closes": "06:00", "recurrence": "first"}
    ],
    "valid_from": "2026-01-01",
}


def test_calendar_of_a_record() -> None:
    found = calendar_of(DATA)
    assert found
    assert total(week(found)) == 3000
    assert found.first == FIRST
    assert found.last is None
    assert total(open_minutes(found, date(2026, 12, 21), date(2026, 12, 27))) == 3 * 600 + 240
    assert not found.continuous


@pytest.mark.parametrize("zone", ["Europe/Vienn", "", "Europe", "../etc/passwd", "/UTC", "x" * 300])
def test_unknown_zone(zone: str) -> None:
    assert calendar_of({**DATA, "time_zone": zone}) is None


def test_draft_without_hours_is_never_open() -> None:
    assert calendar_of({"title": "Draft"}) is None
    found = calendar_of({"time_zone": "UTC"})
    assert found
    assert week(found) == ()
    assert cover(found, [], FIRST, LAST).gap_percent == 0


def test_always() -> None:
    assert BUILT_IN["24x7"].continuous
    assert week(ALWAYS) == ((0, WEEK),)
    assert total(open_minutes(ALWAYS, FIRST, LAST)) == 525_600
    assert open_minutes(ALWAYS, FIRST, FIRST) == ((at(FIRST), at(FIRST) + DAY),)


def test_times() -> None:
    assert [clock_minute(text) for text in ("00:00", "18:30", "24:00")] == [0, 1110, 1440]
    assert [clock_text(minutes) for minutes in (0, 1110, 1440)] == ["00:00", "18:30", "24:00"]
    assert moment(minute(datetime(2026, 3, 1, 10, tzinfo=UTC))) == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (
        moment(at(date(2026, 11, 22))).weekday()
        == date(2026, 11, 22).weekday()
        == at(date(2026, 11, 22)) // DAY % 7
    )


def test_overnight_is_two_rows() -> None:
    night = Calendar("UTC", (Hours(4, 1320, 1440), Hours(5, 0, 360)))
    assert open_minutes(night, date(2026, 11, 20), date(2026, 11, 21)) == (
        (at(date(2026, 11, 20)) + 1320, at(date(2026, 11, 21)) + 360),
    )


def test_validity_and_limits() -> None:
    short = limited(office("09:00", "17:00"), date(2026, 11, 17), date(2026, 11, 19))
    assert total(wall_minutes(short, date(2026, 11, 16), date(2026, 11, 22))) == 3 * 480
    assert limited(short, date(2026, 11, 1), date(2026, 11, 18)).first == date(2026, 11, 17)
    assert limited(short, None, date(2026, 11, 18)).last == date(2026, 11, 18)
    assert wall_minutes(short, date(2027, 1, 1), date(2027, 1, 31)) == ()


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Europe/Vienna", date(2026, 3, 29), 1380),  # the clocks go forward
        ("Europe/Vienna", date(2026, 10, 25), 1500),  # and back
        ("Europe/London", date(2026, 3, 29), 1380),
        ("America/New_York", date(2026, 11, 1), 1500),
        ("Australia/Lord_Howe", date(2026, 4, 5), 1470),  # half an hour
        ("Asia/Tokyo", date(2026, 3, 29), 1440),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # the day that was left out
    ],
)
def test_length_of_days(zone: str, day: date, minutes: int) -> None:
    """Each wall-clock minute of the day, as often as it was shown."""
    every_day = Calendar(zone, tuple(Hours(n, 0, DAY) for n in range(7)), (Holiday(date(1999, 1, 1)),))
    assert total(open_minutes(every_day, day, day)) == minutes


def test_hours_within_the_repeated_hour() -> None:
    """01:00 to 02:30 is open until half past two, closed, and open again while the hour is repeated."""
    early = Calendar("Europe/Vienna", (Hours(6, 60, 150),))
    start = at(date(2026, 10, 25)) - 60
    assert open_minutes(early, date(2026, 10, 25), date(2026, 10, 25)) == (
        (start, start + 90),
        (start + 120, start + 150),
    )


def test_last_day_there_is() -> None:
    assert total(open_minutes(ALWAYS, date(9999, 12, 31), date.max)) == DAY
    assert total(open_minutes(office("00:00", "24:00"), date(1, 1, 1), date(1, 1, 1))) == DAY


@pytest.mark.parametrize(
    ("recurrence", "days"),
    [
        ("weekly", [1, 8, 15, 22, 29]),
        ("first", [1]),
        ("second", [8]),
        ("third", [15]),
        ("fourth", [22]),
        ("last", [29]),
    ],
)
def test_maintenance_windows(recurrence: str, days: list[int]) -> None:
    row = {"id": "x", "day_of_week": ["sun"], "opens": "02:00", "closes": "06:00", "recurrence": recurrence}
    calendar = calendar_of({**DATA, "time_zone": "UTC", "maintenance_windows": [row]})
    assert calendar
    found = maintenance(calendar, date(2026, 11, 1), date(2026, 11, 30))
    assert [moment(start).day for start, _ in found] == days
    assert total(found) == 240 * len(days)


hours_rows = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)).filter(lambda row: row[1] < row[2]),
    min_size=1,
    max_size=5,
)


@st.composite
def calendars(draw: st.DrawFn, around: date) -> Calendar:
    """Any hours in any zone, with holidays and an end near a date."""
    rows = tuple(Hours(day, opens * 60, closes * 60) for day, opens, closes in draw(hours_rows))
    near = st.integers(-5, 8).map(lambda n: around + timedelta(n))
    holidays = [
        Holiday(day, *hours)
        for day, hours in draw(st.lists(st.tuples(near, st.sampled_from([(0, 0), (540, 720)])), max_size=2))
    ]
    return Calendar(draw(st.sampled_from(ZONES)), rows, tuple(holidays), last=draw(st.none() | near))


TURNS = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 14)]
"""Clocks go forward, back, and nothing happens."""


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_minutes_agree_with_the_clock_on_the_wall(data: st.DataObject) -> None:
    turn = data.draw(st.sampled_from(TURNS))
    calendar = data.draw(calendars(turn))
    start, end = at(turn) - DAY, at(turn) + 2 * DAY
    spans = open_minutes(calendar, turn - timedelta(3), turn + timedelta(4))
    assert listed(spans, start, end) == simulated(calendar, start, end)


# ---- containment


def test_worked_case() -> None:
    """08–18 against 09–17, Monday to Friday."""
    found = cover(office("08:00", "18:00"), [office("09:00", "17:00")], FIRST, LAST)
    assert (found.weekly, found.missing, found.needed) == (True, 600, 3000)
    assert found.gap_percent == 20
    assert gaps_in_words(found) == ("Monday to Friday 08:00–09:00", "Monday to Friday 17:00–18:00")


def test_union_of_several() -> None:
    early, late = office("08:00", "12:00"), office("12:00", "18:00")
    assert cover(office("08:00", "18:00"), [early, late], FIRST, None).missing == 0
    assert cover(office("08:00", "18:00"), [early], FIRST, None).missing == 1800
    assert cover(office("08:00", "18:00"), [], FIRST, None).missing == 3000


def test_continuous_hours_have_no_zone() -> None:
    needed = cover(office("08:00", "18:00", "Asia/Tokyo"), [ALWAYS], FIRST, LAST)
    assert (needed.weekly, needed.missing) == (True, 0)
    rest = cover(ALWAYS, [office("08:00", "18:00")], FIRST, LAST)
    assert (rest.weekly, rest.missing) == (True, WEEK - 3000)
    assert gaps_in_words(rest)[-1] == "Saturday, Sunday 00:00–24:00"


def test_summer_time_moves_the_overlap() -> None:
    """08–18 in London is 09–19 in Vienna all year, but 17–03 in Tokyo only in summer."""
    london = office("08:00", "18:00", "Europe/London")
    assert cover(london, [office("09:00", "19:00", "Europe/Vienna")], FIRST, LAST).missing == 0
    tokyo = Calendar(
        "Asia/Tokyo", (*(Hours(d, 960, 1440) for d in range(5)), *(Hours(d, 0, 120) for d in range(1, 6)))
    )
    found = cover(london, [tokyo], FIRST, LAST)
    assert not found.weekly
    winter_days = sum(
        day.weekday() < 5 and not date(2026, 3, 29) <= day < date(2026, 10, 25)
        for day in (FIRST + timedelta(n) for n in range(53 * 7))
    )
    assert found.missing == 60 * winter_days


def test_holiday_on_one_side() -> None:
    christmas = Holiday(date(2026, 12, 25))
    needed, given_ = office("08:00", "18:00"), office("08:00", "18:00", "Europe/Vienna", christmas)
    found = cover(needed, [given_], FIRST, LAST)
    assert (found.weekly, found.missing) == (False, 600)
    assert gaps_in_words(found) == ("25 December 2026 08:00–18:00",)
    assert cover(given_, [needed], FIRST, LAST).missing == 0
    both = cover(given_, [given_], FIRST, LAST)
    assert (both.weekly, both.missing) == (True, 0)


def test_open_end_looks_at_every_holiday() -> None:
    far = office("08:00", "18:00", "Europe/Vienna", Holiday(date(2029, 5, 1)))
    assert cover(office("08:00", "18:00"), [far], FIRST, None).missing == 600


def test_validity_of_a_calendar() -> None:
    until = limited(office("08:00", "18:00"), None, date(2026, 12, 30))
    assert cover(office("08:00", "18:00"), [until], FIRST, LAST).missing == 600
    # What comes after the end of the agreement is no gap of it.
    assert (
        cover(office("08:00", "18:00"), [limited(until, None, LAST)], FIRST, date(2026, 12, 30)).missing == 0
    )


def test_gaps_over_midnight_and_many() -> None:
    nights = Calendar("UTC", (Hours(0, 1320, 1440), Hours(1, 0, 120)), (Holiday(date(2026, 1, 1)),))
    found = cover(nights, [office("09:00", "17:00", "UTC")], date(2026, 1, 5), date(2026, 1, 11))
    assert gaps_in_words(found, 1)[0] == "5 January 2026 22:00–6 January 2026 02:00"
    assert gaps_in_words(found, 1)[1] == "and 52 more"


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_containment_agrees_with_a_simulation(data: st.DataObject) -> None:
    """In a week with a turn of the clocks: what is reported is what no other calendar covers."""
    turn = data.draw(st.sampled_from(TURNS))
    needed, one, two = (data.draw(calendars(turn)) for _ in range(3))
    found = cover(needed, [one, two], turn - timedelta(3), turn + timedelta(60))
    start, end = at(turn) - DAY, at(turn) + 2 * DAY
    expected = simulated(needed, start, end) - simulated(one, start, end) - simulated(two, start, end)
    if found.weekly:
        zone = ZoneInfo(found.zone)
        walls = [moment(utc).astimezone(zone) for utc in expected]
        missing = {wall.weekday() * DAY + wall.hour * 60 + wall.minute for wall in walls}
        assert missing <= {each for a, b in found.uncovered for each in range(a, b)}
    else:
        assert listed(found.uncovered, start, end) == expected


@quick
@given(hours_rows, hours_rows, st.sampled_from(["Europe/Vienna", "Europe/London", "Asia/Tokyo"]))
def test_one_week_decides_as_the_sweep_does(
    wanted: list[tuple[int, int, int]], there: list[tuple[int, int, int]], zone: str
) -> None:
    one, two = (
        Calendar(zone, tuple(Hours(day, a * 60, b * 60) for day, a, b in rows)) for rows in (wanted, there)
    )
    far_holiday = (Holiday(date(1999, 1, 1)),)
    weekly = cover(one, [two], FIRST, date(2026, 2, 28))
    sweep = cover(one, [Calendar(zone, two.hours, far_holiday)], FIRST, date(2026, 2, 28))
    assert weekly.weekly
    assert not sweep.weekly
    first_week = common(sweep.uncovered, ((at(date(2026, 1, 12)) - DAY, at(date(2026, 1, 19)) + DAY),))
    offset = {"Europe/Vienna": 60, "Europe/London": 0, "Asia/Tokyo": 540}[zone]
    monday = at(date(2026, 1, 12)) - offset
    assert weekly.uncovered == common(union((a - monday, b - monday) for a, b in first_week), ((0, WEEK),))


def test_a_year_is_few_intervals() -> None:
    """One for each day, none for each minute: that is what makes a sweep quick."""
    assert len(open_minutes(office("08:00", "18:00"), FIRST, LAST)) == 261
    assert len(open_minutes(ALWAYS, FIRST, LAST)) == 1


def test_absurd_dates_end_too() -> None:
    far = office("08:00", "18:00", "Europe/Vienna", Holiday(date(9999, 12, 25)))
    assert cover(office("08:00", "18:00"), [far], date(1, 1, 1), date.max).missing == 0
