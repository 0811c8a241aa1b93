"""The figures in the table of rules: at its limit a thing passes, a step beyond it does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from skms.judge import judge
from skms.pipeline import model_of
from skms.rules import load_rules

AS_OF = date(2026, 7, 1)
Records = dict[str, dict[str, Any]]


def found(code: str, records: Records) -> int:
    """How many findings of one rule there are in records by `kind/id`; none of them may be broken."""
    texts = {}
    for name, data in records.items():
        kind, _, id = name.partition("/")
        own = (
            {}
            if kind in ("person", "role", "team", "raci", "measurement", "training-plan")
            else {"owner": "head"}
        )
        full = {"kind": kind, "title": f"The {id}", **own, **data}
        texts[f"catalogue/{kind}/{id}.yaml"] = yaml.safe_dump(full, sort_keys=False)
    model = model_of(texts, AS_OF)
    assert [one.message for one in model.problems if "needs the field" not in one.message] == []
    return len(judge(model, only=[load_rules()[code]]))


def ago(days: int) -> str:
    return (AS_OF - timedelta(days)).isoformat()


# ---- service levels

MONTH = {"duration": "1M", "type": "calendar"}
SLI = {
    "status": "active",
    "type": "sli",
    "formula": "as agreed",
    "direction": "higher-better",
    "data_source": "tool",
}
AVAILABILITY = {**SLI, "dimension": "availability", "unit": "percent"}
RESOLUTION = {**SLI, "dimension": "resolution", "unit": "minutes", "direction": "lower-better"}


def there(percent: float) -> dict[str, Any]:
    return {"id": "a", "indicator": "availability", "operator": "gte", "value": percent, "window": MONTH}


def back(minutes: int, clock: str, share: float = 95) -> dict[str, Any]:
    return {"id": "r", "indicator": "resolution", "operator": "lte", "value": f"{minutes}m", "clock": clock,
            "target_percent": share, "window": MONTH}  # fmt: skip


def agreement(kind: str, covers: list[str], target: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    return {"status": "active", "type": kind, "covers": covers, "valid_from": "2026-01-01", "service_hours": "24x7",
            "support_hours": "24x7", "provider": f"{kind}-team", **({"targets": [target]} if target else {}),
            **more}  # fmt: skip


def service(*on: str, **more: Any) -> dict[str, Any]:
    needs = {"depends_on": [{"service": one} for one in on]} if on else {}
    return {"status": "live", "type": "technical", **needs, **more}


def calendar(opens: str, closes: str) -> dict[str, Any]:
    hours = [{"day_of_week": ["mon", "tue", "wed", "thu", "fri"], "opens": opens, "closes": closes}]
    return {"status": "published", "time_zone": "Europe/Vienna", "hours": hours}


def promise(percent: float) -> Records:
    """The series of the specification below an SLA: product 99.35079975, bound 99.35."""
    below = {"a": 99.9, "b": 99.95, "c": 99.5}
    return {
        "indicator/availability": AVAILABILITY, "agreement/sla": agreement("sla", ["mail"], there(percent)),
        "service/mail": service(*below), **{f"service/{id}": service() for id in below},
        **{f"agreement/{id}-ola": agreement("ola", [id], there(figure)) for id, figure in below.items()},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("percent", "overpromised", "unguaranteed"),
    [(99.35, 0, 0), (99.35000001, 0, 1), (99.35079975, 0, 1), (99.35079976, 1, 0)],
)
def test_availability_of_a_series(percent: float, overpromised: int, unguaranteed: int) -> None:
    assert found("SLA002", promise(percent)) == overpromised
    assert found("SLA003", promise(percent)) == unguaranteed


def path(minutes: int, share: float = 95) -> Records:
    """Two hours on 09–17 are 240 minutes on 08–18; two such OLAs one after the other."""
    olas = {
        f"agreement/{id}-ola": agreement("ola", [id], back(120, "short"), supports=["sla"])
        for id in ("a", "b")
    }
    return {
        "indicator/resolution": RESOLUTION, "calendar/long": calendar("08:00", "18:00"),
        "calendar/short": calendar("09:00", "17:00"), "service/mail": service(), "service/a": service(),
        "service/b": service(), "agreement/sla": agreement("sla", ["mail"], back(minutes, "long", share)), **olas,
    }  # fmt: skip


def test_times_and_shares_of_a_path() -> None:
    assert [found("SLA005", path(minutes, 90)) for minutes in (480, 479)] == [0, 1]
    # 95 and 95 give 90.
    assert [found("SLA003", path(480, share)) for share in (90, 90.1)] == [0, 1]


@pytest.mark.parametrize(
    ("closes", "severity"), [("18:00", None), ("17:31", "warning"), ("17:30", "error"), ("17:00", "error")]
)
def test_hours_that_are_not_covered(closes: str, severity: str | None) -> None:
    """Ten hours a day; half an hour of them is 5 %."""
    records: Records = {
        "calendar/long": calendar("08:00", "18:00"), "calendar/other": calendar("08:00", closes),
        "service/mail": service("host", provider="sla-team"), "service/host": service(provider="ola-team"),
        "agreement/sla": agreement("sla", ["mail"], None, service_hours="long"),
        "agreement/ola": agreement("ola", ["host"], None, service_hours="other"),
    }  # fmt: skip
    texts = {
        f"catalogue/{name}.yaml": yaml.safe_dump(
            {"kind": name.partition("/")[0], "title": "The one", "owner": "x", **data}
        )
        for name, data in records.items()
    }
    made = judge(model_of(texts, AS_OF), only=[load_rules()["SLA004"]])
    assert [one.severity for one in made] == ([severity] if severity else [])


def test_five_nines() -> None:
    def one(percent: float) -> Records:
        return {
            "indicator/availability": AVAILABILITY,
            "agreement/sla": agreement("sla", ["mail"], there(percent)),
        }

    assert [found("SLA010", one(percent)) for percent in (99.999, 99.9991, 100)] == [0, 1, 1]


def test_a_third_of_the_important_services_with_one_supplier() -> None:
    def one(held: int, of: int) -> Records:
        mine = {f"service/m{n}": service(criticality="tier-1", provider="supplier/acme") for n in range(held)}
        rest = {f"service/r{n}": service(criticality="tier-1", provider="desk") for n in range(of - held)}
        return {**mine, **rest, "supplier/acme": SUPPLIER}

    assert [found("SUP004", one(held, 10)) for held in (3, 4)] == [0, 1]


SUPPLIER = {"status": "active", "tier": "critical", "type": "external"}

# ---- who does what


def matrix(cells: dict[str, str], rows: int = 1) -> Records:
    named = [{"activity": f"a{n}", "assign": cells} for n in range(rows)]
    roles = {f"role/{id}": ROLE for id in cells}
    return {"raci/m": {"status": "published", "for": "process/p", "rows": named}, **roles}


ROLE = {
    "status": "active",
    "type": "staff",
    "purpose": "Works.",
    "responsibilities": [{"id": "r", "text": "Works."}],
}


@pytest.mark.parametrize(("letter", "most"), [("R", 3), ("C", 4), ("I", 6)])
def test_a_crowded_row(letter: str, most: int) -> None:
    def one(count: int) -> Records:
        return matrix(
            {"boss": "A", "other": "I" if letter != "I" else "C", **{f"x{n}": letter for n in range(count)}}
        )

    assert [found("RAC012", one(count)) for count in (most, most + 1)] == [0, 1]


@pytest.mark.parametrize(("held", "findings"), [(4, 0), (5, 1)])
def test_a_role_that_answers_for_too_much(held: int, findings: int) -> None:
    others = [f"o{n % 3}" for n in range(10)]
    rows = [
        {"activity": f"a{n}", "assign": {"boss": "A" if n < held else "I", other: "R" if n < held else "A/R"}}
        for n, other in enumerate(others)
    ]
    records: Records = {
        "raci/m": {"status": "published", "for": "process/p", "rows": rows},
        "process/p": {
            "status": "published",
            "activities": [{"id": f"a{n}", "title": f"Do {n}"} for n in range(10)],
        },
        **{f"role/{id}": ROLE for id in ("boss", *others)},
    }
    assert found("RAC013", records) == findings


@pytest.mark.parametrize(("share", "findings"), [(0.5, 0), (0.51, 1)])
def test_more_than_a_whole_post(share: float, findings: int) -> None:
    records: Records = {"person/ann": {"status": "active"}}
    for id, fte in (("a", 0.5), ("b", share)):
        records[f"role/{id}"] = {**ROLE, "holders": [{"person": "ann", "fte": fte, "from": "2026-01-01"}]}
    assert found("ROL003", records) == findings


@pytest.mark.parametrize(("days", "findings"), [(90, 0), (91, 1)])
def test_deputies_alone(days: int, findings: int) -> None:
    holders = [
        {"person": "ann", "from": "2025-01-01", "to": ago(days)},
        {"person": "bob", "from": "2025-01-01", "deputy": True},
    ]
    records: Records = {
        "person/ann": {"status": "active"}, "person/bob": {"status": "active"},
        "role/head": {**ROLE, "holders": holders}, "service/mail": service(),
    }  # fmt: skip
    assert found("GEN013", records) == findings


# ---- governance, value, maturity


@pytest.mark.parametrize(("days", "findings"), [(365, 0), (366, 1)])
def test_a_year_of_an_exception(days: int, findings: int) -> None:
    end = (date(2026, 1, 1) + timedelta(days)).isoformat()
    records: Records = {
        "exception/e": {"status": "approved", "type": "policy", "subject": "policy/p", "valid_from": "2026-01-01",
                        "valid_to": end}
    }  # fmt: skip
    assert found("EXC001", records) == findings


@pytest.mark.parametrize(("days", "findings"), [(45, 0), (46, 1)])
def test_one_and_a_half_intervals_of_a_forum(days: int, findings: int) -> None:
    """Of a meeting every thirty days."""
    last = AS_OF - timedelta(days)
    order = {"type": "Order", "from": "p1", "to": "p4", "unit": "priority", "method": "majority"}
    forum = {
        "status": "active", "level": "strategic", "governance_domains": ["itsm"], "chair": "head", "members": ["head"],
        "cadence": "30d", "quorum": {"min_members": 1}, "decision_types": [order],
        "meetings": [{"date": last.isoformat(), "minutes": "M-1"}],
    }  # fmt: skip
    assert found("GEN021", {"forum/board": forum}) == findings


CASE: dict[str, Any] = {
    "status": "approved", "subject": "service/mail", "horizon_years": 2, "discount_rate_percent": 3,
    "base_year": "2025", "currency": "EUR", "preferred": "a", "options": [{"id": "a", "title": "Do it"}],
}  # fmt: skip
KPI = {**SLI, "type": "kpi", "dimension": "cost", "unit": "EUR"}


def benefit(percent: float, **more: Any) -> dict[str, Any]:
    return {"id": "b", "title": "Savings", "type": "cashable", "indicator": "cost", "attribution_percent": percent,
            "annual": [{"year": "2026", "amount": "1200"}], **more}  # fmt: skip


@pytest.mark.parametrize(("percent", "findings"), [(40, 0), (40.1, 1)])
def test_an_effect_is_claimed_once(percent: float, findings: int) -> None:
    records: Records = {
        "indicator/cost": KPI, "business-case/one": {**CASE, "benefits": [benefit(60)]},
        "business-case/two": {**CASE, "benefits": [benefit(percent)]},
    }  # fmt: skip
    assert found("BEN002", records) == findings


@pytest.mark.parametrize(("amount", "findings"), [("240", 0), ("239.99", 1)])
def test_four_fifths_of_a_plan(amount: str, findings: int) -> None:
    """300 a quarter are planned; one quarter below is not enough for a finding."""
    realised = [{"period": "2026-Q1", "amount": "100"}, {"period": "2026-Q2", "amount": amount}]
    records: Records = {
        "indicator/cost": KPI, "business-case/one": {**CASE, "benefits": [benefit(100, realised=realised)]}
    }  # fmt: skip
    assert found("BEN004", records) == findings


FRAMEWORK = {
    "status": "active", "publisher": "X", "edition": "1", "licence": "X", "rights": {"tier": "B"},
    "scale": {"min": 1, "max": 5}, "nodes": [{"id": f"N{n}", "title": f"Node {n}"} for n in range(5)],
}  # fmt: skip


def assessed(items: list[dict[str, Any]]) -> Records:
    assessment = {
        "status": "done",
        "type": "maturity",
        "framework": "f",
        "date": "2026-06-30",
        "items": items,
    }
    return {"framework/f": FRAMEWORK, "assessment/a": assessment}


@pytest.mark.parametrize(
    ("level", "dated", "findings"),
    [
        (2, None, 0),
        (3, None, 1),
        (3, "2024-12-30", 0),
        (3, "2024-12-29", 1),
        (5, "2026-06-30", 0),
        (6, "2026-06-30", 1),
    ],
)
def test_evidence_of_eighteen_months(level: int, dated: str | None, findings: int) -> None:
    evidence = {"evidence": [{"url": "https://example.org", "dated": dated}]} if dated else {}
    assert found("ASM001", assessed([{"node": "N0", "score": level, **evidence}])) == findings


@pytest.mark.parametrize(("rated", "findings"), [(4, 0), (3, 1)])
def test_four_fifths_of_the_nodes(rated: int, findings: int) -> None:
    assert found("ASM003", assessed([{"node": f"N{n}", "score": 2} for n in range(rated)])) == findings
