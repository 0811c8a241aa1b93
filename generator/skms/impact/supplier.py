"""What stops, and what is left in whose hands, when a supplier goes or fails."""

from __future__ import annotations

from collections.abc import Iterator

from skms import integration
from skms.duties import duties
from skms.fit import Record
from skms.impact.outage import outage, service_groups
from skms.impact.role import rows
from skms.impact.values import Group, Item, by_title
from skms.model import Model
from skms.roles import holders
from skms.service_levels import live, services_of
from skms.words import one_of

QUESTION = "if this supplier goes or fails"


def groups(model: Model, supplier: Record) -> Iterator[Group]:
    """Its services and all that rests on them, its contracts, data, hand-overs, duties and people."""
    provided = _provided(model, supplier)
    lost = [Item(one, "is provided by this supplier") for one in provided]
    yield Group("provided", "Services that it provides", by_title(lost))
    yield from service_groups(model, outage(model, provided), provided)
    yield Group("underpinning", "Underpinning contracts that end", _underpinning(model, supplier))
    yield Group("contracts", "Contracts that end", by_title(list(_contracts(model, supplier))))
    held = [Item(one, "is in its hands and must come back") for one in integration.data_held(model, supplier)]
    yield Group("data", "Data that it holds", by_title(held))
    between = [
        Item(one, "has nobody on the other side") for one, *_ in integration.interlocks_of(model, supplier)
    ]
    yield Group("interlocks", "Hand-overs that break", by_title(between))
    found = [duty for duty in duties(model, supplier) if duty.matrix.live]
    yield Group("accountable", "Accountabilities lost", rows(found, "A"))
    yield Group("responsible", "Work left undone", rows(found, "R"))
    yield Group("roles", "Roles that its staff hold alone", _roles(model, supplier))


def _provided(model: Model, supplier: Record) -> list[Record]:
    found = (model.get(link.source) for link in model.backlinks(supplier.name) if link.route == ("provider",))
    return [one for one in found if one and one.kind == "service" and one.phase != "ended"]


def _contracts(model: Model, supplier: Record) -> Iterator[Item]:
    for one in integration.contracts(model, supplier):
        months = one.data.get("exit", {}).get("transition_months")
        plan = one.data.get("exit", {}).get("plan")
        after = f"; {months} months of transition are agreed" if months else "; no transition is agreed"
        yield Item(one, f"ends{after}{'' if plan else ', and it names no exit plan'}")


def _underpinning(model: Model, supplier: Record) -> tuple[Item, ...]:
    items = []
    for one in live(model, "uc"):
        provider = model.look(one.data.get("provider"), "supplier")
        if provider and provider.name == supplier.name:
            titles = [service.title for service in services_of(model, one)]
            items.append(Item(one, f"no longer backs {one_of(titles[:5], 'and') or 'anything'}"))
    return by_title(items)


def _roles(model: Model, supplier: Record) -> tuple[Item, ...]:
    staff = {
        link.source for link in model.backlinks(supplier.name)
        if link.route == ("supplier",) and link.source.startswith("person/")
    }  # fmt: skip
    items = []
    for role in model.of("role"):
        there = holders(model, role) if role.live else ()
        if there and all(one.person.name in staff for one in there):
            items.append(Item(role, "stands empty without its people"))
    return by_title(items)
