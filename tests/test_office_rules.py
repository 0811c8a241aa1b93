"""Edge cases of governance, value, maturity and people: one rule at a time on small records, and the facts below."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from skms import governance, maturity_facts, objectives, value
from skms.findings import Finding
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of
from skms.rules import load_rules

AS_OF = date(2026, 7, 1)


def model(**records: str) -> Model:
    """Records by `kind__id`, each given by its fields below `kind`, `title` and `owner`."""
    texts = {}
    for key, fields in records.items():
        kind, _, record_id = key.replace("_", "-").partition("--")
        owner = "" if kind in ("person", "role", "team", "raci", "training-plan") else "owner: head\n"
        folder = {"sod-rule": "raci", "person": "raci", "role": "raci", "team": "raci"}.get(kind, "policies")
        texts[f"{folder}/{kind}/{record_id}.yaml"] = (
            f"kind: {kind}\ntitle: The {record_id}\n{owner}{fields}\n"
        )
    return model_of(texts, AS_OF)


def run(code: str, **records: str) -> list[Finding]:
    """What one rule finds in sound records."""
    built = model(**records)
    assert [problem.message for problem in built.problems] == []
    return list(judge(built, only=[load_rules()[code]]))


def forum(types: str, level: str = "strategic") -> str:
    return (
        f"status: active\nlevel: {level}\ngovernance_domains: [itsm]\nchair: head\nmembers: [head]\ncadence: 1M\n"
        f"quorum: {{min_members: 1}}\ndecision_types: [{types}]"
    )


ROLE = "status: active\ntype: staff\npurpose: Works.\nresponsibilities: [{id: r1, text: Works.}]\n"
PERSON = "status: active\n"
PROCESS = """status: published
activities: [{id: approve, title: Approve, duty: approve}, {id: build, title: Build, duty: execute}]"""


def test_a_gap_between_priorities_is_found_and_the_whole_range_is_expected() -> None:
    band = "{{type: Order, from: {0}, to: {1}, unit: priority, method: majority}}"
    bands = ", ".join((band.format("p1", "p1"), band.format("p3", "p4")))
    (found,) = run("FOR001", forum__board=forum(bands))
    assert "above p1 and below p3" in found.message


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("from: 0, to: 1000, unit: EUR,", "from: 1000, unit: EUR,", 0),
        ("from: 0, to: 1000, unit: EUR,", "from: 1001, unit: EUR,", 0),
        ("from: 0, to: 1000, unit: EUR,", "from: 900, unit: EUR,", 1),
        ("from: 0, to: 1000, unit: EUR,", "from: 5000, unit: EUR,", 1),
        ("from: 1, to: 12, unit: score,", "from: 13, to: 25, unit: score,", 0),
        ("from: 1, to: 12, unit: score,", "from: 12, to: 25, unit: score,", 1),
        ("from: 1, to: 12, unit: score,", "from: 13, to: 20, unit: score,", 1),
        ("", "from: 13, unit: score,", 1),
    ],
)
def test_bands_meet_without_gap_or_overlap(first: str, second: str, count: int) -> None:
    found = run(
        "FOR001", forum__a=forum(f"{{type: Decide, {first} method: majority}}"),
        forum__b=forum(f"{{type: decide, {second} method: majority}}"),
    )  # fmt: skip
    assert len(found) == count


def test_one_forum_may_have_two_methods() -> None:
    types = "{type: Decide, method: majority}, {type: Decide, method: consensus}"
    assert run("FOR001", forum__a=forum(types)) == []


def test_a_pair_of_domains_is_described_once_on_either_side() -> None:
    built = model(
        governance_domain__itsm="status: active\nframeworks: []",
        governance_domain__p3m="status: active\nframeworks: []\nno_interface: [{to: itsm, reason: None needed yet.}]",
    )
    stated = [(pair.one, pair.other) for pair in governance.pairs(built) if pair.stated]
    assert len(governance.pairs(built)) == 10
    assert stated == [("itsm", "p3m")]


def duties(
    rule: str = "severity: error", holders: str = "[{person: sam}]", matrix: str = ""
) -> dict[str, str]:
    rows = (
        matrix or "{activity: approve, assign: {chief: A/R}}, {activity: build, assign: {chief: A, doer: R}}"
    )
    return {
        "sod_rule__apart": "status: active\nduties: [[approve], [execute]]\nlevel: same-process\nrationale: Apart.\n"
        + rule,
        "process__change": PROCESS,
        "raci__change": f"status: published\nfor: change\nrows: [{rows}]",
        "role__chief": ROLE + "holders: [{person: sam, to: 2026-12-31}]",
        "role__doer": ROLE + f"holders: {holders}",
        "person__sam": PERSON + "team: desk",
        "person__kim": PERSON,
        "team__desk": "status: active\ntype: team",
        "control__log": "status: active\ntype: detective\nimplementation_status: implemented",
    }


def test_a_conflict_names_both_ways_and_takes_the_severity_of_its_rule() -> None:
    (found,) = run("SOD001", **duties())
    assert "sam → chief → change#approve (approve)" in found.message
    assert "sam → doer → change#build (execute)" in found.message
    assert (found.severity, found.file) == ("error", "raci/role/doer.yaml")
    (milder,) = run("SOD001", **duties("severity: error\ncompensating_controls: [log]"))
    assert milder.severity == "warning"
    (small,) = run("SOD001", **duties("severity: error\nexempt_below: 5"))
    assert small.severity == "warning"
    assert "compensating control" in small.message


def test_periods_that_do_not_meet_are_no_conflict() -> None:
    assert run("SOD001", **duties(holders="[{person: sam, from: 2027-01-01}]")) == []
    assert run("SOD001", **duties(holders="[{person: sam, to: 2026-06-30}]")) == []


def test_a_team_counts_for_its_people() -> None:
    rows = "{activity: approve, assign: {chief: A/R}}, {activity: build, assign: {chief: A, team/desk: R}}"
    (found,) = run("SOD001", **duties(matrix=rows))
    assert found.file == "raci/person/sam.yaml"


def learning(plan: str = "") -> dict[str, str]:
    records = {
        "person__sam": PERSON,
        "role__lead": ROLE
        + "competences: [{competency: calm, level: 3}]\nholders: [{person: sam, from: 2026-02-01}]",
        "raci__change": "status: published\nfor: process/change\nrows: [{activity: a, assign: {lead: A/R}}]",
        "competency__calm": "status: active\ndescription: Keeps calm.",
    }
    head = "status: agreed\nperson: sam\nperiod: {from: 2026-01-01, to: 2026-12-31}\n"
    return {**records, "training_plan__sam": f"{head}items: [{plan}]"} if plan else records


@pytest.mark.parametrize(
    ("plan", "severities"),
    [
        ("", ["error"]),
        ("{id: i, competency: calm, target_level: 3, due: 2026-04-30, status: booked}", []),
        ("{id: i, competency: calm, target_level: 3, due: 2026-09-30, status: booked}", ["warning"]),
        ("{id: i, competency: calm, target_level: 2, due: 2026-04-30, status: booked}", ["error"]),
        ("{id: i, competency: calm, target_level: 3, due: 2026-04-30, status: cancelled}", ["error"]),
        (
            "{id: i, competency: calm, target_level: 3, due: 2026-04-30, status: done, done_on: 2026-04-20}",
            [],
        ),
    ],
)
def test_a_gap_is_closed_by_an_item_in_time(plan: str, severities: list[str]) -> None:
    assert [found.severity for found in run("TRN001", **learning(plan))] == severities


def test_what_is_done_without_effect_is_one_finding() -> None:
    records = learning(
        "{id: i, competency: calm, target_level: 3, due: 2026-04-30, status: done, done_on: 2026-04-20}"
    )
    assert [len(run(code, **records)) for code in ("TRN001", "TRN002")] == [0, 1]


CASE = """status: approved
subject: service/portal
options: [{id: nothing, title: Leave it, do_nothing: true}, {id: build, title: Build}]
preferred: build
horizon_years: 3
discount_rate_percent: 3.5
base_year: "2025"
currency: EUR
costs: [{id: c, title: All, type: capex, amounts: ["180000", "60000", "60000", "60000"]}]
benefits:
  - id: b
    title: Savings
    type: cashable
    start: 2026-07-01
    annual: [{year: "2026", amount: "90000"}, {year: "2027", amount: "150000"}, {year: "2028", amount: "170000"}]
    realised: [{period: 2026-Q3, amount: 30000}, {period: 2026-Q2, amount: 5}, {period: 2026-Q4, not_measured: Ill}]
"""


def test_a_case_gives_the_figures_of_the_specification() -> None:
    built = model(business_case__portal=CASE)
    (case,) = built.of("business-case")
    option = value.preferred(built, case)
    assert option is not None
    assert round(option.appraisal.npv, 2) == Decimal("32215.17")
    assert dict(value.planned(built, case))["2025"] == 0
    (benefit,) = value.benefits(built, case)
    # The year's plan falls on the six months from the start of the benefit on.
    assert [one.planned for one in benefit.realised] == [45000, 0, 45000]
    assert [one.share for one in benefit.realised][1:] == [None, None]


def test_optimism_comes_off_first() -> None:
    built = model(business_case__portal=CASE + "optimism_bias: {benefit_haircut_percent: 20}\n")
    option = value.preferred(built, built.of("business-case")[0])
    assert option is not None
    assert round(option.appraisal.npv, 2) == Decimal("-43847.51")
    assert (
        len(run("BCS002", business_case__portal=CASE + "optimism_bias: {benefit_haircut_percent: 20}\n")) == 1
    )


AREAS = {
    "VS": (100, 90, 60, 10, 0), "PR": (100, 95, 88, 55, 0), "PE": (100, 80, 40, 0, 0), "TE": (100, 100, 90, 20, 0),
    "CU": (100, 86, 30, 0, 0),
}  # fmt: skip


def assessment(framework: str) -> Model:
    nodes = ", ".join(f"{{id: {area}, title: Area {area}}}" for area in AREAS)
    ratings = {
        area: ", ".join(f'"{at}": {percent}' for at, percent in enumerate(row, 1))
        for area, row in AREAS.items()
    }
    items = "".join(f"  - {{node: {area}, ratings: {{{row}}}}}\n" for area, row in ratings.items())
    return model(**{
        f"framework__{framework}": "status: active\npublisher: X\nedition: '1'\nlicence: X\nrights: {tier: B}\n"
        f"scale: {{min: 1, max: 5}}\nnodes: [{nodes}]",
        "assessment__first": f"status: done\ntype: maturity\nframework: {framework}\ndate: 2026-05-01\nitems:\n{items}",
    })  # fmt: skip


def test_an_assessment_gives_the_levels_of_the_specification() -> None:
    built = assessment("pmf")
    (result,) = maturity_facts.results(built, built.of("assessment")[0])
    assert list(result.levels.values()) == [3, 4, 2, 3, 2]
    assert result.maturity is not None
    assert (result.maturity.level, result.maturity.mean) == (2, Decimal("2.8"))
    assert [result.trend(area) for area in AREAS] == [
        Decimal(x) for x in ("2.6", "3.38", "2.2", "3.1", "2.16")
    ]
    assert maturity_facts.rated_percent(built, built.of("assessment")[0]) == 100


def test_models_of_p3m3_are_never_combined() -> None:
    built = assessment("p3m3")
    (result,) = maturity_facts.results(built, built.of("assessment")[0])
    assert result.maturity is None
    assert result.levels["PR"] == 4


def test_what_serves_an_objective_serves_those_above() -> None:
    records = {
        "objective__top": "status: active\nlevel: enterprise",
        "objective__mid": "status: active\nlevel: smo\nparent: top",
        "service__desk": "status: live\ntype: business\nobjectives: [mid]",
    }
    assert objectives.served(model(**records)) == {"objective/top", "objective/mid"}
    assert run("OBJ002", **records) == []
    del records["service__desk"]
    assert [found.record for found in run("OBJ002", **records)] == ["objective/mid"]


def test_a_loop_counts_once_and_other_clocks_are_left_out() -> None:
    steps = """status: published
activities:
  - {id: a, type: start, title: Begin, next: [{to: b}]}
  - {id: b, title: Do, duration_target: {duration: 5h, clock: 24x7}, next: [{to: c}]}
  - id: c
    title: Check
    duration_target: {duration: 2h, clock: 24x7}
    next: [{to: b, when: wrong}, {to: d, when: right}]
  - {id: d, title: Tell, duration_target: {duration: 9h, clock: office}, next: [{to: e}]}
  - {id: e, type: end, title: Done}"""
    offer = (
        "status: live\ntype: business\nrequest_types: [{id: r, title: Do it, category: advice, status: live, "
    )
    for hours, count in ((7, 0), (6, 1)):
        wanted = f"fulfilment_process: work, target: {{duration: {hours}h, clock: 24x7}}}}]"
        assert len(run("PRC004", process__work=steps, service__help=offer + wanted)) == count


def test_customers_and_forums_are_asked_and_told_but_answer_for_nothing() -> None:
    rows = (
        "{activity: a, assign: {forum/board: C, lead: A/R}}, {activity: b, assign: {forum/board: A}}, "
        "{activity: c, assign: {forum/board: R}}"
    )
    records = {
        "raci__change": f"status: published\nfor: process/change\nrows: [{rows}]",
        "forum__board": forum("{type: Decide, method: majority}"),
        "role__lead": ROLE,
    }
    assert [found.message.split("'")[3] for found in run("RAC004", **records)] == ["b"]
    assert [found.message.split("'")[3] for found in run("RAC007", **records)] == ["c"]


def test_rules_on_kinds_that_nobody_uses_find_nothing() -> None:
    bare = {"service__desk": "status: live\ntype: business\ncriticality: tier-1", "role__lead": ROLE}
    codes = ("SVC006", "RSK002", "GEN021", "STR001", "GOV001", "PRI001", "TRN003", "TRN004", "SOD001")
    assert [code for code in codes if run(code, **bare)] == []
