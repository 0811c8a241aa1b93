"""Everything that can be asked for, as tasks in the words of those who ask."""

from __future__ import annotations

from collections.abc import Iterator

from skms.model import Model
from skms.pages._overview import caller, facet, overview
from skms.pages._services import requests as find
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the list of requests."""
    yield Leaf("requests/", "I need to …", ("Services", "I need to …"), "", "requests")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the list of requests."""
    view, call = View(model, site, leaf.path), caller(site, "requests")
    found = find(view)
    facets = [
        facet("category", "What sort", ((one.category,) for one in found)),
        facet("area", "Business area", ((one.area,) for one in found)),
        facet("audience", "For whom", (one.audience for one in found)),
    ]
    section = Section("all", f"{len(found)} things you can ask for", call("table", found, facets))
    return overview(view, leaf, "Find what you need by what you want to do.", [section] if found else [])
