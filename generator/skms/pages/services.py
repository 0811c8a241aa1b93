"""The service catalogue: every service that can be used now, in one table with facets."""

from __future__ import annotations

from collections.abc import Iterator

from skms.dependencies import dependants
from skms.fit import Record
from skms.model import Model
from skms.pages._filters import words
from skms.pages._listing import code, listing, refer
from skms.pages._overview import caller, overview, records
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site

FACETS = {
    "domain": "Business area",
    "type": "Type",
    "audience": "For whom",
    "criticality": "Criticality",
    "provider": "Provider",
}


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the catalogue."""
    yield Leaf("services/", "Services", ("Services",), "service", "services")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the catalogue; services on their way in, or gone, stand in the portfolio."""
    view = View(model, site, leaf.path)
    found = [record for record in records(model, "service") if record.live]
    columns = (
        ("Business area", lambda _, record: code(record, "domain")),
        ("For whom", _audience),
        ("Criticality", lambda _, record: code(record, "criticality")),
        ("Provider", lambda view, record: refer(view, record, "provider", "team", "supplier")),
        ("Needed by", _dependants),
    )
    table = listing(view, model.kinds["service"], found, columns, FACETS)
    section = Section("all", "Service catalogue", caller(site, "lists")("table", table))
    return overview(view, leaf, "Everything that can be used now, and who answers for it.", [section])


def _audience(_: View, record: Record) -> str:
    """Return for whom a service is."""
    return ", ".join(words(one) for one in record.data.get("audience", ()))


def _dependants(view: View, record: Record) -> int:
    """Return how many services rest on a service."""
    return len({one.service.name for one in dependants(view.model, record)})
