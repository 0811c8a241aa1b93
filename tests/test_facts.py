"""What is derived from records: holders, dues, workload, circles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms import due, graphs, roles, workload
from skms.dates import add
from skms.fit import Record
from skms.model import Model
from skms.pipeline import model_of

AS_OF = date(2026, 7, 1)
ROLE = """\
kind: role
title: Desk lead
status: active
type: manager
purpose: Leads the desk.
responsibilities: [{id: lead, text: Leads.}]
holders:
"""
PEOPLE = {
    f"raci/people/{name}.yaml": f"kind: person\ntitle: {name} X\nstatus: active\n"
    for name in ("ada", "emil", "kim")
}


def role_with(*entries: str, extra: dict[str, str] | None = None) -> tuple[Model, Record]:
    """A role with these holder entries."""
    text = ROLE + "".join(f"  - {{{entry}}}\n" for entry in entries)
    model = model_of({"raci/roles/lead.yaml": text, **PEOPLE, **(extra or {})}, AS_OF)
    role = model.get("role/lead")
    assert role
    return model, role


def people(found: tuple[roles.Holding, ...]) -> list[str]:
    return [one.person.id for one in found]


# Holders: section 4.36 of the domain specification


def test_both_ends_of_a_period_count() -> None:
    model, role = role_with("person: ada, from: 2026-07-01, to: 2026-07-01")
    assert people(roles.holders(model, role)) == ["ada"]
    assert roles.vacant(model, role) is False
    for day in (date(2026, 6, 30), date(2026, 7, 2)):
        assert roles.holders(model, role, day=day) == ()


def test_entries_for_the_scope_win() -> None:
    service = "kind: service\ntitle: E-mail\nowner: lead\nstatus: idea\ntype: business\n"
    extra = {"catalogue/services/email.yaml": service, "catalogue/services/chat.yaml": service}
    model, role = role_with("person: ada", "person: emil, scope: email", extra=extra)
    assert people(roles.holders(model, role, "service/email")) == ["emil"]
    assert people(roles.holders(model, role, "service/chat")) == ["ada"]
    assert people(roles.holders(model, role)) == ["ada", "emil"]


def test_deputies_count_only_where_nobody_else_is() -> None:
    model, role = role_with("person: ada, to: 2026-07-31", "person: emil, deputy: true")
    assert people(roles.holders(model, role)) == ["ada"]
    assert not roles.only_deputies(model, role)
    assert people(roles.holders(model, role, day=date(2026, 8, 1))) == ["emil"]


def test_missing_people_hold_nothing() -> None:
    model, role = role_with("person: nobody")
    assert roles.holdings(model, role) == ()
    assert roles.vacant(model, role)


def test_held_by_is_the_other_side_of_holdings() -> None:
    model, role = role_with("person: ada, to: 2020-01-01", "person: ada", "person: emil")
    ada = model.get("person/ada")
    assert ada
    assert [one.route for one in roles.held_by(model, ada)] == [("holders", 0), ("holders", 1)]
    assert len(roles.coming(model, role)) == 2


days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 12)))


@given(days, days, days, days)
@settings(max_examples=200, deadline=None)
def test_two_periods_meet_where_some_day_lies_in_both(
    a: date | None, b: date | None, c: date | None, d: date | None
) -> None:
    model, role = role_with("person: ada", "person: emil")
    first, second = roles.holdings(model, role)
    make = [
        roles.Holding(role, one.person, one.route, start, end, None, None, False)
        for one, start, end in ((first, a, b), (second, c, d))
    ]
    if any(one.start and one.end and one.end < one.start for one in make):
        return
    shared = any(
        make[0].on(day) and make[1].on(day)
        for day in (date(2025, 12, 30), *(date(2026, 1, n) for n in range(1, 14)), date(2027, 1, 1))
    )
    assert make[0].meets(make[1]) == make[1].meets(make[0]) == shared


# What is due: section 5.7


def test_next_due_clips_to_the_end_of_the_month() -> None:
    text = "kind: team\ntitle: Desk\nstatus: active\ntype: team\nreview: {frequency: 1M, last_reviewed: 2026-01-31}\n"
    model = model_of({"raci/teams/desk.yaml": text}, AS_OF)
    (one,) = due.everything_due(model)
    assert (one.what, one.day, one.route) == ("review", date(2026, 2, 28), ("review", "last_reviewed"))
    assert one.late(date(2026, 3, 1))
    assert not one.late(date(2026, 2, 28))


def test_what_is_not_in_force_is_due_for_nothing() -> None:
    text = "kind: team\ntitle: Desk\nstatus: dissolved\ntype: team\nreview: {frequency: 1M}\n"
    assert due.everything_due(model_of({"raci/teams/desk.yaml": text}, AS_OF)) == ()


@pytest.mark.parametrize(("day", "every", "expected"), [
    (date(2024, 2, 29), "1Y", date(2025, 2, 28)),
    (date(2026, 1, 31), "1Q", date(2026, 4, 30)),
    (date(2026, 12, 31), "12M", date(2027, 12, 31)),
    (date(2026, 1, 1), "36h", date(2026, 1, 3)),
    (date(2026, 1, 1), "99999Y", date.max),
    (date(2026, 1, 1), "99999w", date(2026, 1, 1).fromordinal(date(2026, 1, 1).toordinal() + 699993)),
])  # fmt: skip
def test_adding_a_duration(day: date, every: str, expected: date) -> None:
    assert add(day, every) == expected


# Workload: section 5.10


def test_the_workload_of_the_specification() -> None:
    process = "kind: process\ntitle: Incident\nstatus: draft\nowner: lead\n"
    process += "activities: [{id: triage, title: T, frequency: daily}]\n"
    matrix = """\
kind: raci
title: Incident
status: published
version: "1.0"
description: Who does what.
for: incident
rows:
  - {activity: triage, assign: {lead: A/R}}
  - {activity: other, assign: {lead: C}}
"""
    model, role = role_with(
        "person: ada", extra={"policies/processes/incident.yaml": process, "raci/matrices/i.yaml": matrix}
    )
    assert workload.index(model, role) == 36
    assert workload.share(model, role) == (1, 2)


# Circles

edges = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), max_size=8)


@given(edges)
def test_a_circle_is_found_where_there_is_one(graph: dict[int, set[int]]) -> None:
    looped = {node for node in graph if node in graphs.reached(graph, graph[node])}
    found = list(graphs.circles(graph))
    for circle in found:
        for a, b in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert b in graph[a]
    knots = [
        frozenset(knot) for knot in graphs.knots(graph) if len(knot) > 1 or knot[0] in graph.get(knot[0], ())
    ]
    assert sorted(node for knot in knots for node in knot) == sorted(looped)
    assert len(found) == len(knots)


def test_a_long_chain_is_no_matter() -> None:
    chain = {n: [n + 1] for n in range(50_000)}
    assert list(graphs.circles(chain)) == []
    (circle,) = graphs.circles({**chain, 50_000: [0]})
    assert len(circle) == 50_001
