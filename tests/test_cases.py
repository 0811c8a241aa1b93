"""Edge cases: each folder of tests/cases is laid over a small sound repository, and all rules run.

Exactly the marked findings must come out: `# expect: CODE` on their lines, or `PATH:LINE CODE` in `expect.txt`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.examples import Place, marks, places, tree

from skms.judge import judge
from skms.pipeline import model_of
from skms.rules import load_rules

CASES = Path(__file__).resolve().parent / "cases"
BASE = tree(CASES / "_base")
AS_OF = date(2026, 7, 1)
FOLDERS = sorted(folder for folder in CASES.glob("[A-Z]*/*") if folder.is_dir())


def expected(folder: Path, files: dict[str, str]) -> list[Place]:
    """Marks in the files, and those listed beside them."""
    beside = folder / "expect.txt"
    lines = beside.read_text("utf-8").splitlines() if beside.exists() else []
    listed = []
    for line in lines:
        where, *codes = line.split()
        path, _, number = where.rpartition(":")
        listed += [(code, path, int(number)) for code in codes]
    return sorted([*marks(files), *listed])


def test_the_base_is_sound() -> None:
    assert [finding.message for finding in judge(model_of(BASE, AS_OF))] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_case(folder: Path) -> None:
    files = tree(folder)
    found = judge(model_of({**BASE, **files}, AS_OF))
    assert places(finding for finding in found if not finding.waived_by) == expected(folder, files)


def test_cases_belong_to_rules() -> None:
    assert {folder.parent.name for folder in FOLDERS} <= set(load_rules())
