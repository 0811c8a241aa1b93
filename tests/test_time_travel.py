"""What applied on a day: versions, holders, agreements; and what the rules about a change say of the example."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Organisation
from tests.test_diff import SLA, edit, repository, told

from skms.cli import run
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of
from skms.succession import agreements_on, applied, steps, version_on

__all__ = ["repository"]


def shown(capsys: pytest.CaptureFixture[str], folder: Path, name: str, day: str) -> list[str]:
    assert run(["show", name, "--root", str(folder), "--as-of", day]) == 0
    return capsys.readouterr().out.splitlines()


def test_which_version_was_in_force(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        repository,
        "policies/policies/access.yaml",
        "comment: First edition}",
        "comment: First edition}\n  - {version: '1.1', date: 2026-03-01, comment: More}",
    )
    for day, version in (("2026-02-28", "1.0, of 1 January 2026"), ("2026-03-01", "1.1, of 1 March 2026")):
        line = next(
            line for line in shown(capsys, repository, "policy/access", day) if line.startswith("Version")
        )
        assert line.endswith(f": {version}.")
    before = shown(capsys, repository, "policy/access", "2025-12-31")
    assert "On 31 December 2025 no version was in force yet." in before
    assert "What stands here is in force only from 1 January 2026 on." in before


def test_who_held_the_role(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        repository,
        "raci/roles/change-manager.yaml",
        "from: 2025-01-01}",
        "from: 2025-01-01, to: 2026-03-31}\n  - {person: emil, from: 2026-04-01}",
    )
    assert "Held by Ada Holt." in shown(capsys, repository, "role/change-manager", "2026-03-31")
    assert "Held by Emil Brandt." in shown(capsys, repository, "role/change-manager", "2026-04-01")
    assert "Held by nobody: the role is vacant." in shown(
        capsys, repository, "role/change-manager", "2024-12-31"
    )


def test_which_agreement_applied(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (repository / SLA).read_text("utf-8")
    earlier = text.replace("status: active", "status: superseded").replace(
        "title: Email for all staff", "title: Email in 2025"
    )
    earlier = earlier.replace("2026-01-01", "2025-01-01").replace("2026-12-31", "2025-12-31")
    (repository / "catalogue/agreements/email-sla-2025.yaml").write_text(earlier, "utf-8")
    for day, name in (
        ("2025-06-01", "Email in 2025 (agreement/email-sla-2025)"),
        ("2026-06-01", "Email for all staff (agreement/email-sla)"),
        ("2028-01-01", "none of its own"),
    ):
        assert any(line.endswith(f": {name}.") for line in shown(capsys, repository, "service/email", day))
    run(
        [
            "show",
            "agreement/email-sla",
            "--root",
            str(repository),
            "--as-of",
            "2025-06-01",
            "--format",
            "json",
        ]
    )
    data = json.loads(capsys.readouterr().out)
    assert (data["as_of"], data["on_the_day"]) == ("2025-06-01", ["On 1 June 2025 it does not apply."])


def test_applied_and_followed(example: Model) -> None:
    first, second = (
        example.records[f"agreement/{name}"] for name in ("contact-centre-sla-2025", "contact-centre-sla")
    )
    (step,) = [step for step in steps(example) if step.before == first]
    assert (step.after, step.gap) == (second, 0)
    assert applied(first, step.end)
    assert not applied(first, step.start)
    service = example.records[f"service/{step.services[0]}"]
    assert first in agreements_on(example, service, step.end)
    assert second in agreements_on(example, service, step.start)
    policy = example.of("policy")[0]
    assert version_on(policy, date(1999, 1, 1)) is None


def test_gaps_and_overlaps_in_the_example(organisation: Organisation) -> None:
    path = "catalogue/agreements/contact-centre-sla-2025.yaml"
    text = str(organisation.model.texts[path])
    end = organisation.model.records["agreement/contact-centre-sla-2025"].data["valid_through"]
    for day, code in (("2026-04-01", "SLA013"), ("2026-12-01", "SLA014")):
        found = judge(
            organisation.with_files({path: text.replace(f"valid_through: {end}", f"valid_through: {day}")})
        )
        assert code in {one.code for one in found if one.record == "agreement/contact-centre-sla"}


def test_rules_about_a_change_run_only_with_a_base(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository, "policies/policies/access.yaml", "once a year", "every two years")
    (repository / "catalogue/services/archive.yaml").unlink()
    plain = run(["check", "--root", str(repository), "--as-of", "2026-07-01", "--format", "json"])
    assert "GEN029" not in capsys.readouterr().out
    assert plain == 1
    run(
        [
            "check",
            "--root",
            str(repository),
            "--as-of",
            "2026-07-01",
            "--changed-since",
            "HEAD",
            "--format",
            "json",
        ]
    )
    codes = [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert {"GEN029", "GEN030"} <= set(codes)
    _, out, _ = told(capsys, repository, "--format", "json")
    sentences = [one["sentence"] for one in json.loads(out)["changes"] if one["aspect"] == "findings"]
    assert any("GEN029 (unversioned change)" in one for one in sentences)
    assert any("GEN030 (vanished id)" in one for one in sentences)


def test_an_unchanged_repository_has_no_finding_about_changes(example: Model) -> None:
    again = model_of(example.texts, example.as_of, example.settings)
    assert judge(again, base=example) == judge(example)
