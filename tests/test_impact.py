"""`skms impact`: what breaks if a person leaves, a role ends, a supplier goes or a service fails."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.cli import run
from skms.impact import Impact, impact
from skms.impact.outage import Outage, outage
from skms.model import Model
from skms.pipeline import model_of

AS_OF = date(2026, 7, 1)


def service(title: str, *depends_on: str, more: str = "") -> str:
    entries = "".join(f"  - {{{entry}}}\n" for entry in depends_on)
    lines = f"kind: service\ntitle: Service {title}\nowner: lead\nstatus: idea\ntype: technical\n{more}"
    return lines + (f"depends_on:\n{entries}" if entries else "")


def services(**texts: str) -> Model:
    return model_of({f"catalogue/services/{name}.yaml": text for name, text in texts.items()}, AS_OF)


def fails(model: Model, *names: str) -> Outage:
    return outage(model, [model.records[f"service/{name}"] for name in names])


def said(found: Impact) -> dict[str, list[str]]:
    return {group.id: [f"{one.record.title} {one.text}" for one in group.items] for group in found.groups}


# Services


def test_a_failure_goes_up_the_chain() -> None:
    model = services(
        a=service("A"),
        b=service("B", "service: a"),
        c=service("C", "service: b"),
        d=service("D", "service: a, mode: degraded"),
    )
    found = fails(model, "a")
    assert list(found.stopped) == ["service/a", "service/b", "service/c"]
    assert list(found.worse) == ["service/d"]


@pytest.mark.parametrize(("down", "stops"), [(("a",), False), (("a", "b"), False), (("a", "b", "c"), True)])
def test_redundant_services_carry_on_while_enough_are_left(down: tuple[str, ...], stops: bool) -> None:
    model = services(
        a=service("A"),
        b=service("B"),
        c=service("C"),
        top=service("Top", "services: [a, b, c], need: 1, failover: automatic"),
    )
    found = fails(model, *down)
    assert ("service/top" in found.stopped) is stops
    assert ("service/top" in found.bare) is not stops


def test_two_of_three_do_not_bear_two_failures() -> None:
    group = "services: [a, b, c], need: 2, failover: automatic"
    model = services(a=service("A"), b=service("B"), c=service("C"), top=service("Top", group))
    assert "service/top" not in fails(model, "a").stopped
    assert "service/top" in fails(model, "a", "b").stopped


def test_what_stops_anyway_is_not_called_weaker() -> None:
    model = services(a=service("A"), b=service("B", "service: a, mode: degraded", "service: a"))
    found = fails(model, "a")
    assert "service/b" in found.stopped
    assert not found.worse


def test_services_that_lean_on_each_other_fail_together() -> None:
    model = services(a=service("A", "service: b, mode: mutual"), b=service("B", "service: a, mode: mutual"))
    assert set(fails(model, "a").stopped) == {"service/a", "service/b"}


Plans = Mapping[int, tuple[list[int], int] | list[int]]


@st.composite
def plans(draw: st.DrawFn) -> Plans:
    """For each of up to eight services, earlier ones that it rests on: all of them, or k of n."""
    count = draw(st.integers(2, 8))
    plan: dict[int, tuple[list[int], int] | list[int]] = {}
    for number in range(1, count):
        below = draw(st.lists(st.integers(0, number - 1), unique=True, max_size=4))
        redundant = len(below) > 1 and draw(st.booleans())
        plan[number] = (below, draw(st.integers(1, len(below)))) if redundant else below
    return plan


def built(plan: Plans) -> Model:
    texts = {"s0": service("0")}
    for number, below in plan.items():
        if isinstance(below, tuple):
            names = ", ".join(f"s{one}" for one in below[0])
            texts[f"s{number}"] = service(
                str(number), f"services: [{names}], need: {below[1]}, failover: automatic"
            )
        else:
            texts[f"s{number}"] = service(str(number), *(f"service: s{one}" for one in below))
    return services(**texts)


def stopped_by_hand(plan: Plans, down: Iterable[int]) -> set[int]:
    """Every service asked again and again until nothing changes."""
    dead = set(down)
    while True:
        more = {
            number
            for number, below in plan.items()
            if (
                sum(one not in dead for one in below[0]) < below[1]
                if isinstance(below, tuple)
                else dead & set(below)
            )
        }
        if more <= dead:
            return dead
        dead |= more


@settings(max_examples=80, deadline=None)
@given(plan=plans(), data=st.data())
def test_outages_agree_with_asking_every_service(plan: Plans, data: st.DataObject) -> None:
    down = data.draw(st.sets(st.integers(0, len(plan)), min_size=1, max_size=3))
    found = outage(built(plan), [])
    assert not found.stopped
    model = built(plan)
    found = outage(model, [model.records[f"service/s{one}"] for one in sorted(down)])
    assert set(found.stopped) == {f"service/s{one}" for one in stopped_by_hand(plan, down)}
    assert not set(found.stopped) & (set(found.worse) | set(found.bare))


# People and roles

ROLE = """\
kind: role
title: {title}
status: active
type: manager
purpose: Leads.
team: desk
responsibilities: [{{id: lead, text: Leads.}}]
holders: [{holders}]
"""
PEOPLE = {
    f"raci/people/{name}.yaml": f"kind: person\ntitle: {name.title()} X\nstatus: active\nteam: desk\n"
    for name in ("ada", "emil", "kim")
}


def office(**holders: str) -> Model:
    roles = {
        f"raci/roles/{name}.yaml": ROLE.format(title=name.title(), holders=text)
        for name, text in holders.items()
    }
    mail = service("E-mail", more="business_owner: deputy\n")
    return model_of({**roles, **PEOPLE, "catalogue/services/email.yaml": mail}, AS_OF)


def test_the_only_holder_leaves_a_role_and_its_services_empty() -> None:
    found = said(impact(model := office(lead="{person: ada}"), model.records["person/ada"]))
    assert found["empty"] == ["Lead has no other holder"]
    assert found["services"] == ["Service E-mail has no owner any more (with 0 service level agreements)"]


def test_a_deputy_keeps_the_role_filled() -> None:
    model = office(lead="{person: ada}, {person: emil, deputy: true}")
    found = said(impact(model, model.records["person/ada"]))
    assert "empty" not in found
    assert found["weaker"] == ["Lead is left to its deputy alone"]
    assert found["heirs"][0] == "Emil X deputises in Lead already"


def test_whoever_left_already_leaves_nothing() -> None:
    model = office(lead="{person: ada, to: 2026-06-30}, {person: emil}")
    assert not impact(model, model.records["person/ada"]).groups


# The example, and the command


def test_every_record_of_the_example_has_an_answer(example: Model) -> None:
    for record in example.records.values():
        for group in impact(example, record).groups:
            assert group.items
            for one, following in pairwise(group.items):
                assert one != following
            assert all(item.text and not item.text.endswith(".") for item in group.items)


def test_a_supplier_takes_along_what_rests_on_it(example: Model) -> None:
    found = said(impact(example, example.records["supplier/fenwick-networks"]))
    assert "Wide-area network, Fenwick is provided by this supplier" in found["provided"]
    line = "Way out to the internet runs on 1 of 2 redundant services, of which 1 must work (tier 1)"
    assert line in found["weaker"]
    assert {"underpinning", "contracts", "interlocks", "responsible", "roles"} <= found.keys()


def test_a_role_takes_along_its_hand_overs_and_leaves_those_below_it_without_a_head(example: Model) -> None:
    groups = {one.id: one for one in impact(example, example.records["role/service-desk-lead"]).groups}
    between = {item.record.name for item in groups["interlocks"].items}
    expected = {
        one.name for one in example.of("interlock")
        if one.live and "service-desk-lead" in (one.data["from"]["party"], one.data["to"]["party"])
    }  # fmt: skip
    assert between == expected != set()
    assert [item.record.name for item in groups["below"].items] == ["role/service-desk-analyst"]


def test_work_without_anybody_is_told_in_good_english(example: Model) -> None:
    found = said(impact(example, example.records["role/incident-manager"]))
    assert found["accountable"][0].startswith("Incident management has nobody accountable for “")
    assert found["responsible"] == [
        "Incident management has nobody to do “Bring in the service owner and more hands”"
    ]


def test_the_command_speaks_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "supplier/fenwick-networks", "--as-of", "2026-11-22"]) == 0
    text = capsys.readouterr().out
    assert "if this supplier goes or fails" in text
    assert run(["impact", "supplier/fenwick-networks", "--as-of", "2026-11-22", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    assert data["subject"] == "supplier/fenwick-networks"
    assert all(item["title"] in text for group in data["groups"] for item in group["items"][:12])


def test_an_unknown_record_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "supplier/fenwick-network"]) == 2
    assert "Did you mean 'supplier/fenwick-networks'?" in capsys.readouterr().err
