"""What stops when a service fails or is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skms.fit import Record
from skms.impact.outage import outage, service_groups
from skms.impact.values import Group, Item, by_title
from skms.model import Model

QUESTION = "if this service fails"


def groups(model: Model, service: Record) -> Iterator[Group]:
    """Services, promises, customers and records that rest on it."""
    found = outage(model, [service])
    yield from service_groups(model, found, [service])
    yield Group("customers", "Customers who notice", _customers(model, found.stopped))
    yield Group("uses", "What else names it", _named_by(model, service))
    yield Group("heirs", "What could be used instead", _instead(model, service))


def _customers(model: Model, stopped: Iterable[str]) -> tuple[Item, ...]:
    using: dict[str, list[str]] = {}
    for name in sorted(stopped):
        for link in model.links(name):
            customer = model.get(link.target) if link.route[0] == "customers" else None
            if customer:
                using.setdefault(customer.name, []).append(model.records[name].title)
    return by_title(
        [
            Item(
                model.records[name],
                f"cannot use {titles[0]}" + (f" and {len(titles) - 1} more" if titles[1:] else ""),
            )
            for name, titles in using.items()
        ]
    )


_KINDS = {
    "process": "works with it", "data-asset": "is kept in it", "interface": "runs to or from it",
    "interlock": "keeps its cases in it", "control": "is carried out with it", "objective": "is served by it",
    "risk": "names it",
}  # fmt: skip


def _named_by(model: Model, service: Record) -> tuple[Item, ...]:
    found = {}
    for link in model.backlinks(service.name):
        record = model.get(link.source)
        if record and record.kind in _KINDS and record.phase != "ended":
            found[record.name] = Item(record, _KINDS[record.kind])
    return by_title(list(found.values()))


def _instead(model: Model, service: Record) -> tuple[Item, ...]:
    successor = model.look(service.data.get("successor"), "service")
    return (Item(successor, "is its successor"),) if successor else ()
