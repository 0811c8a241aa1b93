"""What stands empty when a person leaves, and who could take over."""

from __future__ import annotations

from collections.abc import Iterator

from skms.fit import Record
from skms.impact.heirs import heirs
from skms.impact.role import lost
from skms.impact.values import Group, Item, by_title
from skms.model import Model
from skms.readiness import bench
from skms.roles import Holding, coming, held_by

QUESTION = "if this person leaves"


def groups(model: Model, person: Record) -> Iterator[Group]:
    """What the person takes along: empty roles first, then what hangs on those."""
    mine = [one for one in held_by(model, person) if one.on(model.as_of) and one.role.live]
    empty = {one.role.name: one.role for one in mine if not _others(model, one, deputies=True)}
    stand_in = {one.role.name: one for one in mine if not one.deputy and one.role.name not in empty}
    yield Group(
        "empty",
        "Roles that stand empty",
        by_title([Item(role, "has no other holder") for role in empty.values()]),
    )
    yield from lost(model, empty.values())
    yield Group(
        "weaker", "Roles that go on without them", by_title([_left(model, one) for one in stand_in.values()])
    )
    yield Group("single", "Single points", by_title([*_single(model, person, mine)]))
    roles = {one.role.name: one.role for one in mine if not one.deputy}
    found = [Group("", role.title, heirs(model, role, {person.name})) for role in roles.values()]
    yield Group("heirs", "Who could take over", tuple(item for group in found for item in group.items))


def _others(model: Model, mine: Holding, *, deputies: bool) -> list[Holding]:
    """Who else holds the same role, in a scope that overlaps, today."""
    return [
        one for one in coming(model, mine.role)
        if one.person.name != mine.person.name and one.person.live and one.on(model.as_of)
        and (deputies or not one.deputy) and (one.scope is None or one.scope == mine.scope)
    ]  # fmt: skip


def _left(model: Model, mine: Holding) -> Item:
    names = [one.person.title for one in _others(model, mine, deputies=False)]
    if names:
        return Item(mine.role, f"is still held by {' and '.join(names)}")
    return Item(mine.role, "is left to its deputy alone")


def _single(model: Model, person: Record, mine: list[Holding]) -> Iterator[Item]:
    """Roles in which only this person is there to stay and can do all that is asked."""
    for one in mine:
        ready = {each.person.name for each in bench(model, one.role)}
        if ready == {person.name}:
            yield Item(one.role, "has nobody else who stays and has the competences it asks for")
