"""Findings are set aside by exception records of type rule, for a time, and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from tests.examples import tree
from tests.test_cases import CASES

from skms.findings import Finding
from skms.judge import judge
from skms.pipeline import model_of
from skms.rules import find, load_rules
from skms.settings import Settings

BASE = tree(CASES / "_base")
MATRIX = "raci/matrices/advice.yaml"
WAIVER = "policies/exceptions/waiver.yaml"
ROWS = """\
kind: raci
title: Process advice
status: draft
for: service/advice
rows:
  - {activity: own-service, title: Own the service, assign: {advice-owner: A, head-of-smo: I}}
  - {activity: own-data, title: Own the data, assign: {advice-owner: A, head-of-smo: I}}
"""
FIRST, LAST = date(2026, 6, 3), date(2026, 10, 31)


def waiver(**changed: object) -> str:
    """An approved exception for the first row; None takes a field out."""
    fields: dict[str, object] = {
        "kind": "exception", "title": "A row without R", "owner": "advice-owner", "status": "approved", "type": "rule",
        "subject": "raci/advice#own-service", "ignore": "[no-responsible]", "reason": "Being reorganised.",
        "justification": "Few people ask.", "risk": "low", "requester": "advice-owner", "approver": "role/head-of-smo",
        "requested_on": "2026-06-01", "approved_on": "2026-06-02", "valid_from": FIRST, "valid_to": LAST,
        "remediation": "mend",
    }  # fmt: skip
    fields |= changed
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if value is not None)


def found(
    day: date = date(2026, 7, 1),
    files: Mapping[str, str] | None = None,
    *,
    strict_clock: bool = False,
    settings: Settings | None = None,
    **changed: object,
) -> tuple[Finding, ...]:
    """What is found with one waiver, made with some other fields."""
    texts = {**BASE, MATRIX: ROWS, WAIVER: waiver(**changed), **(files or {})}
    return judge(model_of(texts, day, settings), strict_clock=strict_clock)


def by_code(findings: tuple[Finding, ...], *, waived: bool = False) -> list[tuple[str, int]]:
    """Code and line of the open findings, or of those set aside."""
    return [(one.code, one.line) for one in findings if bool(one.waived_by) == waived]


def test_a_waiver_for_a_row_sets_only_that_row_aside() -> None:
    findings = found()
    assert by_code(findings, waived=True) == [("RAC003", 6)]
    assert by_code(findings) == [("RAC003", 7)]
    assert {one.waived_by for one in findings} == {"exception/waiver", None}


def test_a_waiver_for_a_record_sets_all_of_it_aside() -> None:
    assert by_code(found(subject="raci/advice"), waived=True) == [("RAC003", 6), ("RAC003", 7)]


@pytest.mark.parametrize("word", ["RAC003", "no-responsible"])
def test_code_and_name_are_the_same(word: str) -> None:
    assert by_code(found(ignore=f"[{word}]"), waived=True) == [("RAC003", 6)]


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_first_and_last_day_count(day: date) -> None:
    assert by_code(found(day), waived=True) == [("RAC003", 6)]


def test_before_its_first_day_it_does_nothing_and_is_no_matter() -> None:
    findings = found(FIRST - timedelta(days=1), requested_on="2026-05-30", approved_on="2026-05-31")
    assert by_code(findings) == [("RAC003", 6), ("RAC003", 7)]


def test_after_its_last_day_only_the_clock_complains() -> None:
    errors = {MATRIX: ROWS.replace("A, head", "I, head", 1)}
    after = LAST + timedelta(days=1)
    assert by_code(found(LAST, errors, ignore="[no-accountable]"), waived=True) == [("RAC002", 6)]
    relaxed = found(after, errors, ignore="[no-accountable]")
    assert [(one.code, one.severity) for one in relaxed if one.code in {"RAC002", "GEN018"}] == [
        ("GEN018", "warning"),
        ("RAC002", "warning"),
    ]
    assert "31 October 2026" in next(one.help for one in relaxed if one.code == "RAC002")
    strict = found(after, errors, strict_clock=True, ignore="[no-accountable]")
    assert {one.severity for one in strict if one.code in {"RAC002", "GEN018"}} == {"error"}


def test_an_extension_prolongs_it() -> None:
    longer = "[{until: 2026-12-31, approved_on: 2026-06-20, reason: Not ready}]"
    assert by_code(found(date(2026, 12, 31), extensions=longer), waived=True) == [("RAC003", 6)]
    assert ("GEN018", 18) in by_code(found(date(2027, 1, 1), extensions=longer))


@pytest.mark.parametrize("status", ["draft", "in-review", "resolved", "revoked", "rejected"])
def test_only_an_approved_one_counts(status: str) -> None:
    assert by_code(found(status=status), waived=True) == []


def test_one_that_sets_nothing_aside_is_reported() -> None:
    mended = {MATRIX: ROWS.replace("advice-owner: A,", "advice-owner: A/R,")}
    assert by_code(found(files=mended)) == [("EXC004", 7)]


def test_one_of_several_rules_is_use_enough() -> None:
    assert "EXC004" not in {code for code, _ in by_code(found(ignore="[no-responsible, no-accountable]"))}


def test_a_comment_sets_nothing_aside() -> None:
    commented = {MATRIX: ROWS.replace("}}", "}}  # skms: ignore RAC003"), WAIVER: waiver(status="revoked")}
    assert by_code(found(files=commented)) == [("RAC003", 6), ("RAC003", 7)]


@pytest.mark.parametrize("rule", ["wrong-shape", "dangling-reference", "RAC004", "EXC001", "unused-waiver"])
def test_some_rules_hold_without_exception(rule: str) -> None:
    findings = found(ignore=f"[{rule}]")
    assert ("EXC002", 7) in by_code(findings)
    assert by_code(findings, waived=True) == []


def test_an_unknown_rule_is_reported_once() -> None:
    findings = found(ignore="[no-responsibel]")
    assert [one.message for one in findings if one.file == WAIVER] == [
        "There is no rule 'no-responsibel'. Did you mean 'no-responsible'?"
    ]


def test_exactly_these_rules_cannot_be_waived() -> None:
    fixed = {rule.code for rule in load_rules().values() if not rule.waivable}
    exceptions = {code for code in load_rules() if code.startswith("EXC")}
    assert fixed == {f"GEN00{number}" for number in range(1, 8)} | {"RAC004"} | exceptions


def test_a_waiver_through_a_former_id_of_the_subject() -> None:
    renamed = {MATRIX: ROWS + "aliases: [old-advice]\n"}
    assert by_code(found(files=renamed, subject="raci/old-advice#own-service"), waived=True) == [
        ("RAC003", 6)
    ]


def test_settings_raise_a_severity_but_never_lower_it() -> None:
    raised = found(settings=Settings(severity={"no-responsible": "error"}))
    assert {one.severity for one in raised if one.code == "RAC003"} == {"error"}
    broken = {MATRIX: ROWS.replace("A, head", "I, head", 1)}
    kept = found(files=broken, settings=Settings(severity={"RAC002": "warning"}))
    assert {one.severity for one in kept if one.code == "RAC002"} == {"error"}


def test_the_unused_waiver_rule_alone_sees_what_the_others_find() -> None:
    rule = find("unused-waiver")
    assert rule
    assert judge(model_of({**BASE, MATRIX: ROWS, WAIVER: waiver()}, date(2026, 7, 1)), only=[rule]) == ()


def test_no_error_appears_because_time_passes() -> None:
    """Whatever the records say, only warnings may come with the days; strict runs are for that."""
    groups = [tree(folder) for folder in sorted(CASES.glob("[A-Z]*/*"))]
    assert len(groups) > 50
    for files in [*groups, {MATRIX: ROWS, WAIVER: waiver()}]:
        errors: set[tuple[str, str, int]] | None = None
        for day in (date(2026, 7, 1), date(2026, 11, 1), date(2027, 7, 1), date(2036, 1, 1)):
            now = {
                (one.code, one.file, one.line)
                for one in judge(model_of({**BASE, **files}, day))
                if one.severity == "error" and not one.waived_by
            }
            assert errors is None or now <= errors, day
            errors = now
