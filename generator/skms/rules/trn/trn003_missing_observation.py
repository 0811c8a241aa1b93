"""No observation of practice 90 days after a holder's start.

Why: What a role asks for and what its holder does drift apart unseen. Somebody looks, once the first weeks are over,
and writes down what went well alone and what did not. Asked for of the organisation's own main holders of roles with R
or A, once there is a training plan. The limit is set in `skms.yml`: `limits: {observation-days: 90}`.

Bad:
    # file: raci/people/sam.yaml
    kind: person  # expect
    title: Sam Carter
    status: active
    # file: raci/training-plans/sam-2026.yaml
    kind: training-plan
    title: Sam in 2026
    status: agreed
    person: sam
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads incidents.
    responsibilities: [{id: lead, text: Leads incidents.}]
    holders: [{person: sam, from: 2026-01-01}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows: [{activity: triage, assign: {incident-manager: A/R}}]

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
    observations: [{responsibility: incident-manager#lead, level: 2, on: 2026-03-10}]
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads incidents.
    responsibilities: [{id: lead, text: Leads incidents.}]
    holders: [{person: sam, from: 2026-01-01}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows: [{activity: triage, assign: {incident-manager: A/R}}]
"""

from collections.abc import Iterator
from datetime import date, timedelta

from skms.findings import Hit
from skms.fit import Record
from skms.learning import observed, plans
from skms.model import Model, hit, related
from skms.profiles import answers
from skms.roles import employer, held_by
from skms.words import one_of

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """One finding for a person, whatever the number of roles."""
    if not model.of("training-plan"):
        return
    latest = model.as_of - timedelta(model.settings.limit("observation-days", 90))
    for person in model.of("person"):
        if not person.live or employer(model, person) or _unclear(model, person):
            continue
        unseen = {
            one.role.name: one for one in held_by(model, person)
            if one.on(model.as_of) and (one.start or date.min) < latest and not one.deputy
            and one.role.live and answers(model, one.role) and not observed(model, person, one.role)
        }  # fmt: skip
        if unseen:
            roles = one_of((one.role.title for one in unseen.values()), "and")
            message = f"Nobody has observed how {person.title} works as {roles}."
            where = [
                related(one.role, one.route, "holder since more than 90 days") for one in unseen.values()
            ]
            remedy = "Look at the work together and record it under `observations` of the training plan."
            yield hit(person, ("kind",), message, remedy, where, on_key=True)


def _unclear(model: Model, person: Record) -> bool:
    """Whether the employer, the person of a plan or the role that was observed is missing or broken."""
    return (
        model.unclear(person, "supplier")
        or model.may_be_meant(person, "training-plan", "person")
        or any(model.unclear(plan, "observations") for plan in plans(model, person))
    )
