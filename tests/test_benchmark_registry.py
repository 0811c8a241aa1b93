"""The registry that benchmarks are run on is a healthy one of every kind, and the same each time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from skms.judge import judge
from skms.kinds import load_kinds
from skms.pipeline import load


@pytest.mark.parametrize("size", [250, 777])
def test_a_generated_registry_checks_clean(root: Path, tmp_path: Path, as_of: date, size: int) -> None:
    folder = tmp_path / "registry"
    command = [sys.executable, str(root / "benchmarks/generate.py"), str(size), str(folder)]
    subprocess.run(command, check=True)
    model = load(folder, as_of)
    assert len(model.records) == size
    assert {record.kind for record in model.records.values()} == set(load_kinds())
    assert [finding.message for finding in judge(model)] == []
    again = tmp_path / "again"
    subprocess.run([*command[:3], str(again)], check=True)
    assert load(again, as_of).texts == model.texts


def test_records_are_as_long_as_real_ones(root: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(root / "benchmarks/generate.py"), "1000", str(tmp_path)], check=True)
    sizes = [path.stat().st_size for path in tmp_path.rglob("*.yaml")]
    assert 600 <= sum(sizes) / len(sizes) <= 800
