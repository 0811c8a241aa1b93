"""Where to turn, by service, with hours."""

from __future__ import annotations

from collections.abc import Iterator

from skms.model import Model
from skms.pages import _hours
from skms.pages._overview import caller, facet, overview
from skms.pages._services import Help, help_rows
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
    section = Section("all", "Help by service", call("table", rows, facets, _calendars(view, rows)))
    return overview(view, leaf, "Where to turn with each service, and when.", [section] if rows else [])


def _calendars(view: View, rows: list[Help]) -> dict[str, tuple[_hours.Support, str]]:
    """Return the support hours of the services, each calendar once: what the browser needs, and in words."""
    ids = dict.fromkeys(str(row.record.data.get("support_hours", "")) for row in rows)
    found = {key: (_hours.support(view, key), _hours.in_words(view, key)) for key in ids if key}
    return {key: (support, words) for key, (support, words) in found.items() if support}
