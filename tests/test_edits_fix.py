"""`skms fix` mends what can have been meant in one way only, and never makes anything else of it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skms import cli
from skms.edits.surgery import edited
from skms.judge import judge
from skms.link import PROSE
from skms.mending import mended
from skms.model import Model
from skms.pipeline import model_of
from skms.rules import Rule, example_files, load_rules
from skms.rules.gen._typos import meant

DAY = date(2026, 11, 22)
MENDING = [rule for rule in load_rules().values() if rule.mend]

SERVICE = """\
kind: service
title: Mail  # as staff say
owner: mail-service-owner
status: idea
type: business
"""
ROLE = """\
kind: role
title: Owner of mail
status: active
type: manager
purpose: Answers for mail.
responsibilities: [{id: lead, text: Leads.}]
aliases: [mail-owner]
"""


def service(lines: str) -> str:
    """What a service with these lines becomes: the lines after the first five, or all of it."""
    text = SERVICE + lines if lines.split(":")[0] not in SERVICE else replaced(lines)
    model = organisation(text)
    after = mended(model).edit.get("catalogue/services/mail.yaml", text)
    assert after is not None
    return after.replace(SERVICE, "") if lines.split(":")[0] not in SERVICE else changed_line(after)


def replaced(line: str) -> str:
    name = line.split(":")[0]
    return "".join(line if row.startswith(f"{name}:") else row for row in SERVICE.splitlines(keepends=True))


def changed_line(text: str) -> str:
    return "".join(row for row in text.splitlines(keepends=True) if row not in SERVICE)


def organisation(text: str) -> Model:
    return model_of({"catalogue/services/mail.yaml": text, "raci/roles/mail-service-owner.yaml": ROLE}, DAY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("type: Business\n", ""),  # as it was
        ("owner: mail-servcie-owner\n", ""),
        ("owner: Mail_Service_Owner\n", ""),
        ("owner: mail-owner\n", ""),
        ("domian: it  # why\n", "domain: it  # why\n"),
        ("criticality: Tier 2\n", "criticality: tier-2\n"),
        ("criticality: 'tier_2'\n", "criticality: 'tier-2'\n"),
        ("audience: employee\n", "audience: [employee]\n"),
        ("audience: [employee, employee]\n", "audience: [employee]\n"),
        ("tags: [E-Mail Box]\n", "tags: [e-mail-box]\n"),
        ("tags:\n", ""),
        ("end_of_support: 2027/3/1\n", "end_of_support: 2027-03-01\n"),
        ("end_of_support: 31.12.2027\n", "end_of_support: 2027-12-31\n"),
        ("end_of_support: 5/5/2027\n", "end_of_support: 2027-05-05\n"),
        ("end_of_support: '1st Sept 2027'\n", "end_of_support: '2027-09-01'\n"),
        ("end_of_support: March 1, 2027\n", "end_of_support: 2027-03-01\n"),
        ("review: {frequency: 12 months}\n", "review: {frequency: 12M}\n"),
        ("review: {frequency: P1Y}\n", "review: {frequency: 1Y}\n"),
        ("review: {frequency: yearly}\n", "review: {frequency: 1Y}\n"),
        ("external_ids: [{scheme: cmdb, id: 0017}]\n", "external_ids: [{scheme: cmdb, id: \"0017\"}]\n"),
        ("cost: {split: [{title: Staff, percent: 15 %}]}\n", "cost: {split: [{title: Staff, percent: 15}]}\n"),
        ("description: See [it](role/mail-owner).\n", "description: See [it](role/mail-service-owner).\n"),
    ],
)  # fmt: skip
def test_what_was_certainly_meant_is_written(before: str, after: str) -> None:
    assert service(before) == after


@pytest.mark.parametrize(
    "line",
    [
        "owner: post-owner\n",
        "owner: male-servise-ownr\n",
        "criticality: tier\n",
        "criticality: tier-5\n",
        "end_of_support: 04/03/2027\n",
        "end_of_support: 31.02.2027\n",
        "end_of_support: spring 2027\n",
        "audience: employee, it\n",
        "audience: everybody\n",
        "review: {frequency: often}\n",
        "note: something\n",
        "domian: it\ndomain: hr\n",
    ],
)
def test_what_may_mean_several_things_is_left_to_people(line: str) -> None:
    expected = changed_line(replaced(line)) if line.split(":")[0] in SERVICE else line
    assert service(line) == expected


@pytest.mark.parametrize(
    ("word", "options", "expected"),
    [
        ("email", ["e-mail", "mail"], None), ("servce-desk", ["service-desk"], "service-desk"),
        ("p1", ["p2"], None), ("tier-1", ["tier-2", "tier-3"], None), ("site-10", ["site-1"], None),
        ("lead", ["leads", "leaf"], None), ("raod", ["road"], "road"), ("Desk", ["desk", "DESK"], None),
        ("", ["a"], None), ("abc", ["abd"], None),
    ],
)  # fmt: skip
def test_a_slip_is_mended_only_where_one_word_is_near(
    word: str, options: list[str], expected: str | None
) -> None:
    assert meant(word, options) == expected


@pytest.mark.parametrize("rule", MENDING, ids=lambda rule: rule.code)
def test_the_bad_examples_never_get_worse(rule: Rule) -> None:
    model = model_of(example_files(rule.bad), date(2026, 7, 1))
    result = mended(model)
    after = model_of({**model.texts, **{p: t for p, t in result.edit.items() if t is not None}}, model.as_of)
    before_count, after_count = (len(judge(one, only=MENDING)) for one in (model, after))
    assert after_count < before_count if result.edit else after_count == before_count
    assert not mended(after).edit, "nothing is left for a second time"


def test_slips_in_the_example_are_taken_back_exactly_or_left(organisation: Any) -> None:
    """One letter of a reference is wrong: it becomes what it was, or stays for people to mend."""
    chance = random.Random(4)
    model = organisation.model
    links = [
        one for links in model.outgoing.values() for one in links if one.field != PROSE and len(one.text) > 8
    ]
    rule, back = load_rules()["GEN006"], 0
    assert rule.mend
    for link in chance.sample(links, 25):
        record = model.records[link.source]
        at = chance.randrange(3, len(link.text.partition("#")[0]) - 1)
        wrong = link.text[:at] + link.text[at + 1 :]
        text = str(model.texts[record.path])
        broken = organisation.with_files({record.path: text.replace(link.text, wrong, 1)})
        for hit in rule.check(broken):
            for path, step in rule.mend(broken, hit):
                assert edited(path, broken.texts[path], [step]) == model.texts[path]
                back += 1
    assert back > 12


LAYERS = {
    "catalogue/services/mail.yaml": """\
kind: servcie
titel: Mail  # as staff say
owner: mail-servcie-owner
statsu: Idea
type: Business
domian: IT
tags:
audience: employee
request_types:
  - id: new
    title: Ask for a mailbox
    status: live
    category: Information
    fulfilment_process: incdent#triag
    target: {duration: 8 hours, clock: 24x7}
review: {frequency: 12 months}
""",
    "raci/roles/mail-service-owner.yaml": ROLE,
    "policies/processes/incident.yaml": """\
kind: process
title: Incident management
status: draft
owner: mail-owner
activities: [{id: triage, type: task, title: Sort, lane: mail-owner}]
""",
}
"""The kind, then fields and choices, then what these name, then a part of it: each shows after the one before."""


def test_one_run_mends_all_layers(tmp_path: Path, capsys: Any) -> None:
    result = mended(model_of(LAYERS, DAY))
    assert (
        result.edit["catalogue/services/mail.yaml"]
        == """\
kind: service
title: Mail  # as staff say
owner: mail-service-owner
status: idea
type: business
domain: it
audience: [employee]
request_types:
  - id: new
    title: Ask for a mailbox
    status: live
    category: information
    fulfilment_process: incident#triage
    target: {duration: 8h, clock: 24x7}
review: {frequency: 12M}
"""
    )
    after = model_of({**LAYERS, **{path: str(text) for path, text in result.edit.items()}}, DAY)
    assert not judge(after, only=MENDING)
    assert not mended(after).edit
    (tmp_path / "skms.yml").write_text("name: Test\n")
    for path, text in LAYERS.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    end = ["--root", str(tmp_path), "--as-of", "2026-11-22"]
    assert cli.run(["fix", "--diff", *end]) == 0
    assert "+    fulfilment_process: incident#triage\n" in capsys.readouterr().out
    assert cli.run(["fix", *end]) == 0
    assert f"{len(result.done)} findings mended in 2 files." in capsys.readouterr().err
    assert cli.run(["fix", *end]) == 0
    assert capsys.readouterr().err == "0 findings mended in 0 files.\n"


@pytest.mark.parametrize("seed", range(6))
def test_slips_all_over_the_example_are_mended_in_one_run(organisation: Any, seed: int) -> None:
    """Letters lost in many files at once: what one run leaves, a second one leaves too, and nothing is worse."""
    chance = random.Random(seed)
    files: dict[str, str | None] = {}
    texts = organisation.model.texts
    for path in chance.sample([one for one in sorted(texts) if one.endswith(".yaml")], 40):
        lines = str(texts[path]).splitlines(keepends=True)
        for at in chance.sample(range(len(lines)), min(3, len(lines))):
            letter = chance.randrange(len(lines[at]))
            if lines[at][letter].isalpha():
                lines[at] = lines[at][:letter] + lines[at][letter + 1 :]
        files[path] = "".join(lines)
    broken = organisation.with_files(files)
    result = mended(broken)
    assert result.edit
    after = organisation.with_files({**files, **result.edit})
    count = [Counter(one.code for one in judge(model, only=MENDING)) for model in (broken, after)]
    assert sum(count[1].values()) < sum(count[0].values())
    assert not mended(after).edit


def test_a_finding_set_aside_is_left_alone() -> None:
    waiver = (
        "kind: exception\ntitle: Old name stays\nstatus: approved\nowner: mail-service-owner\ntype: rule\n"
        "ignore: [renamed-target]\nsubject: service/mail\nvalid_from: 2026-01-01\nvalid_to: 2026-12-31\n"
    )
    files = {
        "catalogue/services/mail.yaml": SERVICE.replace("mail-service-owner", "mail-owner"),
        "raci/roles/mail-service-owner.yaml": ROLE,
    }
    assert mended(model_of(files, DAY)).edit
    kept = model_of({**files, "policies/exceptions/old.yaml": waiver}, DAY)
    assert kept.records["exception/old"].valid, kept.problems
    assert not mended(kept).edit


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "skms.yml").write_text("name: Test\n")
    for path, text in {
        "catalogue/services/mail.yaml": SERVICE.replace("business", "Business"),
        "catalogue/services/broken.yaml": "kind: [\n", "raci/roles/mail-service-owner.yaml": ROLE,
    }.items():  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    mail = tmp_path / "catalogue/services/mail.yaml"
    end = ["--root", str(tmp_path), "--as-of", "2026-11-22"]
    assert cli.run(["fix", "--diff", *end]) == 0
    said = capsys.readouterr()
    assert "-type: Business\n+type: business\n" in said.out
    assert said.err == "1 finding would be mended in 1 file.\n"
    assert mail.read_text() != SERVICE
    assert cli.run(["fix", *end]) == 0
    assert "catalogue/services/mail.yaml:5 GEN003 'Business' is not allowed" in capsys.readouterr().out
    assert mail.read_text() == SERVICE
    assert (tmp_path / "catalogue/services/broken.yaml").read_text() == "kind: [\n"
    assert cli.run(["fix", *end]) == 0
    assert capsys.readouterr().err == "0 findings mended in 0 files.\n"
