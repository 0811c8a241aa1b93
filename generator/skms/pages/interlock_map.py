"""The map of hand-overs: suppliers and patterns, what is missing, and every hand-over by its boundary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms import integration
from skms.fit import Record
from skms.model import Model
from skms.pages import _parties
from skms.pages._filters import words
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View, visible
from skms.pages.page import Leaf, Page, Section, Site


@dataclass(frozen=True, slots=True)
class MapRow:
    """A supplier with its hand-overs by pattern; `missing` are patterns it should have."""

    supplier: Ref
    cells: tuple[tuple[Ref, ...], ...]
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
    groups: dict[str, list[Record]] = {}
    for one, _, _ in integration.interlocks(model):
        if visible(model, one):
            groups.setdefault(_parties.boundary(view, one), []).append(one)
    sections = [
        Section("map", "Suppliers and patterns", call("matrix", [words(one) for one in patterns], rows))
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
    used = {str(one.data.get("pattern")) for one, _, _ in integration.interlocks(model)}
    used |= {pattern for one in model.of("supplier") for pattern in one.data.get("patterns", ())}
    schema = model.kinds["interlock"].schema["properties"]["pattern"]
    return [one for one in schema.get("enum", sorted(used)) if one in used]


def _row(view: View, supplier: Record, patterns: list[str]) -> MapRow:
    found: dict[str, list[Ref]] = {}
    for one, _, _ in integration.interlocks_of(view.model, supplier):
        found.setdefault(str(one.data.get("pattern")), []).append(view.ref(one))
    asked = supplier.data.get("patterns", ())
    return MapRow(
        view.ref(supplier),
        tuple(tuple(found.get(pattern, ())) for pattern in patterns),
        tuple(pattern in asked and pattern not in found for pattern in patterns),
    )
