"""A review is bound to what the record means: substance makes it stale, layout does not, typed days are seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skms import cli
from skms.edits.assign import assign
from skms.edits.rename import rename
from skms.edits.reviewing import Reading, review
from skms.edits.steps import Refused
from skms.edits.tidy import tidy
from skms.fingerprints import bound, fingerprint
from skms.kinds import load_kinds
from skms.model import Model
from skms.pages import _views
from skms.parse import parse
from skms.pipeline import model_of
from skms.rules import load_rules

DAY = date(2026, 11, 22)
RULE = load_rules()["GEN031"]
PATH = "catalogue/services/email.yaml"


def small(text: str = "") -> Model:
    """A few records of an organisation."""
    return model_of(
        {
            "catalogue/services/mail.yaml": text or MAIL,
            "catalogue/services/net.yaml": "kind: service\ntitle: Net\nstatus: live\nowner: lead\ntype: technical\n",
            "catalogue/services/desk.yaml": "kind: service\ntitle: Desk\nstatus: live\nowner: lead\ntype: technical\n",
            "raci/roles/lead.yaml": "kind: role\ntitle: Lead\nstatus: active\ntype: manager\npurpose: Leads.\n"
            "responsibilities: [{id: lead, text: Leads.}]\n",
            "raci/people/sam.yaml": "kind: person\ntitle: Sam Carter\nstatus: active\n",
        },
        DAY,
    )


MAIL = """\
kind: service
title: Mail
description: Letters without
  paper, see [the net](service/net).
status: live
owner: lead
type: technical
tags: [mail, post]
depends_on:
  - {service: net}
  - service: desk
    weight: 0.5
review: {frequency: 12M}
"""


def reviewed() -> str:
    model = small()
    return review(model, model.records["service/mail"], Reading(DAY, by="person/sam", note="All fine"))


def state(text: str) -> str:
    model = small(text)
    assert model.records["service/mail"].valid, model.problems
    found = bound(model, model.records["service/mail"])
    assert found
    hits = list(RULE.check(model))
    assert bool(hits) == (found.changed or found.touched)
    return "changed" if found.changed else "touched" if found.touched else "fresh"


def test_a_review_says_who_and_when_and_is_fresh() -> None:
    text = reviewed()
    data = parse("", text).data
    assert data is not None
    assert data["review"].pop("fingerprint").count("-") == 1
    assert data["review"] == {
        "frequency": "12M", "last_reviewed": "2026-11-22", "reviewed_by": "person/sam", "note": "All fine",
    }  # fmt: skip
    assert text.startswith(MAIL.partition("review:")[0])
    assert state(text) == "fresh"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - service: desk\n    weight: 0.5\n", "  -    service: desk  # why\n       weight: 0.5\n"),
        ("title: Mail\n", 'title: "Mail"\n\n'),
        ("Letters without\n  paper, see", "Letters\n  without paper,\n  see"),
        ("tags: [mail, post]", "tags:\n  - post\n  - mail"),
        (
            "  - {service: net}\n  - service: desk\n    weight: 0.5\n",
            "  - {weight: 0.5, service: desk}\n  - {service: net}\n",
        ),
        ("owner: lead", "owner: role/lead"),
        ("status: live\nowner: lead\n", "owner: lead\nstatus: live\n"),
        ("frequency: 12M", "frequency: 6M"),
        ("type: technical\n", "type: technical\nclassification: internal\n"),
        ("type: technical\n", "type: technical\naliases: [post]\n"),
    ],
)  # fmt: skip
def test_another_way_to_write_it_leaves_the_review_fresh(old: str, new: str) -> None:
    text = reviewed()
    assert text.count(old) == 1
    assert state(text.replace(old, new)) == "fresh"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight: 0.5", "weight: 0.6"),
        ("  - {service: net}\n", ""),
        ("status: live", "status: pilot"),
        ("type: technical\n", "type: technical\nclassification: public\n"),
        ("type: technical\n", "type: technical\nbody: Everybody has a mailbox.\n"),
    ],
)
def test_a_change_of_substance_makes_it_stale(old: str, new: str) -> None:
    text = reviewed()
    assert text.count(old) == 1
    assert state(text.replace(old, new)) == "changed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Mail", "title: Mails"),
        ("without\n", "with\n"),
        ("tags: [mail, post]", "tags: [mail]"),
        ("(service/net)", "(service/desk)"),
        ("type: technical\n", "type: technical\ncustom: {a: 1}\n"),
    ],
)
def test_an_editorial_change_leaves_the_review_fresh(old: str, new: str) -> None:
    text = reviewed()
    assert text.count(old) == 1
    assert state(text.replace(old, new)) == "fresh"


@pytest.mark.parametrize(
    ("old", "new"), [("2026-11-22", "2026-11-20"), ("reviewed_by: person/sam", "reviewed_by: lead")]
)
def test_a_day_or_name_typed_in_does_not_look_fresh(old: str, new: str) -> None:
    assert state(reviewed().replace(old, new)) == "touched"


def test_a_mass_edit_never_looks_fresh() -> None:
    """A script that changes records and dates them anew, with the old fingerprint or one copied from another."""
    text = reviewed().replace("weight: 0.5", "weight: 0.6")
    assert state(text) == "changed"
    other = small()
    mark = parse("", review(other, other.records["service/net"], Reading(DAY, every="12M"))).data
    assert mark is not None
    own = parse("", text).data
    assert own is not None
    assert state(text.replace(own["review"]["fingerprint"], mark["review"]["fingerprint"])) == "changed"


def test_another_id_is_no_change() -> None:
    model = small(reviewed())
    for name, new in (
        ("service/net", "network"),
        ("role/lead", "head"),
        ("service/mail", "post"),
        ("person/sam", "sam-carter"),
    ):
        done = rename(model, model.records[name], new)
        texts = {path: text for path, text in {**model.texts, **done.edit}.items() if text is not None}
        model = model_of(texts, DAY)
    found = bound(model, model.records["service/post"])
    assert found
    assert not found.changed
    assert not found.touched


def test_layout_and_order_of_every_record_do_not_count(example: Model) -> None:
    """The first records of every kind, laid out in the order of the schema, keep their fingerprint."""
    for kind, shape in load_kinds().items():
        for record in example.of(kind)[:3]:
            text = tidy(record.path, example.texts[record.path], tuple(reversed(shape.schema["properties"])))
            turned = model_of({**example.texts, record.path: text}, DAY) if kind == "service" else None
            if turned:
                assert fingerprint(turned, turned.records[record.name]) == fingerprint(example, record)
            assert len(fingerprint(example, record)) == 16


def test_all_records_have_fingerprints_of_their_own(example: Model) -> None:
    marks = {fingerprint(example, record) for record in example.records.values()}
    assert len(marks) == len(example.records)


def test_the_second_review_replaces_the_first() -> None:
    model = small(reviewed())
    later = model_of({**model.texts}, date(2027, 5, 1))
    text = review(later, later.records["service/mail"], Reading(date(2027, 5, 1), by="lead"))
    assert "note:" not in text
    assert "reviewed_by: lead" in text
    assert "last_reviewed: 2027-05-01" in text
    assert state(text) == "fresh"


@pytest.mark.parametrize(
    ("name", "told", "why"),
    [
        ("service/net", Reading(DAY), "give that with --every, such as --every 12M"),
        ("service/mail", Reading(date(2026, 11, 23)), "lies ahead"),
        (
            "service/mail",
            Reading(DAY, by="person/samm"),
            "There is no role or person 'samm'. Did you mean 'sam'?",
        ),
        ("service/mail", Reading(DAY, every="yearly"), "does not have the form"),
        ("person/sam", Reading(DAY), "A person is not reviewed"),
    ],
)
def test_what_cannot_be_is_refused(name: str, told: Reading, why: str) -> None:
    model = small()
    with pytest.raises(Refused) as error:
        review(model, model.records[name], told)
    assert why in str(error.value)


def test_the_page_says_so(example: Model, organisation: Any) -> None:
    record = example.records["service/email"]
    text = review(example, record, Reading(DAY, by="service-catalogue-manager"))
    model = organisation.with_files({PATH: text})
    day, role = date(2026, 11, 22), example.records["role/service-catalogue-manager"].title
    assert _views._reviewed(model, model.records[record.name], day) == f"22 November 2026 by {role}"
    changed = assign(model, model.records[record.name], ["criticality=tier-3"])
    model = organisation.with_files({PATH: changed})
    assert (
        _views._reviewed(model, model.records[record.name], day)
        == f"22 November 2026 by {role}; changed since"
    )
    by_person = review(example, record, Reading(DAY, by="person/wei-zhang"))
    model = organisation.with_files({PATH: by_person})
    public = replace(model, settings=replace(model.settings, classification="public"))
    assert _views._reviewed(public, public.records[record.name], day) == "22 November 2026"


def test_the_command(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "skms.yml").write_text("name: Test\n")
    for path, text in small().texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(str(text))
    end = ["--root", str(tmp_path), "--as-of", "2026-11-22"]
    assert cli.run(["review", "service/mail", "--diff", *end]) == 0
    assert (tmp_path / "catalogue/services/mail.yaml").read_text() == MAIL
    assert cli.run(["review", "service/mail", *end]) == 0
    assert capsys.readouterr().err.endswith("is noted in catalogue/services/mail.yaml.\n")
    assert "reviewed_by: lead, fingerprint" in (tmp_path / "catalogue/services/mail.yaml").read_text()
    assert cli.run(["review", "service/mial", *end]) == 2


def test_reviews_in_the_example_hold(example: Model) -> None:
    """What a fingerprint counts must not change with the product: then every review there is would look stale."""
    states = [state for record in example.records.values() if (state := bound(example, record))]
    assert len(states) >= 4
    assert sum(not one.changed for one in states) >= 2
    assert not any(one.touched for one in states)
