"""What roles require and what is attested of people (domain specification 4.36 to 4.38, 5.9).

A role requires its own competences and those of the activities in which it has R or A in a live matrix. Deputies hold a
role as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms.dates import parse_date
from skms.duties import Duty, duties, owned
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.training import CRITICALITY, Attestation, attested
from skms.model import Model
from skms.roles import held_by

_STAKES = frozenset({"owner", "technical_owner", "business_owner"})


@dataclass(frozen=True, slots=True)
class Need:
    """A level of a competency that a role requires, and where that stands."""

    competency: Record
    level: int
    source: Record
    """The role itself, or the process whose activity asks for it."""
    route: Route


def profile(model: Model, role: Record) -> Mapping[str, Need]:
    """What a role requires, by name of the competency: the highest level with its source."""
    return model.once(_profiles).get(role.name, {})


def answers(model: Model, role: Record) -> bool:
    """Whether a role has R or A in a live matrix."""
    return bool(letters(model, role) & {"R", "A"})


def skills(model: Model, person: Record) -> Mapping[str, int]:
    """Attested level of each competency of a person, by name of the competency."""
    return model.once(_skills).get(person.name, {})


def suffices(model: Model, person: Record, role: Record) -> bool:
    """Whether everything that a role requires is attested of a person."""
    there = skills(model, person)
    return all(there.get(name, 0) >= need.level for name, need in profile(model, role).items())


def present_roles(model: Model, person: Record) -> tuple[Record, ...]:
    """The live roles that a person holds on the as-of date, as deputy too, by id."""
    found = {
        one.role.name: one.role for one in held_by(model, person) if one.on(model.as_of) and one.role.live
    }
    return tuple(found[name] for name in sorted(found))


def requiring(model: Model, competency: Record) -> tuple[tuple[Record, Need], ...]:
    """Roles that require a competency, by id."""
    return model.once(_requiring).get(competency.name, ())


def tiers(model: Model, role: Record) -> tuple[str, ...]:
    """Criticality of the services that a role reaches, highest first.

    Those it owns, those in whose matrices it has R or A, and those that its activities work in.
    """
    return model.once(_tiers).get(role.name, ())


def live_duties(model: Model, role: Record) -> list[Duty]:
    """Cells of live matrices that name a role."""
    return [duty for duty in duties(model, role) if duty.matrix.live]


def letters(model: Model, role: Record) -> frozenset[str]:
    """All letters that a role has in live matrices."""
    return frozenset(letter for duty in live_duties(model, role) for letter in duty.letters)


def _profiles(model: Model) -> dict[str, dict[str, Need]]:
    asked = _asked(model)
    found: dict[str, dict[str, Need]] = {}
    for role in model.of("role"):
        needs = [*_needs(model, role, ("competences",)), *_of_activities(model, role, asked)]
        for need in needs:
            mine = found.setdefault(role.name, {})
            known = mine.get(need.competency.name)
            if known is None or need.level > known.level:
                mine[need.competency.name] = need
    return found


def _of_activities(model: Model, role: Record, asked: Mapping[tuple[str, str], list[Need]]) -> Iterator[Need]:
    for duty in live_duties(model, role) if asked else ():
        if duty.subject and {"R", "A"} & set(duty.letters):
            yield from asked.get((duty.subject.name, duty.row.activity), ())


def _asked(model: Model) -> dict[tuple[str, str], list[Need]]:
    """Competences that the activities of processes ask for."""
    found: dict[tuple[str, str], list[Need]] = {}
    for process in model.of("process"):
        for need in _needs(model, process, ("activities",)):
            activity = process.data["activities"][need.route[1]]["id"]
            found.setdefault((process.name, str(activity)), []).append(need)
    return found


def _needs(model: Model, record: Record, start: Route) -> Iterator[Need]:
    for link in model.links(record.name):
        if link.route[:1] == start and link.route[-1] == "competency" and link.route[-3] == "competences":
            competency = model.get(link.target)
            entry: Any = record.data
            for step in link.route[:-1]:
                entry = entry[step]
            if competency:
                yield Need(competency, int(entry["level"]), record, link.route[:-1])


def _skills(model: Model) -> dict[str, dict[str, int]]:
    found = {}
    for person in model.of("person"):
        entries = person.data.get("competences", ())
        named = {
            link.route: link.target for link in model.links(person.name) if link.route[0] == "competences"
        }
        known = [
            Attestation(
                target, int(entry["level"]), parse_date(entry["on"]) or date.min, bool(entry.get("self"))
            )
            for index, entry in enumerate(entries)
            if (target := named.get(("competences", index, "competency")))
        ]
        if known:
            found[person.name] = attested(known)
    return found


def _requiring(model: Model) -> dict[str, tuple[tuple[Record, Need], ...]]:
    found: dict[str, list[tuple[Record, Need]]] = {}
    for role in model.of("role"):
        for name, need in profile(model, role).items() if role.live else ():
            found.setdefault(name, []).append((role, need))
    return {name: tuple(group) for name, group in found.items()}


def _tiers(model: Model) -> dict[str, tuple[str, ...]]:
    systems = {
        (process.name, str(process.data["activities"][link.route[1]]["id"])): link.target
        for process in model.of("process")
        for link in model.links(process.name) if link.route[0] == "activities" and link.route[2:] == ("system",)
    }  # fmt: skip
    found = {}
    for role in model.of("role"):
        names = {one.name for field, one in owned(model, role) if one.kind == "service" and field in _STAKES}
        for duty in live_duties(model, role):
            if duty.subject and {"R", "A"} & set(duty.letters):
                names.add(duty.subject.name)
                names.add(systems.get((duty.subject.name, duty.row.activity)) or "")
        reached = (model.get(name) for name in names if name.startswith("service/"))
        levels = {one.data.get("criticality", "tier-4") for one in reached if one and one.live}
        if levels:
            found[role.name] = tuple(sorted(levels, key=lambda tier: -CRITICALITY[tier]))
    return found
