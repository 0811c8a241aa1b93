"""A page for every rule, from its docstring: what it says, why, an example of each kind, how to set it aside."""

from __future__ import annotations

from collections.abc import Iterator

from skms.model import Model
from skms.pages._overview import caller
from skms.pages._views import View
from skms.pages.page import Crumb, Leaf, Page, Section, Site
from skms.rules import Rule, load_rules


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield a page for every rule."""
    for rule in load_rules().values():
        yield Leaf(rule_path(rule), f"{rule.code} {rule.name}", None, rule.code, "reference_rules")


def rule_path(rule: Rule) -> str:
    """Return the site path of a rule's page: `reference/rules/rac001/`."""
    return f"reference/rules/{rule.code.lower()}/"


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page of a rule."""
    view, call, rule = (
        View(model, site, leaf.path),
        caller(site, "reference_rules"),
        load_rules()[leaf.subject],
    )
    found = [one for one in site.findings if one.code == rule.code]
    waived = sum(1 for one in found if one.waived_by)
    here = call("here", len(found) - waived, waived, view.url("data-quality/"), rule.code)
    sections = (
        Section("why", "Why it matters", call("why", rule.why)),
        Section("bad", "What it finds", call("example", clean(rule.bad), "Records that break the rule")),
        Section("good", "What it wants", call("example", clean(rule.good), "The same records, put right")),
        Section("aside", "Setting it aside", call("aside", rule, rule.waivable)),
        Section("here", "In these records", here),
    )
    return Page(
        leaf.path, leaf.title, rule.says, call("lead", rule), sections,
        (Crumb("Kinds and rules", "reference/"), Crumb("Rules", "reference/#rules")),
        {"kind": ("Rule",)}, (rule.code, rule.name), search=True,
    )  # fmt: skip


def clean(example: str) -> list[tuple[str, bool]]:
    """Return the lines of an example with whether the rule points at them; the marks for the tests are taken out."""
    lines = []
    for line in example.rstrip("\n").split("\n"):
        text, mark, _ = line.partition("# expect")
        lines.append((text.rstrip() if mark else line, bool(mark)))
    return lines
