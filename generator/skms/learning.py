"""Gaps of competence and of practice, and what training plans do about them (domain specification 4.42, 5.9).

Facts for rules and pages alike. What roles require stands in `profiles`, how ready they are in `readiness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from skms.audience import NAMELESS
from skms.dates import parse_date
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.training import coverage, expected_practice, gaps, practice_gap, priority
from skms.model import Model
from skms.profiles import Need, letters, live_duties, present_roles, profile, skills, tiers


@dataclass(frozen=True, slots=True)
class SkillGap:
    """One competency that a person's roles require, and what is attested of it."""

    person: Record
    competency: Record
    required: int
    attested: int
    roles: tuple[Record, ...]
    """The roles that require more than is attested; where all is well, those that require it."""
    priority: int
    items: tuple[PlanItem, ...]
    """Items of plans in force that lead to the required level."""

    @property
    def missing(self) -> int:
        """Levels to be gained."""
        return max(0, self.required - self.attested)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item of a training plan."""

    plan: Record
    route: Route
    data: Mapping[str, Any]
    competency: Record | None
    course: Record | None

    @property
    def due(self) -> date | None:
        """The day by which it is to be done."""
        return parse_date(self.data.get("due"))

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.data["status"] in ("planned", "booked")


@dataclass(frozen=True, slots=True)
class PracticeGap:
    """One responsibility of a person's role, and how the person was seen to live up to it."""

    person: Record
    role: Record
    route: Route
    """Of the responsibility, in the role."""
    text: str
    expected: int
    observed: int | None
    """Level of the latest observation; None where there is none, which counts as not seen."""
    on: date | None
    priority: int

    @property
    def missing(self) -> int:
        """Levels to be gained."""
        return practice_gap(self.expected, self.observed or 0)


def skill_gaps(model: Model, person: Record) -> tuple[SkillGap, ...]:
    """Every competency that the present roles of a person require, met or not; the most pressing gap first."""
    if person.name == NAMELESS:
        return ()
    needs: dict[str, list[tuple[Record, Need]]] = {}
    for role in present_roles(model, person):
        for name, need in profile(model, role).items():
            needs.setdefault(name, []).append((role, need))
    there = skills(model, person)
    wanted = {name: max(need.level for _, need in found) for name, found in needs.items()}
    result = [_skill_gap(model, person, needs[one.competency], one.attested) for one in gaps(wanted, there)]
    return tuple(sorted(result, key=lambda one: (-one.priority, -one.missing, one.competency.id)))


def practice_gaps(model: Model, person: Record) -> tuple[PracticeGap, ...]:
    """Every responsibility of a person's present roles with the latest observation, the most pressing first."""
    seen = model.once(_observations).get(person.name, {})
    found = []
    for role in present_roles(model, person):
        by_activity = {
            (duty.subject.name, duty.row.activity): duty.letters
            for duty in live_duties(model, role)
            if duty.subject
        }
        named = _named_activities(model, role)
        for index, entry in enumerate(role.data["responsibilities"]):
            found_letters = {letter for key in named.get(index, ()) for letter in by_activity.get(key, ())}
            latest = seen.get((role.name, str(entry["id"])))
            expected = expected_practice(found_letters)
            observed, day = (latest[1], latest[0]) if latest else (None, None)
            weight = priority(
                practice_gap(expected, observed or 0), tiers(model, role), accountable="A" in found_letters
            )
            found.append(
                PracticeGap(
                    person,
                    role,
                    ("responsibilities", index),
                    str(entry["text"]),
                    expected,
                    observed,
                    day,
                    weight,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.priority, one.role.id, one.route)))


def observed(model: Model, person: Record, role: Record) -> bool:
    """Whether anybody has observed a person in a role."""
    return any(name == role.name for name, _ in model.once(_observations).get(person.name, {}))


def covered(found: tuple[SkillGap, ...]) -> Decimal | None:
    """Percentage of the required levels that is there; None where nothing is required."""
    wanted = {one.competency.name: one.required for one in found}
    return coverage(gaps(wanted, {one.competency.name: one.attested for one in found}))


def plans(model: Model, person: Record) -> tuple[Record, ...]:
    """The training plans of a person, by id."""
    links = (link for link in model.backlinks(person.name) if link.route == ("person",))
    found = (model.get(link.source) for link in links)
    return tuple(plan for plan in found if plan and plan.kind == "training-plan")


def items(model: Model, plan: Record) -> tuple[PlanItem, ...]:
    """The items of a training plan, in the order of its record."""
    named = {
        link.route: model.get(link.target) for link in model.links(plan.name) if link.route[0] == "items"
    }
    return tuple(
        PlanItem(
            plan, ("items", index), entry, named.get(("items", index, "competency")),
            named.get(("items", index, "course")),
        )
        for index, entry in enumerate(plan.data.get("items", ()))
    )  # fmt: skip


def _skill_gap(model: Model, person: Record, needs: list[tuple[Record, Need]], there: int) -> SkillGap:
    level, competency = max(need.level for _, need in needs), needs[0][1].competency
    lacking = tuple(role for role, need in needs if need.level > there)
    roles = lacking or tuple(role for role, _ in needs)
    reached = [tier for role in lacking for tier in tiers(model, role)]
    accountable = any("A" in letters(model, role) for role in lacking)
    weight = priority(max(0, level - there), reached, accountable=accountable)
    planned = [
        item for plan in plans(model, person) if plan.live for item in items(model, plan)
        if item.competency and item.competency.name == competency.name
        and item.data["status"] != "cancelled" and item.data.get("target_level", level) >= level
    ]  # fmt: skip
    return SkillGap(person, competency, level, there, roles, weight, tuple(planned))


def _named_activities(model: Model, role: Record) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for link in model.links(role.name):
        if link.route[0] == "responsibilities" and link.target and link.fragment:
            found.setdefault(int(link.route[1]), []).append((link.target, link.fragment))
    return found


def _observations(model: Model) -> dict[str, dict[tuple[str, str], tuple[date, int]]]:
    """By person, then by role and responsibility: day and level of the latest observation."""
    found: dict[str, dict[tuple[str, str], tuple[date, int]]] = {}
    for plan in model.of("training-plan"):
        person = model.look(plan.data["person"], "person")
        for link in model.links(plan.name) if person else ():
            if (
                person
                and link.route[0] == "observations"
                and link.route[2] == "responsibility"
                and link.target
            ):
                entry = plan.data["observations"][link.route[1]]
                mine = found.setdefault(person.name, {})
                key = (link.target, link.fragment or "")
                seen = (parse_date(entry["on"]) or date.min, int(entry["level"]))
                mine[key] = max(mine.get(key, seen), seen)
    return found
