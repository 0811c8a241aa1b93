"""The three catalogues: what people use, what it is built on, and what the Service Management Office offers.

Services on their way in never appear in a catalogue; they stand in the portfolio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from skms.fit import Record
from skms.model import Model
from skms.pages._filters import words
from skms.pages._overview import caller, first_sentence, overview, records
from skms.pages._views import Ref, View, owner_role
from skms.pages.page import Leaf, Page, Section, Site


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue: its title, what it says of itself, and which services are in it."""

    title: str
    summary: str
    holds: Callable[[Model, Record], bool]


@dataclass(frozen=True, slots=True)
class Card:
    """A service in a catalogue."""

    ref: Ref
    summary: str
    criticality: str | None
    audience: tuple[str, ...]
    requests: int
    owner: Ref | None


def _for_people(_: Model, record: Record) -> bool:
    return bool(record.data["type"] == "business")


def _technical(_: Model, record: Record) -> bool:
    return bool(record.data["type"] in ("technical", "integration"))


def _of_the_office(model: Model, record: Record) -> bool:
    team = model.look(record.data.get("provider"), "team")
    return bool(record.data["type"] == "governance" or (team and team.data["type"] == "smo"))


CATALOGUES = {
    "customer": Catalogue(
        "For staff and customers", "The services that people use, by business area, IT or not.", _for_people
    ),
    "technical": Catalogue(
        "Technical services",
        "The platforms, components and bought services on which the others are built.",
        _technical,
    ),
    "smo": Catalogue(
        "Service Management Office", "What the Service Management Office itself offers.", _of_the_office
    ),
}


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the three catalogues."""
    for key, catalogue in CATALOGUES.items():
        yield Leaf(f"catalogue/{key}/", catalogue.title, ("Services", catalogue.title), key, "catalogues")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make a catalogue, one section for each business area."""
    view, call, catalogue = View(model, site, leaf.path), caller(site, "catalogues"), CATALOGUES[leaf.subject]
    areas: dict[str, list[Card]] = {}
    for record in records(model, "service"):
        if record.live and catalogue.holds(model, record):
            areas.setdefault(record.data.get("domain", "other"), []).append(_card(view, record))
    sections = [Section(area, words(area), call("cards", areas[area])) for area in sorted(areas, key=_rank)]
    lead = "" if areas else call("nothing")
    return overview(view, leaf, catalogue.summary, sections, lead, wide=False)


def _card(view: View, record: Record) -> Card:
    """Return the card of a service."""
    data, role = record.data, owner_role(view.model, record)
    open_ = [one for one in data.get("request_types", ()) if one.get("status", "live") == "live"]
    return Card(
        view.ref(record), first_sentence(record), data.get("criticality"), tuple(data.get("audience", ())),
        len(open_), view.ref(role) if role else None,
    )  # fmt: skip


def _rank(area: str) -> tuple[bool, str]:
    """Sort business areas by name, the rest last."""
    return area == "other", words(area)
