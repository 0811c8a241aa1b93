"""Break one thing in the example organisation: one finding, at the right line, with the right code, and no cascade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from skms.judge import judge

EMAIL = "catalogue/services/email.yaml"
INCIDENT = "raci/matrices/incident.yaml"
ROLE = "raci/roles/collaboration-service-owner.yaml"

Change = Callable[[str], str]


def replaced(old: str, new: str) -> Change:
    """A change of one line; the text must be there exactly once."""

    def change(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        return text.replace(old, new)

    return change


BREAKAGES = {
    "an owner that does not exist": (
        EMAIL, replaced("owner: collaboration-service-owner", "owner: colaboration-service-owner"),
        "GEN006", "owner: colab",
    ),
    "a misspelt field": (EMAIL, replaced("criticality: ", "critcality: "), "GEN003", "critcality"),
    "a value that is not allowed": (EMAIL, replaced("criticality: tier-2", "criticality: gold"), "GEN003", "gold"),
    "a key twice": (EMAIL, replaced("domain: it\n", "domain: it\ndomain: it\n"), "GEN002", "domain: it"),
    "a tab": (EMAIL, replaced("  A mailbox and", "\tA mailbox and"), "GEN001", "\tA mailbox"),
    "an alias": (EMAIL, replaced("domain: it\n", "domain: &x it\n"), "GEN001", "&x"),
    "two documents": (EMAIL, replaced("domain: it\n", "---\ndomain: it\n"), "GEN001", "---"),
    "a reference to a kind that is not allowed": (
        EMAIL, replaced("provider: workplace-technology", "provider: role/workplace-service-owner"),
        "GEN006", "provider: role",
    ),
    "a date that does not exist": (EMAIL, replaced("2019-03-04", "2019-02-30"), "GEN003", "2019-02-30"),
    "a misspelt kind": (ROLE, replaced("kind: role\n", "kind: rolle\n"), "GEN003", "kind: rolle"),
    "a field left out": (EMAIL, replaced("title: Email and calendar\n", ""), "GEN003", "kind: service"),
    "a placeholder": (EMAIL, replaced("title: Personal mailbox", "title: TBD"), "GEN022", "TBD"),
    "a misspelt field that must be there": (EMAIL, replaced("owner: coll", "ownr: coll"), "GEN003", "ownr: coll"),
    "an id of another kind": (EMAIL, replaced("owner: collaboration-service-owner", "owner: all-staff"),
        "GEN006", "owner: all-staff"),
    "an actor that does not exist": (
        INCIDENT, lambda text: text.replace("service-desk-lead", "service-desk-leed"), "GEN006", "service-desk-leed",
    ),
    "a letter that is none": (INCIDENT, lambda text: text.replace(": A", ": X", 1), "RAC007", ": X"),
    "a row without an A": (INCIDENT, lambda text: text.replace(": A", ": R", 1), "RAC002", "assign:"),
    "a row for nothing": (INCIDENT, lambda text: text.replace("activity: ", "activity: no-", 1), "RAC006", "no-"),
    "a matrix for nothing": (INCIDENT, lambda text: text.replace("for: ", "for: no-", 1), "GEN006", "for: no-"),
    "a process activity that does not exist": (
        "raci/roles/incident-manager.yaml", lambda text: text.replace("incident#", "incident#no-", 1),
        "GEN007", "incident#no-",
    ),
}  # fmt: skip


def findings(model: Any) -> Counter[Any]:
    """What is found, without the places, which move when a line is put in."""
    return Counter((one.code, one.file) for one in judge(model))


@pytest.mark.parametrize("what", BREAKAGES)
def test_one_cause_one_finding(organisation: Any, what: str) -> None:
    path, change, code, marked = BREAKAGES[what]
    text = change(organisation.model.texts[path])
    model = organisation.with_files({path: text})
    new = findings(model) - findings(organisation.model)
    found = [one for one in judge(model) if (one.code, one.file) in new]
    assert [(one.code, one.file) for one in found] == [(code, path)], [one.message for one in found]
    assert marked in text.split("\n")[found[0].line - 1]
    assert found[0].help


def test_two_accountables(organisation: Any) -> None:
    text = organisation.model.texts[INCIDENT]
    line = next(line for line in text.split("\n") if "assign: {" in line and ": A" in line and ": R" in line)
    broken = text.replace(line, line.replace(": R", ": A/R", 1), 1)
    model = organisation.with_files({INCIDENT: broken})
    found = [
        one for one in judge(model) if one.file == INCIDENT and one.severity == "error" and not one.waived_by
    ]
    assert [one.code for one in found] == ["RAC001"]
    assert broken.split("\n")[found[0].line - 1] == line.replace(": R", ": A/R", 1)


@pytest.mark.parametrize(
    "broken",
    ["", "\0", "- a\n- b\n", "kind: role\ntitle: 'x\n", "&a [*a]\n", "[" * 5000],
)
def test_a_broken_record_is_reported_once_and_nothing_that_names_it(organisation: Any, broken: str) -> None:
    from skms.texts import decode

    model = organisation.with_files({ROLE: decode(broken.encode())})
    new = findings(model) - findings(organisation.model)
    assert list(new.elements()) == [("GEN001", ROLE)]
