"""`skms set` and `skms retire` change what they are asked to, say no to what does not fit, and keep the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skms import cli
from skms.edits.assign import assign
from skms.edits.retire import Leaving, Retired, retire
from skms.edits.steps import Refused
from skms.fit import Record
from skms.kinds import load_kinds
from skms.model import Model
from skms.parse import parse
from skms.pipeline import model_of

KINDS = load_kinds()


def changed(model: Model, name: str, *pairs: str, unset: tuple[str, ...] = ()) -> list[str]:
    """The lines that went (`-`) and came (`+`)."""
    record = model.records[name]
    before, after = str(model.texts[record.path]).split("\n"), assign(model, record, pairs, unset).split("\n")
    return [f"-{line}" for line in before if line not in after] + [
        f"+{line}" for line in after if line not in before
    ]


@pytest.mark.parametrize(
    ("pairs", "lines"),
    [
        (["title=Mail: all"], ["-title: Email and calendar", '+title: "Mail: all"']),
        (["audience=employee, it"], ["-audience: [employee]", "+audience: [employee, it]"]),
        (["audience+=it"], ["-audience: [employee]", "+audience: [employee, it]"]),
        (["aliases-=electronic-mail"], ["-aliases: [electronic-mail]", "+aliases: []"]),
        (["charging.price.amount=6.00"], ['-  price: {amount: "5.20", currency: GBP}',
                                          '+  price: {amount: "6.00", currency: GBP}']),
        (["dates.retire_by=2027-01-01"], ["-dates: {live_from: 2019-03-04}",
                                          "+dates: {live_from: 2019-03-04, retire_by: 2027-01-01}"]),
        (["depends_on.2.mode=degraded"], ["-  - {service: identity-platform}",
                                          "+  - {service: identity-platform, mode: degraded}"]),
        (["depends_on.identity-platform.mode=degraded"], ["-  - {service: identity-platform}",
                                                          "+  - {service: identity-platform, mode: degraded}"]),
        (["depends_on-=identity-platform"], ["-  - {service: identity-platform}"]),
        (["custom.cost.code=A-1"], ["+custom:", "+  cost: {code: A-1}"]),
        (["end_of_support=2030-01-01", "end_of_support=2031-01-01"], ["+end_of_support: 2031-01-01"]),
    ],
)  # fmt: skip
def test_a_value_is_set_as_its_field_asks(example: Model, pairs: list[str], lines: list[str]) -> None:
    found = changed(example, "service/email", *pairs)
    assert [line.replace('code: "A-1"', "code: A-1") for line in found] == lines


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ("titel=x", "'titel' is not a field. Did you mean 'title'?"),
        ("dates.live=x", "'live' is not a field. Did you mean 'live_from'?"),
        ("criticality=tier1", "Did you mean 'tier-1'"),
        (
            "owner=collab-service-owner",
            "There is no role 'collab-service-owner'. Did you mean 'collaboration",
        ),
        ("offerings.sharde.title=x", "Did you mean 'shared'"),
        ("offerings.9.title=x", "offerings has no item '9'"),
        ("depends_on+={service: emial}", "There is no service 'emial'. Did you mean 'email'?"),
        ("data_assets+=mailbox-data", "has 'mailbox-data' already"),
        ("data_assets-=mailbox", "Did you mean 'mailbox-data'"),
        ("depends_on+=expenses", "write depends_on+='{service: expenses}'."),
        ("depends_on-=expenses", "depends_on has no item 'expenses'. It has collaboration-platform"),
        ("title+=x", "title is not a list"),
        ("title.text=x", "no place"),
        ("continuity.bia_date=1 May", "does not have the form"),
        ("depends_on={service: [", "depends_on={service: ["),
        ("kind=team", "The kind of a record cannot be changed"),
        ("title", "FIELD=VALUE"),
        ("satisfies+={node: fitsm-3#PR99, relation: implements}", "has no part 'PR99'"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(example: Model, pair: str, why: str) -> None:
    with pytest.raises(Refused) as error:
        assign(example, example.records["service/email"], [pair])
    assert why in str(error.value)


def test_fields_are_taken_out(example: Model) -> None:
    assert changed(example, "service/email", unset=("technical_owner",)) == [
        "-technical_owner: platform-service-owner"
    ]
    assert changed(example, "service/email", unset=("depends_on.4.weight",)) == [
        "-  - {service: mobile-data, mode: degraded, weight: 0.1}", "+  - {service: mobile-data, mode: degraded}",
    ]  # fmt: skip
    for name, why in (("title", "lacks the field 'title'"), ("successor", "has no 'successor'")):
        with pytest.raises(Refused, match=why):
            assign(example, example.records["service/email"], [], [name])


def test_a_fault_that_is_there_already_does_not_stand_in_the_way() -> None:
    text = "kind: team\ntitle: Desk\nstatus: activ\ntype: team\nhead: nobody\n"
    model = model_of({"raci/teams/desk.yaml": text}, date(2026, 11, 22))
    record = model.records["team/desk"]
    assert assign(model, record, ["title=Help desk"]) == text.replace("Desk", "Help desk")
    assert assign(model, record, ["status=active"]) == text.replace("activ\n", "active\n")
    with pytest.raises(Refused):
        assign(model, record, ["type=squad"])


SERVICE = "kind: service\ntitle: Fax\nstatus: live  # since 1994\nowner: x\ntype: technical\n"
SERVICES = {
    "catalogue/services/fax.yaml": SERVICE,
    "catalogue/services/mail.yaml": SERVICE.replace("Fax", "Mail") + "depends_on: [{service: fax}]\n",
    "policies/decisions/old.yaml": "kind: decision\ntitle: Old\nowner: x\nstatus: accepted\n"
    "date: 2020-01-01\ncontext: a\ndecision: b\n",
}
DAY = date(2026, 11, 22)


def test_a_live_service_is_announced_and_a_retiring_one_ends() -> None:
    model = model_of(SERVICES, DAY)
    fax, mail = model.records["service/fax"], model.records["service/mail"]
    first = retire(model, fax, Leaving(date(2027, 6, 30), heir=mail))
    text = first.edit[fax.path]
    assert parse("", text).data == {
        "kind": "service", "title": "Fax", "status": "retiring", "owner": "x", "type": "technical",
        "dates": {"retire_announced": "2026-11-22", "retire_by": "2027-06-30"}, "successor": "mail",
    }  # fmt: skip
    assert "status: retiring  # since 1994\n" in text
    assert [link.source for link in first.relying] == ["service/mail"]
    again = model_of({**SERVICES, fax.path: text}, date(2027, 7, 1))
    second = retire(again, again.records["service/fax"], Leaving(date(2027, 6, 30)))
    assert (second.state, second.ended) == ("retired", True)
    assert "retired_on: 2027-06-30" in second.edit[fax.path]


def test_roles_that_somebody_holds_still_are_told(example: Model) -> None:
    def relying(name: str) -> set[str]:
        return {link.source for link in retire(example, example.records[name], Leaving()).relying}

    assert "role/incident-manager" in relying("person/nadia-petrova")
    assert "role/incident-manager" not in relying("person/jamie-thornton")  # held it until February


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (Leaving(), "Say its last day with --on, such as --on 2027-06-30"),
        (
            Leaving(date(2027, 6, 30)),
            r"must say `successor_reason`: give --set successor_reason=…, or --successor\.",
        ),
        (
            Leaving(date(2027, 6, 30), "retired"),
            "is live; from there it cannot become 'retired', but retiring",
        ),
    ],
)
def test_what_is_lacking_is_asked_for(how: Leaving, why: str) -> None:
    model = model_of(SERVICES, DAY)
    with pytest.raises(Refused, match=why):
        retire(model, model.records["service/fax"], how)


def test_the_successor_names_the_decision_it_replaces(example: Model) -> None:
    old, new = example.of("decision")[:2]
    done = retire(example, old, Leaving(heir=new))
    assert f"supersedes: {old.id}" in done.edit[new.path]
    assert done.state == "superseded"
    with pytest.raises(Refused, match="The successor of a decision is another decision"):
        retire(example, old, Leaving(heir=example.records["service/email"]))


def way_out(model: Model, record: Record, state: str) -> Retired | None:
    """What becomes of a record; None where more must be said or the state is none at the end."""
    try:
        return retire(model, record, Leaving(state=state))
    except Refused as error:
        return None if "cannot become" in str(error) or "--" in str(error) else pytest.fail(str(error))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_live_record_has_a_way_out(example: Model, kind: str) -> None:
    """Each way leads along an edge of the lifecycle, to a valid record; or the refusal says what to do."""
    cycle = KINDS[kind].lifecycle
    for record in [one for one in example.of(kind) if one.live][:5]:
        for state in [one for one in cycle.phases if one in cycle.edges.get(record.status or "", ())]:
            done = way_out(example, record, state)
            if done is None:
                continue
            data: Any = parse("", done.edit[record.path]).data
            assert data["status"] == state
            assert cycle.phase(state) == "ended" or state in ("retiring", "exiting", "deprecated", "closing")


def test_the_commands(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "skms.yml").write_text("name: Test\n")
    for path, text in SERVICES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    end = ["--root", str(tmp_path), "--as-of", "2026-11-22"]
    fax = tmp_path / "catalogue/services/fax.yaml"

    assert cli.run(["set", "service/fax", "title=Telefax", "--diff", *end]) == 0
    assert "-title: Fax\n+title: Telefax\n" in capsys.readouterr().out
    assert fax.read_text() == SERVICE
    assert cli.run(["set", "service/fax", "title=Telefax", *end]) == 0
    assert fax.read_text() == SERVICE.replace("Fax", "Telefax")
    assert cli.run(["set", "service/fax", "title=Telefax", *end]) == 0
    assert "says so already" in capsys.readouterr().err
    assert cli.run(["set", "service/fax", *end]) == 2
    assert cli.run(["retire", "service/fax", *end]) == 2
    assert capsys.readouterr().err.endswith("Say its last day with --on, such as --on 2027-06-30.\n")
    assert cli.run(["retire", "service/fax", "--on", "2027-06-30", "--successor", "mail", *end]) == 0
    said = capsys.readouterr().err
    assert said == (
        "service/fax is now retiring.\n"
        "These records in force rely on it and must name something else by then (1 record):\n"
        "  service/mail: depends_on.service\n"
    )
    fax.write_text("kind: [service\n")
    assert cli.run(["set", "service/fax", "title=x", *end]) == 2
    assert "cannot be read, so nothing was changed" in capsys.readouterr().err
    assert fax.read_text() == "kind: [service\n"
