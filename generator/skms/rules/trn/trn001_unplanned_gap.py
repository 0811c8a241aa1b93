"""No plan item closes a competence gap of an R or A role within 90 days of the holder's start.

Why: People are asked for what nobody taught them. A gap is no shame, but it needs an item in a plan in force, with a
level high enough; for somebody who starts while the plan runs, due within 90 days of the start (an item that comes
later is a warning). A person counts for the roles with R or A in live matrices that they hold as main holder. What a
supplier's staff learn is the supplier's concern. The limit is set in `skms.yml`: `limits: {learning-days: 90}`.

Bad:
    # file: raci/people/sam.yaml
    kind: person  # expect
    title: Sam Carter
    status: active
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads incidents.
    responsibilities: [{id: lead, text: Leads incidents.}]
    competences: [{competency: leading, level: 3}]
    holders: [{person: sam, from: 2026-05-01}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows: [{activity: triage, assign: {incident-manager: A/R}}]
    # file: raci/competencies/leading.yaml
    kind: competency
    title: Leading in an incident
    description: Keeps calm.
    status: active
    owner: trainer

Good:
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/training-plans/sam-2026.yaml
    kind: training-plan
    title: Sam in 2026
    status: agreed
    person: sam
    period: {from: 2026-01-01, to: 2026-12-31}
    items: [{id: lead, competency: leading, target_level: 3, due: 2026-07-15, status: booked}]
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads incidents.
    responsibilities: [{id: lead, text: Leads incidents.}]
    competences: [{competency: leading, level: 3}]
    holders: [{person: sam, from: 2026-05-01}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows: [{activity: triage, assign: {incident-manager: A/R}}]
    # file: raci/competencies/leading.yaml
    kind: competency
    title: Leading in an incident
    description: Keeps calm.
    status: active
    owner: trainer
"""

from collections.abc import Iterator, Mapping
from datetime import date

from skms.dates import days_after, parse_date
from skms.findings import Hit
from skms.fit import Record
from skms.learning import PlanItem, items, plans
from skms.model import Model, hit, related
from skms.profiles import Need, answers, profile, skills
from skms.roles import Holding, employer, held_by
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """One finding for a person, whatever the number of gaps; present and future holders count."""
    if not model.of("competency"):
        return
    for person in model.of("person"):
        if person.live and not employer(model, person) and not _unclear(model, person):
            yield from _person(model, person)


def _unclear(model: Model, person: Record) -> bool:
    """Whether the employer, a competence or what a plan is for is missing or broken, and reported there."""
    known = not model.may_be_meant(person, "training-plan", "person")
    return (
        not known
        or model.unclear(person, "supplier", "competency")
        or any(model.unclear(plan, "competency") for plan in plans(model, person))
    )


def _person(model: Model, person: Record) -> Iterator[Hit]:
    there = skills(model, person)
    open_: dict[str, tuple[Holding, Need, PlanItem | None]] = {}
    for one, need, item in _lacking(model, person, there):
        known = open_.get(need.competency.name)
        if known is None or (item is None, need.level) > (known[2] is None, known[1].level):
            open_[need.competency.name] = one, need, item
    if not open_:
        return
    nothing = {name: found for name, found in open_.items() if found[2] is None}
    told = nothing or open_
    what = one_of((f"{need.competency.title} ({there.get(name, 0)} of {need.level})"
                   for name, (_, need, _) in told.items()), "and")  # fmt: skip
    where = [related(one.role, one.route, f"{one.role.title} needs {need.competency.title}")
             for one, need, _ in told.values()]  # fmt: skip
    message = f"No plan closes what {person.title} still lacks: {what}."
    remedy = "Add items to a training plan, or record under `competences` what somebody else has seen."
    if not nothing:
        message = f"What {person.title} still lacks is planned too late after the start in the role: {what}."
        remedy = "Plan it earlier, or look sooner next time."
    yield hit(person, ("kind",), message, remedy, where, True, None if nothing else "warning")


def _lacking(
    model: Model, person: Record, there: Mapping[str, int]
) -> Iterator[tuple[Holding, Need, PlanItem | None]]:
    """What roles require and the person has not, unless a plan in force leads to it in time; with what comes late."""
    planned = [item for plan in plans(model, person) if plan.live for item in items(model, plan)]
    for one in held_by(model, person):
        if not one.deputy and not one.ended(model.as_of) and one.role.live and answers(model, one.role):
            for name, need in profile(model, one.role).items():
                if need.level > there.get(name, 0):
                    closing = [item for item in planned if _closes(item, need)]
                    if not any(_in_time(model, item, one.start) for item in closing):
                        yield one, need, next(iter(closing), None)


def _closes(item: PlanItem, need: Need) -> bool:
    """An item that is done without effect is found by another rule, so it closes the gap here."""
    same = item.competency is not None and item.competency.name == need.competency.name
    return (
        same
        and item.data["status"] != "cancelled"
        and item.data.get("target_level", need.level) >= need.level
    )


def _in_time(model: Model, item: PlanItem, start: date | None) -> bool:
    begins = parse_date(item.plan.data.get("period", {}).get("from"))
    days = model.settings.limit("learning-days", 90)
    if item.due is None or start is None or begins is None:
        return True
    return start < begins or item.due <= days_after(start, days)
