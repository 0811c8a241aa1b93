"""The GitLab pipeline, run by gitlab-ci-local: every job in a clean copy of the commit, its artefacts set aside.

Needs node, rsync and `npm ci` in tests/editor.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.offices import commit, edit, git, office_with_kits, programs
from tests.published import junit_faults

RUNNER = Path(__file__).parent / "editor/node_modules/gitlab-ci-local/dist/index.js"
OUT = ".gitlab-ci-local/artifacts"
MERGE_REQUEST = {"CI_PIPELINE_SOURCE": "merge_request_event"}
PUSH = {"CI_PIPELINE_SOURCE": "push"}
SCHEDULE = {"CI_PIPELINE_SOURCE": "schedule"}

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed"),
    pytest.mark.skipif(not RUNNER.is_file(), reason="run `npm ci` in tests/editor"),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An organisation with the kits, and an `origin`."""
    folder = office_with_kits(tmp_path / "office")
    git(folder, "remote", "add", "origin", "https://gitlab.example.org/office/records.git")
    git(folder, "remote", "set-head", "origin", "main")
    programs(tmp_path / "programs")
    return folder


def pipeline(
    folder: Path, event: dict[str, str], *words: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the pipeline of an event as far as it goes; `more` is the environment of its commands."""
    values = {**event, "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(folder, "merge-base", "main", "HEAD")}
    command = [
        "node", str(RUNNER), "--force-shell-executor", "--shell-isolation", "--no-artifacts-to-source", "--no-color",
        f"--home={folder.parent}", f"--ignore-predefined-vars={','.join(values)}",
        *(f"--variable={key}={value}" for key, value in values.items()), *words,
    ]  # fmt: skip
    # bash takes a socket for a remote login and would read what the home folder says of PATH.
    own = {"PATH": f"{folder.parent}/programs:{os.environ['PATH']}", "HOME": str(folder.parent)}
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | own | more,
        capture_output=True,
        text=True,
        check=False,
    )


def jobs(folder: Path, event: dict[str, str]) -> dict[str, str]:
    """The jobs of an event's pipeline, and when they run."""
    done = pipeline(folder, event, "--list-json")
    assert done.returncode == 0, done.stderr
    return {job["name"]: job["when"] for job in json.loads(done.stdout) if job["when"] != "never"}


def results(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Every job that ran, and PASS or FAIL."""
    found = re.findall(r"^ (PASS|FAIL|WARN) +([a-z]+)", done.stdout, re.MULTILINE)
    return {job: result for result, job in found}


def faults_of_code_quality(issues: list[dict[str, Any]], folder: Path) -> list[str]:
    """What GitLab's documentation of the report asks for, and what its widget needs to open the place."""
    found = []
    for issue in issues:
        text = json.dumps(issue)
        path, line = issue["location"]["path"], issue["location"]["lines"]["begin"]
        if set(issue) != {"description", "check_name", "fingerprint", "severity", "location"}:
            found.append(f"other fields: {text}")
        if not all(isinstance(issue[key], str) and issue[key] for key in issue if key != "location"):
            found.append(f"empty: {text}")
        if issue["severity"] not in ("info", "minor", "major", "critical", "blocker"):
            found.append(f"severity: {text}")
        if path.startswith((".", "/")) or not 1 <= line <= len(
            (folder / path).read_text("utf-8").splitlines()
        ):
            found.append(f"place: {text}")
    if len({issue["fingerprint"] for issue in issues}) != len(issues):
        found.append("fingerprints are not unique")
    return found


def test_each_event_has_its_jobs(office: Path) -> None:
    assert jobs(office, MERGE_REQUEST) == {"check": "on_success", "change": "on_success"}
    git(office, "switch", "-q", "main")
    assert jobs(office, PUSH) == {"check": "on_success", "pages": "on_success"}
    assert jobs(office, SCHEDULE) == {"check": "on_success", "overdue": "on_success", "pages": "always"}
    git(office, "switch", "-q", "-c", "other")
    assert jobs(office, SCHEDULE) == {"check": "on_success", "overdue": "on_success"}


def test_a_merge_request_with_errors_is_told_what_is_wrong_and_what_it_means(office: Path) -> None:
    edit(office, "catalogue/agreements/email-sla.yaml", "value: 99", "value: 98")
    edit(office, "catalogue/services/mail-platform.yaml", "status: live", "status: retired")
    commit(office, "change")
    done = pipeline(office, MERGE_REQUEST)
    assert done.returncode == 1
    assert results(done) == {"check": "FAIL", "change": "FAIL"}, done.stdout + done.stderr
    change = (office / OUT / "change/build/ci/change.md").read_text("utf-8")
    assert "98 %" in change
    assert "98 %" in done.stdout
    report = office / OUT / "check/build/ci"
    assert junit_faults((report / "findings.xml").read_text("utf-8")) == []
    issues = json.loads((report / "findings.json").read_text("utf-8"))
    assert issues
    assert faults_of_code_quality(issues, office) == []
    assert {"major"} <= {issue["severity"] for issue in issues}


def test_a_sound_merge_request_passes_and_its_site_can_be_looked_at(office: Path) -> None:
    edit(office, "catalogue/services/email.yaml", "title: ", "# a remark changes nothing\ntitle: ")
    commit(office, "remark")
    git(office, "switch", "-q", "main")
    edit(office, "catalogue/agreements/email-sla.yaml", "value: 99", "value: 97")
    commit(office, "what others did meanwhile")
    git(office, "switch", "-q", "change")
    done = pipeline(office, MERGE_REQUEST)
    assert results(done) == {"check": "PASS", "change": "PASS"}, done.stdout + done.stderr
    assert (office / OUT / "change/site/index.html").is_file()
    assert "no change of meaning" in (office / OUT / "change/build/ci/change.md").read_text("utf-8")
    assert json.loads((office / OUT / "check/build/ci/findings.json").read_text("utf-8")) == []


def test_the_night_is_red_with_what_is_overdue_and_publishes_all_the_same(office: Path) -> None:
    git(office, "switch", "-q", "main")
    done = pipeline(office, SCHEDULE, SKMS_TEST_DAY="2031-01-01")
    assert done.returncode == 1
    assert results(done) == {"check": "PASS", "overdue": "FAIL", "pages": "PASS"}, done.stdout
    assert re.search(r"overdue +> .* error [A-Z]{3}\d{3} ", done.stdout)
    assert "1 January 2031" in (office / OUT / "pages/public/index.html").read_text("utf-8")
    issues = json.loads((office / OUT / "check/build/ci/findings.json").read_text("utf-8"))
    assert {issue["severity"] for issue in issues} == {"minor"}
    assert faults_of_code_quality(issues, office) == []
