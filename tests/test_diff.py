"""`skms diff` over real Git repositories and folders: what is compared, how it is told, how it fails."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from tests.offices import edit

from skms.change_reports import markdown_report
from skms.change_reports._told import Told
from skms.changes import Change
from skms.cli import run
from skms.git import GitUnavailable, commit, fork_point, log
from skms.texts import read_folder, read_git

BASE = Path(__file__).resolve().parent / "changes" / "_base"
SLA = "catalogue/agreements/email-sla.yaml"


def git(folder: Path, *args: str, day: str = "2026-06-01") -> str:
    stamp = f"{day}T12:00:00+02:00"
    env = {
        "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "GIT_AUTHOR_DATE": stamp,
        "GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org", "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    done = subprocess.run(
        ["git", "-C", str(folder), *args], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def save(folder: Path, message: str, day: str = "2026-06-01") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The small repository of tests/changes, with one commit on `main`."""
    folder = tmp_path / "records"
    shutil.copytree(BASE, folder)
    (folder / "skms.yml").write_text("name: A small office\n", "utf-8")
    git(folder, "init", "-q", "-b", "main")
    save(folder, "First")
    return folder


def told(capsys: pytest.CaptureFixture[str], folder: Path, *args: str) -> tuple[int, str, str]:
    code = run(["diff", *args, "--root", str(folder), "--as-of", "2026-07-01"])
    out, err = capsys.readouterr()
    return code, out, err


def test_working_tree_against_the_last_commit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, repository)[1] == "HEAD → working tree: no change of meaning.\n"
    edit(repository, SLA, "value: 99.5", "value: 99")
    code, out, _ = told(capsys, repository)
    assert code == 0
    assert (
        "• Availability promised for Email falls from 99.5 % to 99 %.\n    catalogue/agreements/email-sla.yaml:17"
        in out
    )
    assert out.endswith("HEAD → working tree: 1 breaking change.\n")


def test_what_a_branch_changes(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "checkout", "-q", "-b", "work")
    edit(repository, SLA, "value: 99.5", "value: 99.8")
    save(repository, "More")
    git(repository, "checkout", "-q", "main")
    edit(repository, "catalogue/services/archive.yaml", "title: Archive", "title: Store")
    save(repository, "Meanwhile")
    git(repository, "checkout", "-q", "work")
    assert "Store" in told(capsys, repository, "main")[1]
    for args in (["main..."], ["main...work"], ["main...", "work"]):
        out = told(capsys, repository, *args)[1]
        assert "rises from 99.5 % to 99.8 %" in out
        assert "Store" not in out


def test_exit_code_by_class(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, "catalogue/services/archive.yaml", "title: Archive", "title: Store")
    codes = {
        level: told(capsys, repository, "--fail-on", level)[0]
        for level in ("breaking", "notable", "editorial", "never")
    }
    assert codes == {"breaking": 0, "notable": 0, "editorial": 1, "never": 0}


def test_folders(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    shutil.copytree(repository, other, ignore=shutil.ignore_patterns(".git"))
    edit(other, SLA, "value: 99.5", "value: 99")
    assert "falls from" in told(capsys, repository, str(repository), str(other))[1]
    assert "falls from" in told(capsys, repository, "HEAD", str(other))[1]
    assert "rises from" in told(capsys, other, str(other), str(repository))[1]


def test_formats(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, SLA, "value: 99.5", "value: 99")
    edit(repository, "catalogue/services/email.yaml", "tags: [mail]", "custom: {note: '@all <b>'}")
    page, data = tmp_path / "out" / "comment.md", tmp_path / "out" / "diff.json"
    told(
        capsys,
        repository,
        "--format",
        "markdown",
        "--output",
        str(page),
        "--format",
        "json",
        "--output",
        str(data),
    )
    text = page.read_text("utf-8")
    assert "**Breaking (1)**: something that others rely on" in text
    assert "- Availability promised for Email falls from 99.5 % to 99 %." in text.replace("\\", "")
    assert "<details><summary><b>Editorial (2)</b>" in text
    assert "<b>\\" not in text
    assert "@all" not in text.replace("&#64;", "")
    found = json.loads(data.read_text("utf-8"))
    assert (found["version"], found["worst"]) == (1, "breaking")
    assert found["counts"] == {"breaking": 1, "notable": 0, "editorial": 2}
    assert found["changes"][0] == {
        "class": "breaking", "aspect": "promises", "record": "agreement/email-sla",
        "sentence": "Availability promised for Email falls from 99.5 % to 99 %.", "before": "99.5 %", "after": "99 %",
        "file": SLA, "line": 17, "path": ["targets", 0, "value"],
    }  # fmt: skip
    again = tmp_path / "again.md"
    told(capsys, repository, "--format", "markdown", "--output", str(again))
    assert again.read_bytes() == page.read_bytes()


def test_colours(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(repository, SLA, "value: 99.5", "value: 99")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31mBreaking\x1b[0m" in told(capsys, repository)[1]


def test_unknown_commit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = told(capsys, repository, "v9")
    assert code == 2
    assert "There is no commit, branch or tag 'v9'." in err


def test_an_option_is_no_commit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(GitUnavailable, match="There is no commit, branch or tag '--output=x'"):
        commit(repository, "--output=x")


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "plain"
    shutil.copytree(BASE, folder)
    (folder / "skms.yml").write_text("name: A small office\n", "utf-8")
    code, _, err = told(capsys, folder)
    assert code == 2
    assert f"{folder} is in no Git repository, so there is nothing to compare with." in err


def test_shallow_clone(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository, SLA, "value: 99.5", "value: 99")
    save(repository, "Second")
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    code, _, err = told(capsys, tmp_path / "shallow", "HEAD~1")
    assert code == 2
    assert (
        "There is no commit, branch or tag 'HEAD~1'. The clone is shallow: fetch the whole history"
        in " ".join(err.split())
    )


def test_records_in_a_folder_of_a_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "all" / "office" / "records"
    shutil.copytree(BASE, folder)
    (folder / "skms.yml").write_text("name: A small office\n", "utf-8")
    git(tmp_path / "all", "init", "-q", "-b", "main")
    save(tmp_path / "all", "First")
    assert read_git(folder, "HEAD") == read_folder(folder)
    edit(folder, SLA, "value: 99.5", "value: 99")
    assert "falls from" in told(capsys, folder)[1]
    save(tmp_path / "all", "Second", "2026-06-02")
    (newest, *_) = log(folder, "HEAD", ("catalogue",), date(2026, 1, 1), 5)
    assert [entry.path for entry in newest.files] == [SLA]


def test_fork_point_of_unrelated_histories(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "other")
    save(repository, "Alone")
    with pytest.raises(GitUnavailable, match="'main' is no commit that this branch has come from"):
        fork_point(repository, "main")


def test_a_comment_is_never_longer_than_hosts_take() -> None:
    changes = tuple(
        Change(level, "", f"service/{one}", f"*{'_' * 400}*", "", "", "catalogue/services/a.yaml", 7, ())
        for level in ("breaking", "notable", "editorial")
        for one in range(90)
    )
    text = markdown_report.report(Told("a", "b", date(2026, 6, 1), changes))
    assert len(text) < 65_536
    assert text.count("more; `skms diff` lists them all.") == 3
