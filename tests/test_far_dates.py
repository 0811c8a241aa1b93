"""Days at the ends of the calendar, such as 9999-12-31 for `never`: every rule has its say, and none fails."""

from __future__ import annotations

import re
from typing import Any

import pytest

from skms import cli
from skms.judge import judge

DAY = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\dT-])")


@pytest.mark.parametrize("day", ["9999-12-31", "1000-01-01"])
@pytest.mark.parametrize("kind", ["role", "audit", "contract", "agreement", "person", "training-plan"])
def test_rules_bear_far_days(organisation: Any, kind: str, day: str) -> None:
    texts = organisation.model.texts
    changed = {
        path: DAY.sub(day, text) for path, text in texts.items() if f"kind: {kind}\n" in text[: len(kind) + 8]
    }
    assert changed
    assert judge(organisation.with_files(changed))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_nobody_asks_for_the_end_of_days(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--as-of", day]) == 2
    assert "years from 1900 to 2999 can be asked for" in capsys.readouterr().err
