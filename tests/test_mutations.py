"""Break the example organisation record by record: delete, rename, retire or un-publish each, and nothing slips by."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from skms.findings import Finding
from skms.judge import judge
from skms.link import PROSE
from skms.model import Model
from skms.rules import find
from skms.texts import ROOTS

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted(
    path.relative_to(ROOT).as_posix() for top in ROOTS for path in (ROOT / top).rglob("*.y*ml")
)  # fmt: skip
HISTORY = {"measurement", "review"}
"""What happened stays so."""


def judged(model: Model, *rules: str) -> list[Finding]:
    """Run some rules, as themselves."""
    chosen = [find(name) for name in rules]
    assert all(chosen), f"no such rule among {rules}"
    return list(judge(model, only=[rule for rule in chosen if rule]))


def places(findings: list[Finding]) -> set[str]:
    """The files that findings name, as their own place or as another place that matters."""
    return {finding.file for finding in findings} | {
        one.file for finding in findings for one in finding.related
    }


def text_of(organisation: Any, path: str) -> str:
    text = organisation.model.texts[path]
    assert isinstance(text, str)
    return text


def referring(organisation: Any, name: str, path: str) -> set[str]:
    """The files of other records that refer to a record."""
    records = organisation.model.records
    return {records[link.source].path for link in organisation.model.backlinks(name)} - {path}


def with_status(text: str, status: str) -> str:
    changed, count = re.subn(r"(?m)^status: .*$", f"status: {status}", text)
    assert count == 1
    return changed


@pytest.mark.parametrize("path", PATHS)
def test_a_deleted_record_is_missed_wherever_it_was_named(organisation: Any, path: str) -> None:
    record = organisation.fitted[path][0]
    found = judged(organisation.with_files({path: None}), "dangling-reference")
    assert all(finding.severity == "error" for finding in found)
    assert places(found) >= referring(organisation, record.name, path)
    assert bool(found) == bool(referring(organisation, record.name, path))


@pytest.mark.parametrize("path", PATHS)
def test_a_renamed_record_is_missed_until_its_old_id_is_an_alias(organisation: Any, path: str) -> None:
    record = organisation.fitted[path][0]
    text, moved = text_of(organisation, path), path.replace(f"/{record.id}.", "/renamed-for-a-test.")
    expected = referring(organisation, record.name, path)

    found = judged(organisation.with_files({path: None, moved: text}), "dangling-reference")
    assert places(found) - {moved} == expected

    aliased = re.sub(r"(?m)^aliases:.*\n(?:[ -].*\n)*", "", text) + f"\naliases: [{record.id}]\n"
    again = organisation.with_files({path: None, moved: aliased})
    assert judged(again, "dangling-reference") == []
    assert places(judged(again, "renamed-target")) - {moved} == expected


@pytest.mark.parametrize("phase", ["ended", "planned"])
@pytest.mark.parametrize("path", PATHS)
def test_a_record_out_of_force_is_reported_wherever_a_live_one_relies_on_it(
    organisation: Any, path: str, phase: str
) -> None:
    record, model = organisation.fitted[path][0], organisation.model
    states = [state for state, at in model.kinds[record.kind].lifecycle.phases.items() if at == phase]
    if not states:
        assert phase == "planned" or record.kind in HISTORY, "every kind can end"
        return
    relying = {
        model.records[link.source].path
        for link in model.backlinks(record.name)
        if model.records[link.source].live
        and phase not in link.field.allow
        and link.source != record.name
        and link.field is not PROSE  # to mention is not to rely
    }
    changed = organisation.with_files({path: with_status(text_of(organisation, path), states[0])})
    rule = "retired-target" if phase == "ended" else "draft-target"
    found = places(judged(changed, rule))
    assert found - {path} >= relying
    assert found <= relying | {path}, "nothing else is reported"
