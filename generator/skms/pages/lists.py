"""The list of every kind: all its records in one table with facets. A kind may have a list page of its own instead."""

from __future__ import annotations

from collections.abc import Iterator

from skms.model import Model
from skms.pages._listing import generic_columns, listing
from skms.pages._overview import caller, nav_of, overview, records
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site

GENERIC = True


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield a list for every kind."""
    for kind in model.kinds.values():
        yield Leaf(f"{kind.url}/", kind.many, nav_of(kind), kind.name, "lists")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the list of the kind that the leaf names."""
    view, kind = View(model, site, leaf.path), model.kinds[leaf.subject]
    columns, facets = generic_columns(kind)
    table = listing(view, kind, records(model, kind.name), columns, facets)
    html = caller(site, "lists")("table", table)
    return overview(
        view, leaf, kind.schema.get("description", ""), [Section("all", f"All {table.noun}", html)]
    )
