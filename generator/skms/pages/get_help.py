"""Where to turn, by service, with hours."""

from __future__ import annotations

from collections.abc import Iterator

from skms.model import Model
from skms.pages._overview import caller, facet, overview
from skms.pages._services import help_rows
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page."""
    yield Leaf("help/", "Get help", ("Services", "Get help"), "", "get_help")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page: every service in force with its channels."""
    view, call = View(model, site, leaf.path), caller(site, "get_help")
    rows = help_rows(view)
    facets = [facet("area", "Business area", ((row.area,) for row in rows))]
    section = Section("all", "Help by service", call("table", rows, facets))
    return overview(view, leaf, "Where to turn with each service, and when.", [section] if rows else [])
