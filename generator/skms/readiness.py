"""How ready the holders of roles and processes are, and who could step in (domain specification 4.36 to 4.41)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from skms.audience import NAMELESS
from skms.fit import Record
from skms.mathematics.training import coverage, gaps
from skms.model import Model
from skms.profiles import letters, live_duties, profile, skills, suffices
from skms.roles import Holding, coming, holders


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the holders of a role can do what it requires."""

    role: Record
    holders: tuple[Record, ...]
    ready: tuple[Record, ...]
    """Those without a gap in what this role requires."""
    bench: tuple[Record, ...]
    """Those who stay (no end date) and are ready; their number is the bus factor."""
    coverage: Decimal | None
    """Percentage of the required levels that is there, over all holders."""

    @property
    def known(self) -> bool:
        """Whether what the holders can do may be told."""
        return all(one.name != NAMELESS for one in self.holders)


def bench(model: Model, role: Record) -> tuple[Holding, ...]:
    """Holders, present or to come, without an end date whose competences suffice.

    A role with an A may have only one main holder at a time, so there its deputies stand on the bench as well.
    """
    deputies = "A" in letters(model, role)
    return tuple(
        one for one in coming(model, role)
        if one.end is None and (deputies or not one.deputy) and one.person.live and suffices(model, one.person, role)
    )  # fmt: skip


def readiness(model: Model, role: Record) -> Readiness:
    """How far the present holders of a role can do what it requires."""
    people = {one.person.name: one.person for one in holders(model, role)}
    needs = {name: need.level for name, need in profile(model, role).items()}
    found = [gap for person in people.values() for gap in gaps(needs, skills(model, person))]
    ready = tuple(person for person in people.values() if suffices(model, person, role))
    stay = {one.person.name: one.person for one in bench(model, role)}
    return Readiness(role, tuple(people.values()), ready, tuple(stay.values()), coverage(found))


def process_readiness(model: Model, process: Record) -> tuple[Readiness, ...]:
    """Readiness of every role that has R or A in the live matrices of a process, by role; none unless all are known."""
    names = sorted(model.once(_acting).get(process.name, ()))
    found = tuple(readiness(model, role) for name in names if (role := model.get(name)))
    return found if all(one.known for one in found) else ()


def courses(model: Model, competency: Record) -> tuple[tuple[Record, int], ...]:
    """Live courses that teach a competency, with the level they lead to."""
    found = []
    for link in model.backlinks(competency.name):
        course = model.get(link.source)
        if course and course.kind == "course" and course.live:
            found.append((course, int(course.data["teaches"][link.route[1]]["to_level"])))
    return tuple(found)


def _acting(model: Model) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for role in model.of("role"):
        for duty in live_duties(model, role) if role.live else ():
            if duty.subject and duty.subject.kind == "process" and {"R", "A"} & set(duty.letters):
                found.setdefault(duty.subject.name, set()).add(role.name)
    return found
