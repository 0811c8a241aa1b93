"""How much hangs on each supplier, whether we could leave it, and how far those to come have got."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from skms import integration
from skms.dependencies import dependants
from skms.fit import Record
from skms.model import Model
from skms.pages import _parties
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View
from skms.pages.page import Leaf, Page, Section, Site

IMPORTANT = ("tier-1", "tier-2")


@dataclass(frozen=True, slots=True)
class Weight:
    """What hangs on a supplier."""

    supplier: Ref
    tier: str
    provided: int
    resting: int
    """Services that rest on those, at whatever distance."""
    important: tuple[Ref, ...]
    """Those of them that are of tier 1 or 2."""
    held: int
    """Data assets that it holds."""
    substitutability: str
    checks: tuple[_parties.Check, ...]

    @property
    def readiness(self) -> float:
        """Share of what an exit needs that is there."""
        return _parties.readiness(self.checks)


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield both pages."""
    yield Leaf(
        "concentration/",
        "Concentration and exit",
        ("Services", "Concentration and exit"),
        "",
        "supplier_exit",
        ("supplier",),
    )
    yield Leaf(
        "onboarding/",
        "Onboarding",
        ("Services", "Onboarding of suppliers"),
        "onboarding",
        "supplier_exit",
        ("supplier",),
    )


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make one of them."""
    view, call = View(model, site, leaf.path), caller(site, "supplier_exit")
    if leaf.subject:
        sections = [Section("onboarding", "Suppliers to come", call("onboarding", _onboarding(view)))]
        return overview(view, leaf, "What is done and what is open before a supplier may begin.", sections)
    weights = [_weight(view, one) for one in records(model, "supplier") if one.live]
    heavy = sorted(weights, key=lambda one: (-len(one.important), -one.resting, one.supplier.title))
    ready = sorted(weights, key=lambda one: (one.readiness, one.supplier.title))
    sections = [
        Section("concentration", "What hangs on each supplier", call("concentration", heavy)),
        Section("exit", "Could we leave?", call("exits", ready)),
    ]
    return overview(
        view, leaf, "Where too much hangs on one supplier, and whether we could leave it.", sections
    )


def _weight(view: View, supplier: Record) -> Weight:
    model = view.model
    provided = {
        one.name: one
        for link in model.backlinks(supplier.name)
        if link.route == ("provider",)
        and (one := model.get(link.source))
        and one.kind == "service"
        and one.live
    }
    resting, todo = dict(provided), list(provided.values())
    while todo:
        for found in dependants(model, todo.pop()):
            if found.service.live and found.service.name not in resting:
                resting[found.service.name] = found.service
                todo.append(found.service)
    important = [one for one in resting.values() if one.data.get("criticality") in IMPORTANT]
    return Weight(
        view.ref(supplier), str(supplier.data.get("tier", "")), len(provided), len(resting) - len(provided),
        tuple(view.ref(one) for one in sorted(important, key=lambda one: one.title)),
        len(integration.data_held(model, supplier)), str(supplier.data.get("substitutability", "")),
        tuple(_parties.exit_checks(view, supplier)),
    )  # fmt: skip


def _onboarding(view: View) -> list[tuple[Ref, list[dict[str, Any]]]]:
    """Suppliers that are not yet active, with their steps."""
    found = [one for one in records(view.model, "supplier") if one.phase == "planned"]
    return [(view.ref(one), list(one.data.get("onboarding", ()))) for one in found]
