"""Bad and Good of every rule, that rule alone: what its page shows is what it does."""

from __future__ import annotations

import pytest

from skms.judge import judge
from skms.pipeline import model_of
from skms.rules import EXAMPLE_DATE, Rule, example_files, load_rules

RULES = load_rules()


def found(rule: Rule, text: str) -> list[tuple[str, int]]:
    """File and line of every finding of a rule in its example."""
    findings = judge(model_of(example_files(text), EXAMPLE_DATE), only=[rule])
    assert {finding.code for finding in findings} <= {rule.code}
    return sorted((finding.file, finding.line) for finding in findings if not finding.waived_by)


def expected(text: str) -> list[tuple[str, int]]:
    """File and line of every `# expect`; it stands at the end of the line with the finding, once for each finding."""
    return sorted(
        (path, number)
        for path, record in example_files(text).items()
        for number, line in enumerate(record.split("\n"), 1)
        for _ in range(line.count("# expect"))
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_bad_gives_exactly_the_marked_findings(rule: Rule) -> None:
    assert found(rule, rule.bad) == expected(rule.bad)
    assert expected(rule.bad)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_good_gives_none(rule: Rule) -> None:
    assert found(rule, rule.good) == []
