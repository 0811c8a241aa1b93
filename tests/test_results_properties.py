"""What was achieved and until when notice is due, as the product works it out from records, against plain counting."""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skms.dates import add
from skms.judge import judge
from skms.model import Model
from skms.notices import Notice, notices
from skms.pipeline import model_of
from skms.results import Result, latest, results, service_state
from skms.rules import load_rules

LAG = 15
STATES = ("breached", "no-data", "not-measured", "at-risk", "met", "below-sample", "no-events")


def built(records: dict[str, dict[str, Any]], as_of: date) -> Model:
    """A model of `{folder/id: fields}`."""
    kinds = {"agreements": "agreement", "indicators": "indicator", "measurements": "measurement", "services": "service",
             "contracts": "contract"}  # fmt: skip
    texts = {}
    for name, data in records.items():
        folder, _, id = name.partition("/")
        full = {"kind": kinds[folder], "title": f"The {id}", **data}
        texts[f"catalogue/{name}.yaml"] = yaml.safe_dump(full, sort_keys=False)
    model = model_of(texts, as_of)
    assert [one.message for one in model.problems if "needs the field" not in one.message] == []
    return model


# ---- attainment


@dataclass(frozen=True)
class Case:
    """A target for a share of cases, and rows by month from January 2026 on; None where nobody wrote one."""

    percent: Decimal
    strict: bool
    at_risk: int
    min_sample: int
    rows: tuple[tuple[int, int] | str | None, ...]
    as_of: date

    def model(self) -> Model:
        target = {
            "id": "t", "indicator": "share", "operator": "gt" if self.strict else "gte", "value": float(self.percent),
            "at_risk_percent": self.at_risk, "window": {"duration": "1M", "type": "calendar"},
            **({"min_sample": self.min_sample} if self.min_sample else {}),
        }  # fmt: skip
        rows = []
        for month, row in enumerate(self.rows, 1):
            figures = (
                {"not_measured": row}
                if isinstance(row, str)
                else {"good": row[0], "total": row[1]}
                if row
                else None
            )
            if figures:
                rows.append({"period": f"2026-{month:02}", "target": "t", **figures})
        bands = [{"below_percent": float(below), "credit_percent": credit} for below, credit in BANDS]
        records: dict[str, dict[str, Any]] = {
            "indicators/share": {"owner": "x", "status": "active", "type": "sli", "dimension": "quality",
                                 "unit": "percent", "formula": "good / all", "direction": "higher-better"},
            "services/mail": {"owner": "x", "status": "live", "type": "business"},
            "agreements/sla": {"owner": "x", "status": "active", "type": "sla", "covers": ["mail"], "targets": [target],
                               "valid_from": "2026-01-01", "service_hours": "24x7",
                               "consequences": [{"target": "t", "cap_percent": CAP, "bands": bands}]},
        }  # fmt: skip
        if rows:
            records["measurements/sla-2026"] = {"agreement": "sla", "rows": rows}
        return built(records, self.as_of)

    def expected(self) -> dict[str, str]:
        """The state of every month that has a row, or should have had one by now."""
        found = {}
        for month in range(1, 13):
            row = self.rows[month - 1] if month <= len(self.rows) else None
            closed = date(2026, month, monthrange(2026, month)[1])
            if row is not None:
                found[f"2026-{month:02}"] = "not-measured" if isinstance(row, str) else self.state(*row)
            elif self.as_of > closed + timedelta(LAG):
                found[f"2026-{month:02}"] = "no-data"
        return found

    def state(self, good: int, total: int) -> str:
        if total == 0:
            return "no-events"
        if total < self.min_sample:
            return "below-sample"
        wanted, bad = Fraction(self.percent) / 100, total - good
        share = Fraction(good, total)
        if share < wanted or (self.strict and share == wanted):
            return "breached"
        budget = (1 - wanted) * total
        burn = Fraction(100 * bad) / budget if budget else Fraction(0)
        return "at-risk" if burn >= self.at_risk else "met"


BANDS = ((Decimal("99.5"), 5), (Decimal(95), 10), (Decimal(80), 60))
CAP = 40


def credit(result: Result) -> int:
    """By the lowest band below which the share lies, and never above the cap."""
    if result.percent is None:
        return 0
    found = [given for below, given in BANDS if Fraction(result.percent) < Fraction(below)]
    return min(CAP, max(found, default=0))


rows = st.none() | st.just("Agent failed") | st.integers(0, 60).flatmap(
    lambda total: st.tuples(st.integers(0, total), st.just(total))
)  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Targets such that a share often lies exactly at them."""
    percent = draw(st.sampled_from([Decimal(p) for p in ("50", "75", "80", "90", "95", "99.5", "100", "0")]))
    months = tuple(draw(st.lists(rows, max_size=8)))
    days = st.integers(len(months) * 31, 400).map(lambda n: date(2026, 1, 1) + timedelta(n))
    at_risk, min_sample = draw(st.sampled_from([1, 50, 80, 100])), draw(st.sampled_from([0, 0, 10]))
    return Case(percent, draw(st.booleans()), at_risk, min_sample, months, min(draw(days), date(2027, 1, 10)))


EDGES = Case(Decimal(95), False, 80, 10, ((95, 100), (94, 100), (0, 0), (9, 9), (96, 100), None, "Agent failed"),
             date(2026, 9, 15))  # fmt: skip


@settings(max_examples=120, deadline=None)
@example(EDGES)
@example(Case(Decimal(100), False, 80, 0, ((10, 10), (9, 10), (0, 0)), date(2026, 4, 15)))
@example(Case(Decimal(95), True, 80, 0, ((95, 100), (96, 100)), date(2026, 3, 15)))
@given(cases())
def test_every_month_has_the_state_that_counting_gives(case: Case) -> None:
    model = case.model()
    agreement, service = model.get("agreement/sla"), model.get("service/mail")
    assert agreement
    assert service
    found = results(model, agreement)
    expected = case.expected()
    assert {one.period: one.state for one in found} == expected
    assert [one.period for one in found] == sorted(expected)
    assert [one.credit for one in found] == [credit(one) for one in found]
    assert [one.period for one in latest(model, agreement)] == sorted(expected)[-1:]
    assert service_state(model, service) == (expected[max(expected)] if expected else None)


@settings(max_examples=60, deadline=None)
@example(EDGES)
@given(cases())
def test_no_gap_is_ever_shown_as_met(case: Case) -> None:
    model = case.model()
    agreement = model.get("agreement/sla")
    assert agreement
    for one in results(model, agreement):
        if one.state in ("met", "at-risk"):
            assert one.row
            assert Fraction(one.row["good"], one.row["total"]) >= Fraction(case.percent) / 100
        if one.tally and one.tally.percent is not None:
            assert (one.tally.left < 0) == (Fraction(one.tally.percent) < Fraction(case.percent))


def test_a_month_is_missing_from_the_day_after_its_lag() -> None:
    def states(as_of: date) -> dict[str, str]:
        model = Case(Decimal(95), False, 80, 0, ((10, 10),), as_of).model()
        agreement = model.get("agreement/sla")
        assert agreement
        return {one.period: one.state for one in results(model, agreement)}

    assert states(date(2026, 3, 15)) == {"2026-01": "met"}
    assert states(date(2026, 3, 16)) == {"2026-01": "met", "2026-02": "no-data"}


# ---- notice


def dated(end: date, days: int, as_of: date, decided: bool = False) -> Model:
    """An agreement and a contract with the same end and notice."""
    said = {"date": "2020-01-01", "result": "renew"}
    agreement: dict[str, Any] = {
        "owner": "x", "status": "active", "type": "sla", "valid_from": "2020-01-01", "valid_through": end.isoformat(),
        "notice_days": days,
    }  # fmt: skip
    contract: dict[str, Any] = {
        "owner": "x", "status": "active", "type": "master", "supplier": "s", "start": "2020-01-01",
        "end": end.isoformat(), "notice_days": {"customer": days},
    }  # fmt: skip
    if decided:
        agreement["decision"] = said
        contract["renewal"] = {"type": "auto", "decision": said}
    return built({"agreements/a": agreement, "contracts/c": contract}, as_of)


def counted_back(day: date, days: int) -> date:
    """One day after the other, by the lengths of months."""
    for _ in range(days):
        if day.day > 1:
            day = day.replace(day=day.day - 1)
        else:
            year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
            length = (
                29
                if month == 2 and isleap(year)
                else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
            )
            day = date(year, month, length)
    return day


def both(model: Model) -> tuple[Notice, Notice]:
    one, other = notices(model)
    assert (one.day, one.state, one.end) == (other.day, other.state, other.end)
    return one, other


@pytest.mark.parametrize(
    ("end", "days", "decide_by"),
    [
        ("2026-12-31", 90, "2026-10-02"),
        ("2027-06-30", 180, "2027-01-01"),
        ("2028-03-01", 1, "2028-02-29"),
        ("2027-03-01", 1, "2027-02-28"),
        ("2028-02-29", 365, "2027-03-01"),
        ("2029-02-28", 365, "2028-02-29"),
        ("2026-03-31", 31, "2026-02-28"),
        ("2026-12-31", 0, "2026-12-31"),
        ("2027-01-31", 62, "2026-11-30"),
    ],
)
def test_decide_by(end: str, days: int, decide_by: str) -> None:
    one, _ = both(dated(date.fromisoformat(end), days, date(2026, 1, 1)))
    assert one.day == date.fromisoformat(decide_by)


days_ahead = st.integers(0, 1500).map(lambda n: date(2026, 1, 1) + timedelta(n))


@settings(max_examples=60, deadline=None)
@given(days_ahead, st.integers(0, 800), st.integers(-40, 40), st.booleans())
def test_notice_is_near_for_its_lead_and_past_from_the_day_after(
    end: date, days: int, away: int, decided: bool
) -> None:
    by = counted_back(end, days)
    as_of = by - timedelta(away)
    model = dated(end, days, as_of, decided)
    one, _ = both(model)
    assert one.day == by
    state = None if decided or away > 30 else "near" if away >= 0 else "past"
    assert one.state == state
    found = judge(model, only=[load_rules()["GEN019"]])
    # Past its end ended-but-live tells of it.
    assert len(found) == (2 if state and as_of <= end else 0)


@settings(max_examples=200, deadline=None)
@given(days_ahead, st.integers(1, 40), st.sampled_from("MQY"))
def test_adding_months_stays_in_the_month_meant(day: date, count: int, unit: str) -> None:
    months = count * {"M": 1, "Q": 3, "Y": 12}[unit]
    later = add(day, f"{count}{unit}")
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])
