"""The gallery of every message and a few reviewed pages: `make golden` renews them, CI compares.

Whoever changes a rule or a template sees in the diff what readers will see.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.examples import examined

from skms.history import History
from skms.judge import judge
from skms.reports.text_report import report
from skms.rules import Rule, load_rules

if TYPE_CHECKING:
    from skms.model import Model

GOLDEN = Path(__file__).resolve().parent / "golden"
PAGES = (
    "services/email/", "matrices/incident/", "roles/collaboration-service-owner/", "suppliers/meridale-cloud/",
    "policies/information-security-policy/", "reference/rules/rac001/", "reference/kinds/team/",
)  # fmt: skip


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Compare:
    return Compare(request.config.getoption("--renew"))


class Compare:
    """Compares a text with a golden file, or writes it there."""

    def __init__(self, renew: bool) -> None:
        self.renew = renew

    def __call__(self, name: str, text: str) -> None:
        file = GOLDEN / name
        if self.renew:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.exists(), f"{name} is new: run `make golden` and look at it"
        assert text == file.read_text("utf-8"), f"{name} changed: run `make golden` and read the diff"


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.code)
def test_messages(golden: Compare, rule: Rule) -> None:
    model, found, _ = examined(rule, rule.bad)
    golden(f"messages/{rule.code}.txt", report(model, found, color=False))


def test_no_message_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in (GOLDEN / "messages").glob("*.txt")} == set(load_rules())


@pytest.mark.parametrize("path", PAGES)
def test_pages(golden: Compare, example: Model, path: str) -> None:
    from skms.pages.page import body
    from skms.site.content import content_of

    site = content_of(example, judge(example), GOLDEN.parent.parent, past=History())
    leaf = next(leaf for leaf in site.leaves if leaf.path == path)
    # A line a tag, so that a diff shows what changed.
    golden(
        f"pages/{path.strip('/').replace('/', '.')}.html", re.sub(r">\s*<", ">\n<", body(site.render(leaf)))
    )
