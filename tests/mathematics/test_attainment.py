"""Attainment, error budgets, states, roll-up and credits (domain specification 4.4, 4.6, 5.5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.mathematics.attainment import (
    Operator,
    State,
    Tally,
    availability,
    compare,
    mtbf,
    mtrs,
    ratio,
    state,
    unmeasured_state,
    value_state,
)
from skms.mathematics.calendars import ALWAYS, Calendar, Hours, Window, open_minutes
from skms.mathematics.decimals import Direction, exact, rounded, shown
from skms.mathematics.downtime import (
    PLANNED,
    Allowance,
    Exclusion,
    Outage,
    Refused,
    Time,
    listed_time,
    outage_of,
    stated_time,
)
from skms.mathematics.intervals import DAY, at, total
from skms.mathematics.periods import closed, days, late
from skms.mathematics.rollup import (
    GOOD,
    ORDER,
    Band,
    Result,
    conformity,
    credit,
    portfolio,
    total_credit,
    worst_state,
)

quick = settings(max_examples=60, deadline=None)
JUNE = (date(2026, 6, 1), date(2026, 6, 30))
OFFICE = Calendar("Europe/Vienna", tuple(Hours(day, 480, 1080) for day in range(5)))


def D(text: str | int) -> Decimal:
    return Decimal(text)


# ---- error budgets


def test_worked_month() -> None:
    """22 days of 10 hours at 99.5 %, 42 minutes down."""
    assert total(open_minutes(OFFICE, *JUNE)) == 13_200
    found = availability(13_200, 42, D("99.5"))
    assert found.budget == 66
    assert found.left == 24
    assert found.percent is not None
    assert found.burn is not None
    assert shown(found.percent, 4) == "99.6818"
    assert rounded(found.burn, 1) == D("63.6")
    assert state(found) == "met"


@pytest.mark.parametrize(
    ("target", "minutes"),
    [("99", "432"), ("99.5", "216"), ("99.9", "43.2"), ("99.95", "21.6"), ("99.99", "4.32")],
)
def test_allowed_downtime_of_thirty_days(target: str, minutes: str) -> None:
    assert availability(total(open_minutes(ALWAYS, *JUNE)), 0, D(target)).budget == D(minutes)


def test_allowed_downtime_of_office_hours() -> None:
    assert availability(21 * 600, 0, D("99.5")).budget == 63


def test_ratio() -> None:
    found = ratio(D(11), D(12), D(95))
    assert found.percent is not None
    assert shown(found.percent) == "91.66"
    assert found.failures_left == -1
    assert state(found) == "breached"
    assert ratio(D(97), D(100), D(95)).failures_left == 2
    assert ratio(D(97), D(100), D(95)).burn == 60
    # Five percent of 59 are 2.95 cases: two may fail.
    assert ratio(D(59), D(59), D(95)).failures_left == 2


def test_mean_times() -> None:
    assert mtbf(13_200, 42, 3) == D(13_158) / 3
    assert mtrs(42, 3) == 14
    assert mtbf(13_200, 0, 0) is None
    assert mtrs(0, 0) is None


# ---- states


@pytest.mark.parametrize(
    ("good", "all_", "target", "expected"),
    [
        ("100", "100", "95", "met"),
        ("97", "100", "95", "met"),  # burn 60 %
        ("96", "100", "95", "at-risk"),  # burn 80 %
        ("95", "100", "95", "at-risk"),  # at the target
        ("94.999", "100", "95", "breached"),
        ("0", "0", "95", "no-events"),
        ("9", "9", "95", "below-sample"),
        ("0", "9", "95", "below-sample"),
        ("10", "10", "95", "met"),
        ("10", "10", "100", "met"),
        ("9", "10", "100", "breached"),
    ],
)
def test_state_of_what_was_measured(good: str, all_: str, target: str, expected: State) -> None:
    assert state(ratio(D(good), D(all_), D(target)), min_sample=D(10)) == expected


def test_strict_target_is_not_enough() -> None:
    assert state(ratio(D(95), D(100), D(95)), strict=True) == "breached"
    assert state(ratio(D(96), D(100), D(95)), strict=True, at_risk=D(90)) == "met"


def test_state_compares_unrounded_values() -> None:
    """A third of a percent below the target, however few decimals the page shows."""
    barely = Tally(D(300_000), D(1501), D("99.5"))
    assert barely.percent is not None
    assert round(barely.percent, 2) == D("99.50")
    assert shown(barely.percent) == "99.49"
    assert state(barely) == "breached"


def test_state_without_values() -> None:
    assert unmeasured_state(stated=True, late=False) == "not-measured"
    assert unmeasured_state(stated=True, late=True) == "not-measured"
    assert unmeasured_state(stated=False, late=True) == "no-data"
    assert unmeasured_state(stated=False, late=False) is None


@pytest.mark.parametrize(
    ("operator", "below", "at_target", "above"),
    [
        ("gte", False, True, True),
        ("gt", False, False, True),
        ("lte", True, True, False),
        ("lt", True, False, False),
    ],
)
def test_operators(operator: Operator, below: bool, at_target: bool, above: bool) -> None:
    assert [compare(D(n), operator, D(4)) for n in (3, 4, 5)] == [below, at_target, above]
    assert value_state(D(4), operator, D(4)) == ("met" if at_target else "breached")


@pytest.mark.parametrize(
    ("value", "decimals", "direction", "text"),
    [
        ("99.895", 2, "higher-better", "99.89"),
        ("99.999", 2, "higher-better", "99.99"),
        ("100", 2, "higher-better", "100.00"),
        ("4.21", 1, "lower-better", "4.3"),
        ("4.25", 1, "target-is-best", "4.3"),
        ("-0.005", 2, "higher-better", "-0.01"),
        ("12345.6", 0, "higher-better", "12,345"),
    ],
)
def test_display_is_cut_towards_failure(value: str, decimals: int, direction: Direction, text: str) -> None:
    assert shown(D(value), decimals, direction) == text


def test_numbers_of_records_are_exact() -> None:
    assert [exact(value) for value in (99.95, 7, "1200.00", D("0.1"))] == [
        D("99.95"),
        7,
        D("1200.00"),
        D("0.1"),
    ]


amounts = st.integers(0, 50_000)


@quick
@given(amounts, amounts, st.decimals(0, 100, places=2), st.decimals(1, 100, places=0))
def test_invariants(one: int, other: int, target: Decimal, at_risk: Decimal) -> None:
    found = availability(max(one, other), min(one, other), target)
    result = state(found, at_risk=at_risk)
    if found.percent is None:
        assert result == "no-events"
        return
    assert 0 <= found.percent <= 100
    assert (result == "breached") == (found.percent < target) == (found.left < 0)
    assert (result in GOOD) == (found.percent >= target)
    assert Decimal(shown(found.percent).replace(",", "")) <= found.percent
    if found.burn is None:
        assert target == 100
        assert found.bad > 0
    else:
        assert (found.burn > 100) == (result == "breached")
        assert result != "met" or found.burn < at_risk


@quick
@given(st.integers(1, 50_000), st.integers(0, 50_000), st.integers(0, 50_000), st.decimals(0, 100, places=2))
def test_more_downtime_is_never_better(agreed: int, less: int, more: int, target: Decimal) -> None:
    less, more = sorted((min(less, agreed), min(more, agreed)))
    worse, better = state(availability(agreed, more, target)), state(availability(agreed, less, target))
    assert ORDER.index(worse) <= ORDER.index(better)


# ---- agreed service time and downtime

PLAN = Allowance("planned", PLANNED, D(240))
FORCE = Allowance("force", "force-majeure")


def test_example_of_the_measurement() -> None:
    """E-mail in June: 84 minutes down, 30 planned ones excluded."""
    found = stated_time(ALWAYS, *JUNE, D(84), [Exclusion("planned", D(30))], [PLAN])
    assert (found.agreed, found.down, found.refused) == (43_170, 84, ())
    tally = availability(found.agreed, found.down, D("99.5"))
    assert tally.percent is not None
    assert shown(tally.percent) == "99.80"
    assert state(tally) == "met"


def test_refused_exclusions_were_downtime() -> None:
    stated = [Exclusion("planned", D(300)), Exclusion("weather", D(10)), Exclusion("force", D(5000))]
    found = stated_time(ALWAYS, *JUNE, D(84), stated, [PLAN, FORCE])
    assert found.refused == (
        Refused("planned", D(60), "over-allowance"),
        Refused("weather", D(10), "unlisted"),
    )
    assert (found.agreed, found.down) == (43_200 - 240 - 5000, 84 + 70)


def test_allowance_is_per_period_not_per_entry() -> None:
    found = stated_time(
        ALWAYS, *JUNE, D(0), [Exclusion("planned", D(200)), Exclusion("planned", D(100))], [PLAN]
    )
    assert found.refused == (Refused("planned", D(60), "over-allowance"),)


def outage(day: int, start: int, end: int, *, planned: bool = False) -> Outage:
    begin = at(date(2026, 6, day))
    return Outage(begin + start, begin + end, planned)


def test_outages_count_inside_the_clock_and_once() -> None:
    """In summer 08:00 in Vienna is 06:00 in UTC."""
    found = listed_time(
        OFFICE,
        *JUNE,
        [
            outage(2, 300, 390),  # an hour before opening, half an hour after
            outage(2, 380, 400),  # ten minutes of it again
            outage(6, 600, 700),  # a Saturday
            Outage(at(date(2026, 5, 29)), at(date(2026, 6, 1)) + 370),  # began in May
        ],
    )
    assert found == Time(D(13_200), D(40 + 10), 3)


def test_planned_outage_is_down_until_excluded() -> None:
    planned = [outage(2, 400, 460, planned=True), outage(3, 400, 420)]
    assert listed_time(OFFICE, *JUNE, planned).down == 80
    found = listed_time(OFFICE, *JUNE, planned, [Exclusion("planned", D(60))], [PLAN])
    assert (found.agreed, found.down, found.outages) == (13_140, 20, 2)


def test_only_planned_outages_are_planned_maintenance() -> None:
    found = listed_time(OFFICE, *JUNE, [outage(3, 400, 420)], [Exclusion("planned", D(20))], [PLAN])
    assert found.refused == (Refused("planned", D(20), "outside-window"),)
    assert (found.agreed, found.down) == (13_200, 20)


def test_planned_outages_lie_inside_windows() -> None:
    """With windows on Tuesdays from 08:00 to 09:00 the rest of a planned outage counts."""
    clock = Calendar(OFFICE.zone, OFFICE.hours, windows=(Window("patch", Hours(1, 480, 540)),))
    planned = [outage(2, 390, 450, planned=True)]
    found = listed_time(clock, *JUNE, planned, [Exclusion("planned", D(60))], [PLAN])
    assert found.refused == (Refused("planned", D(30), "outside-window"),)
    assert (found.agreed, found.down) == (13_170, 30)
    stated = stated_time(clock, *JUNE, D(0), [Exclusion("planned", D(400))], [Allowance("planned", PLANNED)])
    assert stated.refused == (Refused("planned", D(100), "outside-window"),)  # five Tuesdays in June


def test_exclusions_never_exceed_the_outages() -> None:
    found = listed_time(OFFICE, *JUNE, [outage(3, 400, 420)], [Exclusion("force", D(90))], [FORCE])
    assert (found.agreed, found.down) == (13_180, 0)


def test_outage_of_texts() -> None:
    assert outage_of("2026-06-03T06:40:00Z", "2026-06-03T07:00:00Z") == outage(3, 400, 420)
    assert outage_of("2026-06-03T08:40:59+02:00", "2026-06-03T08:59:01+02:00", planned=True) == outage(
        3, 400, 420, planned=True
    )
    with pytest.raises(ValueError, match="time zone"):
        outage_of("2026-06-03T06:40:00", "2026-06-03T07:00:00")


@quick
@given(
    st.lists(
        st.tuples(st.integers(0, 29), st.integers(0, 1400), st.integers(1, 3000), st.booleans()), max_size=5
    )
)
def test_downtime_agrees_with_single_minutes(rows: list[tuple[int, int, int, bool]]) -> None:
    begin = at(JUNE[0])
    outages = [
        Outage(begin + day * DAY + start, begin + day * DAY + start + long, planned)
        for day, start, long, planned in rows
    ]
    agreed = {each for a, b in open_minutes(OFFICE, *JUNE) for each in range(a, b)}
    down = {each for one in outages for each in range(one.start, one.end)} & agreed
    found = listed_time(OFFICE, *JUNE, outages, [Exclusion("force", D(100))], [FORCE])
    assert found.down == max(0, len(down) - 100)
    assert 0 <= found.down <= found.agreed <= 13_200


# ---- periods


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("2025-04/2026-03", date(2025, 4, 1), date(2026, 3, 31)),
        ("2027-11/2028-02", date(2027, 11, 1), date(2028, 2, 29)),
        ("2026-03/2025-04", date(2025, 4, 1), date(2026, 3, 31)),  # impossible-measurement says so
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-Q5", "26", "2026-7", "0000", "2026-07-01", "2025/2026", "2025-04/", ""]
)
def test_no_periods(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        days(text)


def test_figures_are_late_after_the_lag() -> None:
    assert not late("2026-06", date(2026, 6, 30))
    assert not late("2026-06", date(2026, 7, 15))
    assert late("2026-06", date(2026, 7, 16))
    assert late("2026-06", date(2026, 7, 1), lag=0)


def test_closed_periods() -> None:
    assert list(closed(date(2026, 1, 1), date(2026, 4, 16))) == ["2026-01", "2026-02", "2026-03"]
    assert list(closed(date(2025, 11, 2), date(2026, 2, 20))) == ["2025-12", "2026-01"]
    assert list(closed(date(2025, 2, 1), date(2026, 2, 20), "1Q")) == ["2025-Q2", "2025-Q3", "2025-Q4"]
    assert list(closed(date(2024, 1, 1), date(2026, 2, 20), "12M")) == ["2024", "2025"]
    assert list(closed(date(2024, 1, 2), date(2026, 2, 20), "1Y")) == ["2025"]
    assert list(closed(date(2026, 11, 1), date(2026, 11, 22), "28d")) == []


# ---- many targets


def test_every_state_has_its_place() -> None:
    assert worst_state(reversed(ORDER)) == "breached"
    for better, worse in zip(ORDER[1:], ORDER, strict=False):
        assert worst_state([better, worse]) == worse
    assert worst_state([]) is None
    assert worst_state(["below-sample", "met", "no-events"]) == "met"
    assert worst_state(["no-events", "below-sample"]) == "below-sample"
    assert set(ORDER) == set(State.__args__)  # type: ignore[attr-defined]
    assert {"met", "at-risk"} == GOOD


def test_portfolio() -> None:
    found = portfolio(
        [
            Result("met", D("99.9"), D(3)),
            Result("breached", D("95.9")),
            Result("not-measured", weight=D(10)),
            Result("no-data"),
        ]
    )
    assert found.mean == D("98.9")
    assert (found.breached, found.not_measured) == (1, 2)
    assert list(found.states) == ["breached", "no-data", "not-measured", "met"]
    assert portfolio([]).mean is None
    assert portfolio([Result("not-measured")]).mean is None


BANDS = [Band(D("99.5"), D(5)), Band(D("99"), D(10)), Band(D("95"), D(50))]


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("99.5", 0), ("99.499", 5), ("99", 5), ("98.9", 10), ("95", 10), ("90", 25), (None, 0)],
)
def test_credits(percent: str | None, expected: int) -> None:
    assert credit(None if percent is None else D(percent), BANDS, D(25)) == expected


def test_total_credit() -> None:
    assert total_credit([D(10), D(5)]) == 15
    assert total_credit([D(10), D(5)], D(12)) == 12
    assert total_credit([D(60), D(70)]) == 100
    assert total_credit([]) == 0


percents = st.decimals(0, 100, places=2)


@quick
@given(percents, percents, st.lists(st.tuples(percents, percents), max_size=4), percents)
def test_credits_never_above_the_cap(
    one: Decimal, two: Decimal, bands: list[tuple[Decimal, Decimal]], cap: Decimal
) -> None:
    rows = [Band(*band) for band in bands]
    worse, better = (credit(percent, rows, cap) for percent in sorted((one, two)))
    assert 0 <= better <= worse <= cap
    assert total_credit([worse, better], cap) <= cap


def test_conformity() -> None:
    assert conformity(6, 2, 1, 10, 0).percent == 80
    assert not conformity(10, 0, 0, 10, 1).ready
    assert conformity(10, 0, 0, 10, 0).ready
    assert conformity(0, 0, 0, 0, 0).percent is None
