"""A benefit's owner belongs to the SMO or the delivering initiative.

Why: Whoever delivers a change is done when it is delivered. A benefit arises where people work differently, and only
who leads them can bring it about.

Bad:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: customer-director
    subject: initiative/portal-renewal
    benefits:
      - {id: calls, title: Fewer calls, type: cashable, owner: portal-lead}  # expect
    # file: policies/initiatives/portal-renewal.yaml
    kind: initiative
    title: Renewal of the portal
    status: delivering
    owner: customer-director
    manager: portal-lead
    # file: raci/roles/portal-lead.yaml
    kind: role
    title: Project lead of the portal
    status: active
    type: manager
    purpose: Leads the project.
    responsibilities: [{id: lead, text: Leads the project.}]

Good:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: customer-director
    subject: initiative/portal-renewal
    benefits:
      - {id: calls, title: Fewer calls, type: cashable, owner: contact-centre-lead}
    # file: policies/initiatives/portal-renewal.yaml
    kind: initiative
    title: Renewal of the portal
    status: delivering
    owner: customer-director
    manager: portal-lead
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.value import benefits

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look at the owners of benefits in cases that are not over."""
    for case in model.of("business-case"):
        managers = {one.name: (project, field) for project, field, one in _managers(model, case)}
        for one in benefits(model, case) if case.phase != "ended" else ():
            if one.owner is None:
                continue
            team = model.look(one.owner.data.get("team"), "team")
            remedy = "Give the benefit to who leads the people that will work differently."
            if one.owner.name in managers:
                project, field = managers[one.owner.name]
                message = (
                    f"The owner of the benefit {one.title!r} manages {project.title!r}, which delivers it."
                )
                where = [related(project, (field,), "who manages it")]
                yield hit(case, (*one.route, "owner"), message, remedy, where)
            elif team and team.data["type"] == "smo":
                message = (
                    f"The owner of the benefit {one.title!r} belongs to the office {team.title!r} itself."
                )
                where = [related(one.owner, ("team",), "the team of the role")]
                yield hit(case, (*one.route, "owner"), message, remedy, where)


def _managers(model: Model, case: Record) -> Iterator[tuple[Record, str, Record]]:
    """The initiatives that a case is about or that name it, with their managers."""
    names = [link.target for link in model.links(case.name) if link.route == ("subject",)]
    names += [link.source for link in model.backlinks(case.name) if link.route == ("business_case",)]
    for name in dict.fromkeys(names):
        project = model.get(name)
        manager = model.look(project.data.get("manager"), "role") if project else None
        if project and manager and project.kind == "initiative":
            yield project, "manager", manager
