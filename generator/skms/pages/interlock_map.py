"""The map of hand-overs: suppliers and patterns, what is missing, and every hand-over by its boundary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms import integration
from skms.fit import Record
from skms.kinds import resolve
from skms.model import Model
from skms.pages import _exchange, _parties
from skms.pages._filters import words
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View, visible
from skms.pages.page import Leaf, Page, Section, Site


@dataclass(frozen=True, slots=True)
class Cell:
    """A hand-over in the map: which way it goes, and what it is."""

    way: str
    href: str | None
    title: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A supplier with its hand-overs by pattern; `missing` are patterns it should have."""

    supplier: Ref
    cells: tuple[tuple[Cell, ...], ...]
    missing: tuple[bool, ...]


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the map."""
    yield Leaf(
        "interlock-map/", "Map of hand-overs", ("Services", "Map of hand-overs"), "interlock", "interlock_map"
    )


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the map."""
    view, call = View(model, site, leaf.path), caller(site, "interlock_map")
    patterns = _patterns(model)
    rows = [_row(view, one, patterns) for one in records(model, "supplier") if one.phase != "ended"]
    without = [row.supplier for row in rows if not any((*row.cells, *row.missing))]
    rows = [row for row in rows if row.supplier not in without]
    groups: dict[str, list[Record]] = {}
    for one, _, _ in integration.interlocks(model):
        if visible(model, one):
            groups.setdefault(_parties.boundary(view, one), []).append(one)
    html = call("matrix", [words(one) for one in patterns], rows, without)
    drawn = call("drawings", _exchange.drawings(view))
    sections = [
        Section("exchange", "Who hands over to whom", drawn),
        Section("map", "Suppliers and patterns", html),
    ]
    for boundary, found in sorted(groups.items()):
        title = f"Hand-overs {boundary}" if boundary != "internal" else "Hand-overs inside"
        name = boundary.replace(" ", "-")
        sections.append(Section(name, title, call("group", view, _parties, found, title)))
    return overview(
        view, leaf, "Who hands over what to whom, and where a hand-over is still to be agreed.", sections
    )


def _patterns(model: Model) -> list[str]:
    """The patterns in use or asked for, in the order of the schema."""
    used = {one.data["pattern"] for one, _, _ in integration.interlocks(model) if "pattern" in one.data}
    used |= {pattern for one in model.of("supplier") for pattern in one.data.get("patterns", ())}
    schema = resolve(model.kinds["interlock"].schema["properties"]["pattern"])
    return [str(one) for one in schema.get("enum", sorted(used)) if one in used]


def _row(view: View, supplier: Record, patterns: list[str]) -> MapRow:
    found: dict[str, list[Cell]] = {}
    for one, _, end in integration.interlocks_of(view.model, supplier):
        to = integration.party_supplier(view.model, end.party)
        way = "to them" if to and to.name == supplier.name else "to us"
        ref = view.ref(one)
        found.setdefault(str(one.data.get("pattern")), []).append(Cell(way, ref.href, ref.title))
    asked = supplier.data.get("patterns", ())
    return MapRow(
        view.ref(supplier),
        tuple(tuple(found.get(pattern, ())) for pattern in patterns),
        tuple(pattern in asked and pattern not in found for pattern in patterns),
    )
