"""Hooks before a commit, run by the real pre-commit in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.offices import commit, edit, git, office_with_kits, programs

ROOT = Path(__file__).resolve().parent.parent
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
EMAIL = "catalogue/services/email.yaml"
CONFIG = """
repos:
  - repo: {hooks}
    rev: v1.0.0
    hooks:
      - {{id: skms-check, language: system}}
      - {{id: skms-fmt, language: system}}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    programs(tmp_path / "programs")
    return office_with_kits(tmp_path / "office")


def pre_commit(folder: Path, *words: str) -> tuple[int, str]:
    """Run pre-commit with a store of its own."""
    return _run(folder, str(PRE_COMMIT), *words)


def commits(folder: Path) -> tuple[int, str]:
    """Commit everything as people do."""
    git(folder, "add", "-A")
    return _run(
        folder, "git", "-c", "user.name=Sam", "-c", "user.email=sam@example.org", "commit", "-qm", "a"
    )


def _run(folder: Path, *command: str) -> tuple[int, str]:
    env = os.environ | {
        "PRE_COMMIT_HOME": str(folder.parent / "store"),
        "PATH": f"{folder.parent}/programs:{os.environ['PATH']}",
    }
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_kit_refuses_a_commit_that_breaks_something(office: Path) -> None:
    assert pre_commit(office, "install")[0] == 0
    edit(office, EMAIL, "title: ", "# a remark\ntitle: ")
    code, said = commits(office)
    assert code == 0, said
    edit(office, EMAIL, "title: ", "titel: ")
    code, said = commits(office)
    assert code == 1
    assert f"{EMAIL}:" in said
    assert "Did you mean 'title'?" in said
    edit(office, EMAIL, "titel: ", "title: ")
    (office / "raci/teams/it-support.yaml").unlink()
    code, said = commits(office)
    assert code == 1, "nothing but a record that is gone"
    assert "There is no team 'it-support'." in said


def test_the_hooks_of_this_repository_check_and_lay_out(office: Path, tmp_path: Path) -> None:
    """As another repository takes them, but for the installation."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    git(hooks, "init", "-q", "-b", "main")
    commit(hooks, "hooks")
    git(hooks, "tag", "v1.0.0")
    (office / ".pre-commit-config.yaml").write_text(CONFIG.format(hooks=hooks), "utf-8")
    git(office, "add", "-A")
    code, said = pre_commit(office, "run", "--all-files")
    assert code == 0, said
    assert said.count("Passed") == 2
    edit(office, EMAIL, "kind: service\n", "kind: service   \n")
    git(office, "add", "-A")
    code, said = pre_commit(office, "run")
    assert code == 1
    assert "files were modified by this hook" in said
    git(office, "add", "-A")
    code, said = pre_commit(office, "run")
    assert code == 0, said
    git(office, "rm", "-q", "raci/teams/it-support.yaml")
    code, said = pre_commit(office, "run")
    assert code == 1
    assert "There is no team 'it-support'." in said


def test_the_hooks_are_such_as_pre_commit_takes(tmp_path: Path) -> None:
    assert pre_commit(tmp_path, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")) == (0, "")
