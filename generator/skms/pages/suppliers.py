"""Suppliers: who they are, what hangs on them, and how far those to come or to go have got."""

from __future__ import annotations

from collections.abc import Iterator

from skms.fit import Record
from skms.model import Model
from skms.pages._listing import code, listing
from skms.pages._overview import caller, overview, records
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site

FACETS = {"tier": "Importance", "type": "Type", "substitutability": "Can be replaced"}


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the list of suppliers."""
    yield Leaf("suppliers/", "Suppliers", ("Services", "Suppliers"), "supplier", "suppliers")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the list of suppliers."""
    view = View(model, site, leaf.path)
    columns = (
        ("Importance", lambda _, record: code(record, "tier")),
        ("Can be replaced", lambda _, record: code(record, "substitutability")),
        ("Services", _services),
        ("Onboarding", _onboarding),
    )
    table = listing(view, model.kinds["supplier"], records(model, "supplier"), columns, FACETS)
    section = Section("all", "All suppliers", caller(site, "lists")("table", table))
    return overview(
        view, leaf, "Who provides what from outside, and who looks after the relation.", [section]
    )


def _services(view: View, record: Record) -> int:
    """Return how many services that have not ended a supplier provides."""
    sources = {link.source for link in view.model.backlinks(record.name) if link.field.name == "provider"}
    return sum(1 for name in sources if (one := view.model.get(name)) and one.phase != "ended")


def _onboarding(_: View, record: Record) -> str:
    """Return how many steps of the onboarding are done, while it lasts."""
    steps = record.data.get("onboarding", ())
    if not steps or record.phase != "planned":
        return ""
    return f"{sum(1 for step in steps if step.get('done_on'))} of {len(steps)} steps"
