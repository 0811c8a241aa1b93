"""The page for addresses that do not exist: search, A to Z and whom to ask. It is shown at any depth."""

from __future__ import annotations

from collections.abc import Iterator

from skms.model import Model
from skms.pages._overview import caller
from skms.pages.page import Leaf, Page, Site

PATH = "404.html"


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page."""
    yield Leaf(PATH, "Page not found", None, "", "not_found")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page; whoever publishes it makes its addresses right at any depth."""
    contact = model.settings.contact
    lead = caller(site, "not_found")("lead", contact, f"mailto:{contact}" if "@" in contact else contact)
    return Page(PATH, leaf.title, "There is nothing at this address, or no longer.", lead, search=False)
