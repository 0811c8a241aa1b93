"""The reference: every kind of record and every rule, with the number of records and findings here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from skms.model import Model
from skms.pages._overview import caller, overview
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site
from skms.pages.reference_kinds import kind_path
from skms.pages.reference_rules import rule_path
from skms.rules import load_rules


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the index of the reference."""
    yield Leaf("reference/", "Kinds and rules", ("Contribute", "Kinds and rules"), "", "reference")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the index."""
    view, call = View(model, site, leaf.path), caller(site, "reference")
    found = Counter(finding.code for finding in site.findings if not finding.waived_by)
    kinds = [(kind, view.url(kind_path(kind)), len(model.of(kind.name))) for kind in model.kinds.values()]
    rules = [(rule, view.url(rule_path(rule)), found[rule.code]) for rule in load_rules().values()]
    sections = [
        Section("kinds", "Kinds of record", call("kinds", kinds)),
        Section("rules", "Rules", call("rules", rules)),
    ]
    return overview(view, leaf, "What records may say, and what is checked about them.", sections)
