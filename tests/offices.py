"""Organisations of one's own in real Git repositories, as people and pipelines have them."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

from skms.cli import run
from skms.scaffold.kits import ABOUT

GENERATOR = Path(__file__).resolve().parent.parent / "generator"


def office(folder: Path, *options: str) -> Path:
    """What `skms init` makes, committed on `main`."""
    assert run(["init", str(folder), *options]) == 0
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "start")
    return folder


def office_with_kits(folder: Path) -> Path:
    """The same with every kit, on a branch for a change, and a host that has `main`."""
    office(folder)
    for name in ABOUT:
        assert run(["kit", name, "--root", str(folder)]) == 0
    commit(folder, "kits")
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    git(folder, "switch", "-q", "-c", "change")
    return folder


def git(folder: Path, *args: str) -> str:
    """Run Git and return what it says."""
    who = ["-c", "user.name=Sam Sample", "-c", "user.email=sam@example.org"]
    done = subprocess.run(["git", "-C", str(folder), *who, *args], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, message: str) -> None:
    """Commit everything."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def edit(folder: Path, path: str, old: str, new: str) -> None:
    """Change the first place where a text stands in a file."""
    text = (folder / path).read_text("utf-8")
    assert old in text, text
    (folder / path).write_text(text.replace(old, new, 1), "utf-8")


def program(path: Path, text: str) -> None:
    """A program that stands in for another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def programs(folder: Path) -> None:
    """A `python3` whose environments have this skms at once, and an `apt-get` that has everything already.

    Where SKMS_TEST_DAY is set, skms takes that day for today.
    """
    program(
        folder / "skms",
        f"""exec "{sys.executable}" -c '
import datetime, os, sys
sys.path.insert(0, "{GENERATOR}")
if day := os.environ.get("SKMS_TEST_DAY"):
    class Day(datetime.date):
        @classmethod
        def today(cls): return datetime.date.fromisoformat(day)
    datetime.date = Day
from skms.cli import main
main()' "$@" """,
    )
    program(
        folder / "python3",
        f'mkdir -p .venv/bin && cp "{folder}/skms" .venv/bin/skms && ln -sf /bin/true .venv/bin/python',
    )
    program(folder / "apt-get", "exit 0")
