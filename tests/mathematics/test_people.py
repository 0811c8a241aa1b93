"""Maturity, training, workload, separation of duties, notice (domain specification 5.7 to 5.11)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.dates import add
from skms.mathematics import maturity, training
from skms.mathematics.maturity import Letter, Maturity, letter, level, process_maturity, trend
from skms.mathematics.notice import last_day, notice_state
from skms.mathematics.separation import Held, Level, conflicts, doers, severity
from skms.mathematics.training import (
    Attestation,
    attested,
    expected_practice,
    gaps,
    practice_gap,
    priority,
    required,
)
from skms.mathematics.workload import load, outlier_bound, weight

quick = settings(max_examples=60, deadline=None)

# ---- dates


def test_end_of_the_month() -> None:
    assert add(date(2026, 1, 31), "1M") == date(2026, 2, 28)
    assert add(date(2028, 1, 31), "1M") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("end", "days", "expected"),
    [
        (date(2026, 12, 31), 90, date(2026, 10, 2)),
        (date(2027, 6, 30), 180, date(2027, 1, 1)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(1, 1, 2), 1000, date.min),
    ],
)
def test_last_day_for_notice(end: date, days: int, expected: date) -> None:
    assert last_day(end, days) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 9, 1), None),
        (date(2026, 9, 2), "near"),
        (date(2026, 10, 2), "near"),
        (date(2026, 10, 3), "past"),
        (date(2027, 3, 1), "past"),
    ],
)
def test_missed_notice(as_of: date, expected: str | None) -> None:
    assert notice_state(date(2026, 12, 31), 90, as_of, decided=False) == expected
    assert notice_state(date(2026, 12, 31), 90, as_of, decided=True) is None
    assert notice_state(date(2026, 12, 31), 90, date(2026, 8, 4), decided=False, lead=60) == "near"


# ---- maturity

AREAS = {
    "vision": ((100, 90, 60, 10, 0), 3, "2.60"),
    "process": ((100, 95, 88, 55, 0), 4, "3.38"),
    "people": ((100, 80, 40, 0, 0), 2, "2.20"),
    "technology": ((100, 100, 90, 20, 0), 3, "3.10"),
    "culture": ((100, 86, 30, 0, 0), 2, "2.16"),
}


@pytest.mark.parametrize("area", AREAS)
def test_worked_areas(area: str) -> None:
    percents, expected, added = AREAS[area]
    assert level({n: Decimal(percent) for n, percent in enumerate(percents, 1)}) == expected
    assert trend(map(Decimal, percents)) == Decimal(added)


def test_worked_process() -> None:
    assert process_maturity([expected for _, expected, _ in AREAS.values()]) == Maturity(2, Decimal("2.8"))
    assert process_maturity([]) is None


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        ("0", "N"),
        ("15", "N"),
        ("15.1", "P"),
        ("50", "P"),
        ("50.1", "L"),
        ("85", "L"),
        ("85.1", "F"),
        ("100", "F"),
    ],
)
def test_bands(percent: str, name: Letter) -> None:
    assert letter(Decimal(percent)) == name


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ("", 0),
        ("N", 0),
        ("P", 0),
        ("L", 1),
        ("F", 1),
        ("LF", 1),
        ("FFL", 3),
        ("FFPF", 2),
        ("FNF", 1),
        ("PFF", 0),
    ],
)
def test_levels_of_letters(ratings: str, expected: int) -> None:
    assert level(dict(enumerate(ratings, 1))) == expected  # type: ignore[arg-type]


def test_level_that_is_not_rated() -> None:
    assert level({1: "F", 3: "F"}) == 1


@quick
@given(st.lists(st.integers(0, 100).map(Decimal), max_size=6), st.data())
def test_better_rating_never_lowers_the_level(percents: list[Decimal], data: st.DataObject) -> None:
    before = level(dict(enumerate(percents, 1)))
    assert 0 <= before <= len(percents)
    if percents:
        at = data.draw(st.integers(0, len(percents) - 1))
        better = [*percents]
        better[at] = min(Decimal(100), better[at] + data.draw(st.integers(0, 100)))
        assert level(dict(enumerate(better, 1))) >= before


def test_gap_and_coverage_of_nodes() -> None:
    assert (maturity.gap(4, 2), maturity.gap(2, 4)) == (2, 0)
    assert maturity.coverage(4, 5) == 80
    assert maturity.coverage(0, 0) is None


# ---- training


def test_worked_gaps() -> None:
    found = gaps({"a": 3, "b": 2, "c": 2}, {"a": 2, "b": 0, "c": 3})
    assert [one.missing for one in found] == [1, 2, 0]
    covered = training.coverage(found)
    assert covered is not None
    assert round(covered, 1) == Decimal("57.1")
    assert training.coverage([]) is None


def test_required_is_the_highest() -> None:
    assert required([{"a": 2, "b": 1}, {"a": 3}, {}]) == {"a": 3, "b": 1}


def test_attested_is_the_latest() -> None:
    records = [
        Attestation("a", 4, date(2025, 1, 1)),
        Attestation("a", 2, date(2026, 1, 1)),
        Attestation("b", 3, date(2026, 1, 1), self_assessed=True),
        Attestation("c", 1, date(2026, 1, 1)),
        Attestation("c", 2, date(2026, 1, 1)),
    ]
    assert attested(records) == attested(reversed(records)) == {"a": 2, "b": 1, "c": 2}


def test_practice() -> None:
    assert [expected_practice(letters) for letters in ("R", "AR", "A", "S", "CI")] == [2, 2, 2, 1, 1]
    assert [practice_gap(2, seen) for seen in (0, 1, 2, 3)] == [2, 1, 0, 0]


def test_priority() -> None:
    assert priority(2, ["tier-3", "tier-1"], accountable=True) == 16
    assert priority(2, ["tier-3"], accountable=False) == 4
    assert priority(1, [], accountable=False) == 1
    assert priority(0, ["tier-1"], accountable=True) == 0


# ---- workload


def test_worked_index() -> None:
    assert weight(("A", "R"), "daily") + weight(("C",), None) == 36


@pytest.mark.parametrize(
    ("frequency", "index"),
    [("yearly", 4), ("quarterly", 8), ("monthly", 12), ("weekly", 16), ("daily", 20), (None, 4)],
)
def test_frequencies(frequency: str | None, index: int) -> None:
    assert weight("R", frequency) == index


def test_outlier_and_load() -> None:
    assert outlier_bound({"a": 1.0, "b": 3.0}) == 4.0
    assert outlier_bound({}) is None
    assert load([(36.0, 0.5), (8.0, 0.25)]) == 20.0


# ---- separation of duties

AS_OF = date(2026, 11, 22)
BUILD, RELEASE = frozenset({"development"}), frozenset({"release"})


def held(
    duty: str,
    activity: str = "change#build",
    who: str = "person/ann",
    start: date | None = None,
    end: date | None = None,
) -> Held:
    return Held(who, duty, activity.split("#")[0], activity, start, end, (who, f"role/{duty}", activity))


@pytest.mark.parametrize(
    ("level_", "same_activity", "same_process", "elsewhere"),
    [("same-activity", 1, 0, 0), ("same-process", 1, 1, 0), ("any", 1, 1, 1)],
)
def test_place(level_: Level, same_activity: int, same_process: int, elsewhere: int) -> None:
    one = held("development")
    for activity, expected in (
        ("change#build", same_activity),
        ("change#deploy", same_process),
        ("release#deploy", elsewhere),
    ):
        assert (
            len(list(conflicts(BUILD, RELEASE, level_, [one, held("release", activity)], AS_OF))) == expected
        )


def test_conflict_gives_the_whole_path() -> None:
    (found,) = conflicts(
        BUILD, RELEASE, "any", [held("release", "change#deploy"), held("development")], AS_OF
    )
    assert found.who == "person/ann"
    assert found.one.path == ("person/ann", "role/development", "change#build")
    assert found.other.path == ("person/ann", "role/release", "change#deploy")


def test_two_people_do_not_conflict() -> None:
    rows = [held("development"), held("release", who="person/bob")]
    assert not list(conflicts(BUILD, RELEASE, "any", rows, AS_OF))


def test_one_duty_does_not_conflict_with_itself() -> None:
    rows = [held("release"), held("release", "change#deploy")]
    assert not list(conflicts(RELEASE, RELEASE | BUILD, "any", rows, AS_OF))


def test_one_finding_for_each_party_and_place() -> None:
    rows = [held(duty, activity) for duty in ("development", "release") for activity in ("a#1", "a#2", "b#1")]
    assert len(list(conflicts(BUILD, RELEASE, "same-activity", rows, AS_OF))) == 3
    assert len(list(conflicts(BUILD, RELEASE, "same-process", rows, AS_OF))) == 2
    assert len(list(conflicts(BUILD, RELEASE, "any", rows, AS_OF))) == 1


@pytest.mark.parametrize(
    ("end", "start", "expected"),
    [
        (AS_OF, AS_OF, 1),  # both inclusive
        (AS_OF, AS_OF + timedelta(1), 0),  # one after the other
        (AS_OF - timedelta(1), None, 0),  # over
        (None, AS_OF + timedelta(400), 1),  # still to come
    ],
)
def test_periods_overlap(end: date | None, start: date | None, expected: int) -> None:
    rows = [held("development", end=end), held("release", start=start)]
    assert len(list(conflicts(BUILD, RELEASE, "any", rows, AS_OF))) == expected


def test_roles_instead_of_duties() -> None:
    rows = [
        Held("person/ann", role, None, None, None, None, ("person/ann", role))
        for role in ("role/a", "role/b")
    ]
    assert len(list(conflicts(frozenset({"role/a"}), frozenset({"role/b"}), "any", rows, AS_OF))) == 1
    assert not list(conflicts(frozenset({"role/a"}), frozenset({"role/b"}), "same-process", rows, AS_OF))


def test_who_does_the_work() -> None:
    assert doers({"lead": "A", "desk": "R", "hosting": "RS"}) == ("desk", "hosting")
    assert doers({"lead": "A", "desk": "C"}) == ("lead",)
    assert doers({"desk": "I"}) == ()


@pytest.mark.parametrize(
    ("stated", "compensated", "persons", "expected"),
    [
        ("error", False, 10, ("error", False)),
        ("error", True, 10, ("warning", False)),
        ("warning", True, 10, ("info", False)),
        ("warning", False, 10, ("warning", False)),
        ("error", False, 4, ("warning", True)),
        ("error", True, 4, ("info", False)),
        ("error", False, 5, ("error", False)),
    ],
)
def test_severity(stated: str, compensated: bool, persons: int, expected: tuple[str, bool]) -> None:
    assert severity(stated, compensated=compensated, persons=persons, exempt_below=5) == expected  # type: ignore[arg-type]
    assert severity("error", compensated=False, persons=0, exempt_below=None) == ("error", False)
