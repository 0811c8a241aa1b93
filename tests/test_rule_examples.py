"""The examples in the docstring of every rule: what is marked is found, nothing else, and by that rule alone."""

from __future__ import annotations

import pytest
from tests.examples import examined, places

from skms.pipeline import model_of
from skms.rules import EXAMPLE_DATE, Rule, example_base, example_files, load_rules

RULES = load_rules()
SHAPE = {"GEN001", "GEN002", "GEN003"}
"""Rules whose examples are meant to be unreadable or misshapen."""


@pytest.fixture(params=RULES.values(), ids=lambda rule: f"{rule.code}-{rule.name}")
def rule(request: pytest.FixtureRequest) -> Rule:
    return request.param


def test_bad_gives_exactly_the_marked_findings(rule: Rule) -> None:
    _, found, marked = examined(rule, rule.bad)
    assert found
    assert places(found) == marked


def test_good_gives_none(rule: Rule) -> None:
    assert examined(rule, rule.good)[1] == ()


def test_examples_are_records_of_the_right_shape(rule: Rule) -> None:
    for text in (rule.good,) if rule.code in SHAPE else (rule.good, rule.bad):
        for files in (example_files(text), example_base(text)):
            model = model_of(files, EXAMPLE_DATE)
            assert [problem.message for problem in model.problems] == []


def test_findings_say_what_and_how_to_mend_it(rule: Rule) -> None:
    for finding in examined(rule, rule.bad)[1]:
        assert finding.message.endswith((".", "?"))
        assert finding.help.endswith((".", "`", "?"))
        assert "None" not in finding.message
        assert "{" not in finding.message
