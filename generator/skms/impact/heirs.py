"""Who could take over a role, the readiest first (domain specification 4.36 to 4.41)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from skms.fit import Record
from skms.impact.values import Item
from skms.model import Model
from skms.profiles import present_roles, profile, skills, suffices
from skms.roles import coming, members
from skms.words import one_of
from skms.workload import indexes

MOST = 5
"""Names for one role; more would only be a list of the team."""


def heirs(model: Model, role: Record, leaving: Collection[str]) -> tuple[Item, ...]:
    """Up to five people who could take over a role: its other holders and deputies, then its team."""
    found: dict[str, Item] = {}
    for person, why in (*_named(model, role), *_team(model, role)):
        if person.live and person.name not in leaving:
            found.setdefault(person.name, Item(person, f"{why}{_can(model, person, role)}"))
    return tuple(found.values())[:MOST]


def _named(model: Model, role: Record) -> Iterator[tuple[Record, str]]:
    """Those whom the role names already, deputies included."""
    for one in sorted(coming(model, role), key=lambda one: (one.deputy, one.person.title)):
        start = "" if one.on(model.as_of) else f" from {one.start}"
        yield one.person, f"{'deputises in' if one.deputy else 'holds'} {role.title} already{start}"


def _team(model: Model, role: Record) -> Iterator[tuple[Record, str]]:
    """The team of the role: those who have the competences first, then those with the least on their hands."""
    team = model.look(role.data.get("team"), "team")
    people = members(model, team) if team else ()
    load = {one.name: _load(model, one) for one in people}
    for person in sorted(people, key=lambda one: (not suffices(model, one, role), load[one.name], one.title)):
        yield person, f"works in the team of {role.title}"


def _can(model: Model, person: Record, role: Record) -> str:
    """Whether what the role asks for is attested."""
    needs = profile(model, role)
    if not needs:
        return ""
    if suffices(model, person, role):
        return " and has every competence that it asks for"
    there = skills(model, person)
    missing = [need.competency.title for name, need in needs.items() if there.get(name, 0) < need.level]
    return f" but lacks {one_of(missing[:3], 'and')}{' and more' if missing[3:] else ''}"


def _load(model: Model, person: Record) -> float:
    every = indexes(model)
    return sum(every.get(role.name, 0.0) for role in present_roles(model, person))
