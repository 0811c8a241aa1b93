"""A registry as two commits that differ in some two hundred records: `python benchmarks/commits.py DIR`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

NAME = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false")
EDITS = (
    ("catalogue/services", "owner: role-", "owner: role/role-000001  # was "),
    ("catalogue/services", "status: live", "status: retiring"),
    ("catalogue/agreements", "value: 97", "value: 96.5"),
    ("catalogue/contracts", "notice_days: {customer: 90", "notice_days: {customer: 120"),
    ("policies/policies", "text: Access shall be", "text: Access must be"),
    ("policies/risks", "title: ", "title: Another "),
    ("raci/matrices", ": A/R, team/team-", ": A, team/team-"),
    ("raci/people", "status: active", "status: left"),
)
"""Folder, text of a record, and what stands there after the second commit."""
EACH = 26
"""Records that each edit is made in: every edit changes some in another part of the folder."""


def write(registry: Path) -> int:
    """Make two commits of a registry and return the number of files in which they differ."""
    _git(registry, "init", "--quiet", "--initial-branch=main")
    _commit(registry, "As generated")
    changed: set[Path] = set()
    for folder, old, new in EDITS:
        files = (path for path in sorted((registry / folder).rglob("*.yaml")) if path not in changed)
        fitting = (path for path in files if old in path.read_text("utf-8"))
        for path in list(islice(fitting, 0, 3 * EACH, 3)):
            path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
            changed.add(path)
    _commit(registry, "Some changes")
    return len(changed)


def _commit(registry: Path, message: str) -> None:
    _git(registry, "add", "--all", "catalogue", "policies", "raci", "skms.yml")
    _git(registry, *NAME, "commit", "--quiet", "--message", message)


def _git(registry: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(registry), *arguments], check=True)


def main(arguments: Sequence[str]) -> None:
    print(f"{write(Path(arguments[0]))} records differ.")


if __name__ == "__main__":
    main(sys.argv[1:])
