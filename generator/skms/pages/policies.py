"""The policy library: policies, standards and what stands below them, by type, with what is due."""

from __future__ import annotations

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.fit import Record
from skms.model import Model
from skms.pages._listing import code, listing, refer
from skms.pages._overview import caller, overview, records
from skms.pages._views import View, next_review
from skms.pages.page import Leaf, Page, Section, Site


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the library."""
    yield Leaf("policies/", "Policies", ("Policies",), "policy", "policies")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the library."""
    view = View(model, site, leaf.path)
    columns = (
        ("Type", lambda _, record: code(record, "type")),
        ("Belongs under", lambda view, record: refer(view, record, "parent", "policy")),
        ("Version", lambda _, record: str(record.data.get("version", ""))),
        ("Next review", _review),
    )
    table = listing(view, model.kinds["policy"], records(model, "policy"), columns, {"type": "Type"})
    section = Section("all", "All policies", caller(site, "lists")("table", table))
    return overview(view, leaf, "What everybody must or should do, and who decided it.", [section])


def _review(view: View, record: Record) -> str:
    """Return when the next review is due, and whether that day is past."""
    day = parse_date(next_review(record)) if record.live else None
    if not day:
        return ""
    return f"{long_date(day)}{' (overdue)' if day < view.model.as_of else ''}"
