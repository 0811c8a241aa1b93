"""A role with A or R for a tier-1 service has fewer than two main holders without an end date whose competences
suffice.

Why: When the one who knows is ill, a service that may not stop stops. A role with an A may have only one main holder at
a time, so there a deputy with the competences counts as the second. Roles of suppliers are the suppliers' concern.

Bad:
    # file: raci/matrices/billing.yaml
    kind: raci
    title: Customer billing
    status: published
    for: service/billing
    rows:
      - {activity: own-service, title: Own the service, assign: {billing-owner: A, billing-engineer: R}}
    # file: catalogue/services/billing.yaml
    kind: service
    title: Customer billing
    status: live
    owner: billing-owner
    type: business
    criticality: tier-1
    # file: raci/roles/billing-owner.yaml
    kind: role
    title: Owner of billing
    status: active
    type: owner
    purpose: Answers for billing.
    responsibilities: [{id: own, text: Answers for billing.}]
    holders: [{person: sam}, {person: kim, deputy: true}]
    # file: raci/roles/billing-engineer.yaml
    kind: role
    title: Billing engineer
    status: active
    type: staff
    purpose: Runs billing.
    responsibilities: [{id: run, text: Runs billing.}]
    holders:  # expect
      - {person: sam}
      - {person: kim, to: 2026-12-31}
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/people/kim.yaml
    kind: person
    title: Kim Osei
    status: active

Good:
    # file: raci/matrices/billing.yaml
    kind: raci
    title: Customer billing
    status: published
    for: service/billing
    rows: [{activity: own-service, title: Own the service, assign: {billing-owner: A/R}}]
    # file: catalogue/services/billing.yaml
    kind: service
    title: Customer billing
    status: live
    owner: billing-owner
    type: business
    criticality: tier-1
    # file: raci/roles/billing-owner.yaml
    kind: role
    title: Owner of billing
    status: active
    type: owner
    purpose: Answers for billing.
    responsibilities: [{id: own, text: Answers for billing.}]
    holders: [{person: sam}, {person: kim, deputy: true}]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/people/kim.yaml
    kind: person
    title: Kim Osei
    status: active
"""

from collections.abc import Iterator

from skms.findings import Hit, Related
from skms.fit import Record
from skms.model import Model, hit, related
from skms.profiles import live_duties
from skms.readiness import bench
from skms.roles import coming, is_internal
from skms.words import plural

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look at roles in the live matrices of live tier-1 services; a vacant one is found by other rules."""
    for role in model.of("role"):
        places = _places(model, role) if role.live else []
        if not places or not coming(model, role) or not is_internal(model, role):
            continue
        if model.unclear(role, "holders") or any(
            model.unclear(one.person, "competency") for one in coming(model, role)
        ):
            continue
        people = {one.person.name for one in bench(model, role)}
        if len(people) < 2:
            able = plural(len(people), "person", "people") if people else "nobody"
            message = (
                f"{role.title!r} has R or A for a tier-1 service, but {able} who stays has what it requires."
            )
            remedy = "Train a second person, or name a deputy who can step in."
            yield hit(role, ("holders",), message, remedy, places, on_key=True)


def _places(model: Model, role: Record) -> list[Related]:
    found: dict[str, Related] = {}
    for duty in live_duties(model, role):
        service = duty.subject
        tier_1 = service and service.kind == "service" and service.data.get("criticality") == "tier-1"
        if service and tier_1 and service.live and {"R", "A"} & set(duty.letters):
            what = f"{'/'.join(duty.letters)} for {service.title}"
            found.setdefault(service.name, related(duty.matrix, duty.row.route, what))
    return list(found.values())
