"""What is left without anybody when a role ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from skms.duties import Duty, duties, owned
from skms.findings import Route
from skms.fit import Record
from skms.impact.values import Group, Item, by_title
from skms.model import Model
from skms.raci import MEANING
from skms.roles import holders
from skms.service_levels import slas
from skms.words import one_of, plural

QUESTION = "if this role ends"
SHOWN = 4
"""Activities that one line spells out."""


def groups(model: Model, role: Record) -> Iterator[Group]:
    """What the role takes along, and who could step in."""
    yield from lost(model, (role,))
    below = [
        Item(one, "has nobody to report to")
        for one in _naming(model, role, ("reports_to",))
        if one.kind == "role"
    ]
    yield Group("below", "Roles that report to it", by_title(below))
    people = [Item(one.person, "is free for other work") for one in holders(model, role)]
    yield Group("holders", "Who holds it", by_title(people))
    yield Group("heirs", "Who could answer instead", _neighbours(model, role))


def lost(model: Model, roles: Iterable[Record]) -> Iterator[Group]:
    """Accountabilities, work, records and services that are left without anybody when roles stand empty."""
    every = tuple(roles)
    found = [duty for role in every for duty in duties(model, role) if duty.matrix.live]
    yield Group("accountable", "Accountabilities lost", rows(found, "A"))
    yield Group("responsible", "Work left undone", rows([one for one in found if _only_hand(one)], "R"))
    between = {
        one.name: Item(one, "has nobody on this side")
        for role in every for side in ("from", "to") for one in _naming(model, role, (side, "party"))
    }  # fmt: skip
    yield Group("interlocks", "Hand-overs that break", by_title(list(between.values())))
    mine = {record.name: (field, record) for role in every for field, record in reversed(owned(model, role))}
    rest = [Item(one, _field(field)) for field, one in mine.values() if one.kind != "service"]
    yield Group("services", "Services without an owner", _services(model, mine))
    yield Group("owned", "Records without an owner", by_title(rest))


def _naming(model: Model, role: Record, route: Route) -> list[Record]:
    """Live records that name a role at a route."""
    found = (model.get(link.source) for link in model.backlinks(role.name) if link.route == route)
    return [one for one in found if one and one.live]


def rows(found: Iterable[Duty], letter: str) -> tuple[Item, ...]:
    """The duties under a letter, one line for each process or service."""
    mine = sorted((one for one in found if letter in one.letters), key=lambda one: one.matrix.name)
    items = []
    for _, group in groupby(mine, key=lambda one: one.matrix.name):
        duties_ = list(group)
        names = [f"“{one.title}”" for one in duties_]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        verb = "nobody accountable for" if letter == "A" else "nobody to do"
        items.append(
            Item(
                duties_[0].subject or duties_[0].matrix,
                f"has {verb} {one_of(names[:SHOWN], 'and') if not more else ', '.join(names[:SHOWN])}{more}",
            )
        )
    return by_title(items)


def _only_hand(duty: Duty) -> bool:
    """Whether nobody else has an R in the row."""
    return sum("R" in letters for letters in duty.row.cells.values()) == 1


def _services(model: Model, mine: dict[str, tuple[str, Record]]) -> tuple[Item, ...]:
    items = []
    for field, service in mine.values():
        if service.kind == "service":
            promised = plural(len(slas(model, service)), "service level agreement")
            items.append(Item(service, f"{_field(field)} (with {promised})"))
    return by_title(items)


def _field(field: str) -> str:
    return f"has no {field.replace('_', ' ')} any more"


def _neighbours(model: Model, role: Record) -> tuple[Item, ...]:
    """Roles that have a hand in the same rows already, those with most rows first."""
    shared: dict[str, list[str]] = {}
    for duty in duties(model, role):
        if duty.matrix.live and "A" in duty.letters:
            for actor, letters in duty.row.cells.items():
                other = model.look(actor, "role")
                if other and other.live and other.name != role.name and "R" in letters:
                    shared.setdefault(other.name, []).append(duty.title)
    ranked = sorted(shared.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:5]
    return tuple(
        Item(
            model.records[name],
            f"is {MEANING['R'].lower()} already in {plural(len(rows), 'of these rows', 'of these rows')}",
        )
        for name, rows in ranked
    )
