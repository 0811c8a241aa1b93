"""A done item raised no competence, the assessor is the learner, or a self-assessment exceeds 1.

Why: Attendance is not ability. After a course somebody else looks at what the person can do now and records it.

Bad:
    # file: raci/training-plans/sam-2026.yaml
    kind: training-plan
    title: Sam in 2026
    status: agreed
    person: sam
    items:
      - {id: lead, competency: leading, target_level: 3, status: done, done_on: 2026-05-12}  # expect
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    competences:
      - {competency: leading, level: 2, on: 2026-01-10, assessor: trainer}
      - {competency: writing, level: 3, on: 2026-01-10, self: true}  # expect
      - {competency: writing, level: 2, on: 2026-03-10, assessor: desk-lead}  # expect
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam}]
    # file: raci/competencies/leading.yaml
    kind: competency
    title: Leading in an incident
    description: Keeps calm.
    status: active
    owner: trainer
    # file: raci/competencies/writing.yaml
    kind: competency
    title: Writing
    description: Writes plainly.
    status: active
    owner: trainer

Good:
    # file: raci/training-plans/sam-2026.yaml
    kind: training-plan
    title: Sam in 2026
    status: agreed
    person: sam
    items: [{id: lead, competency: leading, target_level: 3, status: done, done_on: 2026-05-12}]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    competences:
      - {competency: leading, level: 3, on: 2026-06-10, assessor: trainer}
      - {competency: writing, level: 1, on: 2026-01-10, self: true}
    # file: raci/competencies/leading.yaml
    kind: competency
    title: Leading in an incident
    description: Keeps calm.
    status: active
    owner: trainer
    # file: raci/competencies/writing.yaml
    kind: competency
    title: Writing
    description: Writes plainly.
    status: active
    owner: trainer
"""

from collections.abc import Iterator

from skms.dates import parse_date
from skms.findings import Hit
from skms.fit import Record
from skms.learning import items
from skms.mathematics.training import SELF_ASSESSED
from skms.model import Model, hit, related
from skms.profiles import skills
from skms.roles import holders

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the records of competence of all people, then at what plans in force say is done."""
    for person in model.of("person"):
        yield from _assessed(model, person)
    for plan in model.of("training-plan"):
        learner = model.look(plan.data["person"], "person")
        if plan.live and learner and not model.unclear(learner, "competency"):
            yield from _done(model, plan, learner)


def _assessed(model: Model, person: Record) -> Iterator[Hit]:
    named = {
        link.route: model.get(link.target)
        for link in model.links(person.name)
        if link.route[-1] == "assessor"
    }
    for index, entry in enumerate(person.data.get("competences", ())):
        route, assessor = ("competences", index), named.get(("competences", index, "assessor"))
        if entry.get("self"):
            if entry["level"] > SELF_ASSESSED:
                message = f"{person.title} rates the own competence {entry['level']}; more than 1 needs somebody else."
                yield hit(person, (*route, "level"), message, "Let an assessor look, or set the level to 1.")
        elif assessor:
            people = {one.person.name for one in holders(model, assessor, day=parse_date(entry["on"]))}
            if people == {person.name}:
                message = f"{person.title} alone held {assessor.title!r} that day: a self-assessment."
                yield hit(
                    person,
                    (*route, "assessor"),
                    message,
                    "Let somebody else assess it, or mark it `self: true`.",
                )


def _done(model: Model, plan: Record, learner: Record) -> Iterator[Hit]:
    there = skills(model, learner)
    for item in items(model, plan):
        level = item.data.get("target_level", 1)
        if item.data["status"] == "done" and item.competency and there.get(item.competency.name, 0) < level:
            reached = there.get(item.competency.name, 0)
            what = f"{item.competency.title!r} of {learner.title}"
            message = f"{item.data['id']!r} is done, but {what} is at {reached}, not {level}."
            where = [related(learner, ("competences",), "what is recorded", True)]
            remedy = "Record the competence that it brought, or plan what is still missing."
            yield hit(plan, (*item.route, "status"), message, remedy, where)
