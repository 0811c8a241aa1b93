"""An A is given to a supplier, team, customer or forum, or to a role held by a supplier's staff.

Why: Work can be handed to a supplier, but not the answer for it. And a team or a committee as a whole answers for
nothing: it takes one role inside the organisation, and one person who fills it.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign: {supplier/helpline: A}  # expect
      - activity: confirm
        assign: {desk-lead: A}  # expect
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: incident-manager
    type: external
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, from: 2026-01-01}]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    supplier: helpline

Good:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign: {desk-lead: A, supplier/helpline: R}
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: incident-manager
    type: external
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, from: 2026-01-01}]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
"""

from collections.abc import Iterator

from skms.findings import Hit, Related
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import actors, all_rows
from skms.roles import employer, outsiders

SEVERITY = "error"
WAIVABLE = False


def check(model: Model) -> Iterator[Hit]:
    """Look at who has the A in every row."""
    for matrix, rows in all_rows(model):
        for row in rows:
            for text, actor in actors(model, matrix, row):
                if "A" in row.cells.get(text, ()) and (trouble := _trouble(model, actor)):
                    why, where = trouble
                    message = f"{text!r} is accountable in row {row.activity!r}, but {why}."
                    remedy = "Give the A to a role of the organisation itself, and R to who does the work."
                    yield hit(matrix, (*row.route, "assign", text), message, remedy, where)


def _trouble(model: Model, actor: Record) -> tuple[str, list[Related]] | None:
    if actor.kind != "role":
        return f"it is a {actor.kind}; only a role can answer for an outcome", []
    if actor.data.get("type") == "external":
        return "it is an external role", [related(actor, ("type",), "its type is external")]
    found = outsiders(model, actor)
    if not found:
        return None
    firm = employer(model, found[0].person)
    where = [related(actor, one.route, f"{one.person.title} works for a supplier") for one in found]
    return f"it is held by staff of the supplier {firm.id if firm else ''!r}", where
