"""Who holds two duties that must not be in one hand (domain specification 4.39, 5.11). Facts for rules and pages alike.

Only live matrices of processes give duties; what a role states in `sod_duties` also counts without an activity where
the rule's level is `any`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from skms.audience import NAMELESS
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.separation import Conflict, Held, Severity, conflicts, doers, severity
from skms.model import Model
from skms.raci import Row, actors, all_rows, subject
from skms.roles import Holding, coming, members


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is written that somebody has a duty: an entry of holders, a team of a person, a cell of a supplier."""

    record: Record
    route: Route


@dataclass(frozen=True, slots=True)
class DutyConflict:
    """One person or supplier with two duties that a rule keeps apart."""

    rule: Record
    party: Record
    one: Held
    other: Held
    spots: tuple[Spot, Spot]
    severity: Severity
    needs_control: bool
    """The office is small enough to be exempt, but has stated no compensating control yet."""

    @property
    def paths(self) -> tuple[str, str]:
        """Both ways from the party to the activity: `sam → change-manager → change#approve (approve)`."""
        return _path(self.one), _path(self.other)


def duty_conflicts(model: Model) -> tuple[DutyConflict, ...]:
    """Conflicts of every live rule, by rule and party.

    One for each rule, party and pair of roles, in however many activities they meet.
    """
    return model.once(_conflicts)


def conflicts_of(model: Model, rule: Record) -> tuple[DutyConflict, ...]:
    """The conflicts of one rule."""
    return tuple(one for one in duty_conflicts(model) if one.rule.name == rule.name)


def parted(model: Model, rule: Record) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The two sides of a rule: duties, or names of roles; None where a role is missing or broken."""
    if "duties" in rule.data:
        first, second = rule.data["duties"]
        return tuple(first), tuple(second)
    named = [link.target for link in model.links(rule.name) if link.route[0] == "roles"]
    if len(named) != 2 or not named[0] or not named[1]:
        return None
    return (named[0],), (named[1],)


def _conflicts(model: Model) -> tuple[DutyConflict, ...]:
    rules = [rule for rule in model.of("sod-rule") if rule.live]
    if not rules:
        return ()
    held = {one: spot for one, spot in _held(model) if one.who != NAMELESS}
    persons = sum(person.live for person in model.of("person"))
    return tuple(one for rule in rules for one in _of_rule(model, rule, held, persons))


def _of_rule(model: Model, rule: Record, held: Mapping[Held, Spot], persons: int) -> Iterator[DutyConflict]:
    sides = parted(model, rule)
    if sides is None:
        return
    first, second = (frozenset(side) for side in sides)
    seen: set[tuple[str, str, str]] = set()
    found: Iterator[Conflict] = conflicts(first, second, rule.data["level"], held, model.as_of)
    for one in found:
        first_way, second_way = sorted((_through(one.one), _through(one.other)))
        key = (one.who, first_way, second_way)
        party = model.get(one.who)
        if party and key not in seen:
            seen.add(key)
            spots = held[one.one], held[one.other]
            grade, lacking = _grade(model, rule, persons)
            yield DutyConflict(rule, party, one.one, one.other, spots, grade, lacking)


def _grade(model: Model, rule: Record, persons: int) -> tuple[Severity, bool]:
    links = (link for link in model.links(rule.name) if link.route[0] == "compensating_controls")
    controls = (model.get(link.target) for link in links)
    return severity(
        rule.data["severity"], compensated=any(one and one.live for one in controls), persons=persons,
        exempt_below=rule.data.get("exempt_below"),
    )  # fmt: skip


def _held(model: Model) -> Iterator[tuple[Held, Spot]]:
    for matrix, rows in all_rows(model):
        process = subject(model, matrix)
        if matrix.live and process and process.kind == "process":
            stated = {one["id"]: one.get("duty") for one in process.data.get("activities", ())}
            for row in rows:
                yield from _of_row(model, matrix, process, row, stated.get(row.activity))
    for role in model.of("role"):
        for one in coming(model, role) if role.live else ():
            for duty in (role.name, *role.data.get("sod_duties", ())):
                yield _entry(one, duty, None, None)


def _of_row(
    model: Model, matrix: Record, process: Record, row: Row, duty: str | None
) -> Iterator[tuple[Held, Spot]]:
    working = set(doers(row.cells))
    for text, actor in actors(model, matrix, row):
        if text not in working:
            continue
        place = f"{process.name}#{row.activity}"
        stated = (duty,) if duty else ()
        if actor.kind == "role":
            for word in dict.fromkeys((actor.name, *stated, *actor.data.get("sod_duties", ()))):
                for holding in coming(model, actor):
                    yield _entry(holding, word, process.name, place)
        elif stated:
            yield from _of_group(
                model, actor, stated[0], process.name, place, Spot(matrix, (*row.route, "assign", text))
            )


def _of_group(
    model: Model, actor: Record, duty: str, process: str, place: str, cell: Spot
) -> Iterator[tuple[Held, Spot]]:
    has = partial(Held, duty=duty, process=process, activity=place, start=None, end=None)
    if actor.kind == "supplier":
        yield has(actor.name, path=(actor.name, place)), cell
    for person in members(model, actor) if actor.kind == "team" else ():
        yield has(person.name, path=(person.name, actor.name, place)), Spot(person, ("team",))


def _entry(holding: Holding, duty: str, process: str | None, place: str | None) -> tuple[Held, Spot]:
    start: date | None = holding.start
    path = (holding.person.name, holding.role.name, *([place] if place else ()))
    who = Held(holding.person.name, duty, process, place, start, holding.end, path)
    return who, Spot(holding.role, holding.route)


def _through(held: Held) -> str:
    """What stands between the party and the activity: the role or the team; of a supplier itself."""
    return held.path[1] if len(held.path) > 1 and "#" not in held.path[1] else held.path[0]


def _path(held: Held) -> str:
    steps = " → ".join(name.partition("/")[2] for name in held.path)
    return steps if "/" in held.duty else f"{steps} ({held.duty})"
