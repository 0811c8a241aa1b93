"""Who holds which role and when (domain specification 4.36): derived from `holders` of roles, both ways.

A holder entry without `from` has always been in force, one without `to` is open. Rules look at present and future
entries, pages at those of the as-of date; an entry of a person who is missing or broken is left out everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from skms.dates import parse_date
from skms.findings import Route
from skms.fit import Record
from skms.model import Model


@dataclass(frozen=True, slots=True)
class Holding:
    """One holder entry: a person fills a role for a period."""

    role: Record
    person: Record
    route: Route
    """Of the entry, in the role's record: `("holders", 0)`."""
    start: date | None
    end: date | None
    """Last day, inclusive."""
    fte: float | None
    scope: str | None
    """Name of the record it is restricted to: `service/email`; None for everything."""
    deputy: bool

    def on(self, day: date) -> bool:
        """Whether the day lies in its period."""
        return (self.start is None or self.start <= day) and not self.ended(day)

    def ended(self, day: date) -> bool:
        """Whether it is over before this day."""
        return self.end is not None and self.end < day

    def meets(self, other: Holding) -> bool:
        """Whether the two periods share a day."""
        starts_late = self.end and other.start and other.start > self.end
        ends_early = self.start and other.end and other.end < self.start
        return not starts_late and not ends_early


def holdings(model: Model, role: Record) -> tuple[Holding, ...]:
    """Every holder entry of a role, past and future ones too, in the order of its record."""
    return model.once(_by_role).get(role.name, ())


def held_by(model: Model, person: Record) -> tuple[Holding, ...]:
    """Every holder entry that names a person, past and future ones too, by role."""
    return model.once(_by_person).get(person.name, ())


def coming(model: Model, role: Record) -> tuple[Holding, ...]:
    """Entries that have not ended on the as-of date: the present and the future ones."""
    return tuple(one for one in holdings(model, role) if not one.ended(model.as_of))


def holders(
    model: Model, role: Record, scope: str | None = None, day: date | None = None
) -> tuple[Holding, ...]:
    """Who fills a role on a day (default: the as-of date).

    With a scope (a record's name) entries for it win over entries for everything; without one, entries of every
    scope count. Deputies count only where there is no main holder.
    """
    there = [one for one in holdings(model, role) if one.on(day or model.as_of)]
    if scope:
        there = [one for one in there if one.scope == scope] or [one for one in there if one.scope is None]
    return tuple([one for one in there if not one.deputy] or there)


def vacant(model: Model, role: Record, scope: str | None = None) -> bool:
    """Whether nobody, not even a deputy, fills an active role on the as-of date."""
    return role.live and not holders(model, role, scope)


def only_deputies(model: Model, role: Record) -> bool:
    """Whether a role is filled on the as-of date, but by deputies alone."""
    found = holders(model, role)
    return bool(found) and all(one.deputy for one in found)


def employer(model: Model, person: Record) -> Record | None:
    """The supplier that employs a person; None for the organisation's own people."""
    return model.look(person.data.get("supplier"), "supplier")


def outsiders(model: Model, role: Record) -> tuple[Holding, ...]:
    """Present and future entries of a role that name a supplier's staff."""
    return tuple(one for one in coming(model, role) if employer(model, one.person))


def members(model: Model, team: Record) -> tuple[Record, ...]:
    """The people who work in a team, sorted by id; those who left are not among them."""
    links = model.backlinks(team.name)
    found = (
        model.get(link.source)
        for link in links
        if link.field.name == "team" and link.source.startswith("person/")
    )
    return tuple(person for person in found if person and person.live)


def _by_role(model: Model) -> Mapping[str, tuple[Holding, ...]]:
    found = ((role.name, tuple(_holdings(model, role))) for role in model.of("role"))
    return {name: entries for name, entries in found if entries}


def _by_person(model: Model) -> Mapping[str, tuple[Holding, ...]]:
    found: dict[str, list[Holding]] = {}
    for entries in model.once(_by_role).values():
        for one in entries:
            found.setdefault(one.person.name, []).append(one)
    return {name: tuple(entries) for name, entries in found.items()}


def _holdings(model: Model, role: Record) -> Iterable[Holding]:
    named = {link.route: link.target for link in model.links(role.name) if link.route[0] == "holders"}
    for index, entry in enumerate(role.data.get("holders", ())):
        route = ("holders", index)
        person = model.get(named.get((*route, "person")))
        if person:
            yield Holding(
                role, person, route, parse_date(entry.get("from")), parse_date(entry.get("to")),
                entry.get("fte"), named.get((*route, "scope")), entry.get("deputy", False),
            )  # fmt: skip
