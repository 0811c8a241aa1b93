"""The owner role of a live record, or a role with an A, has no holder entry.

Why: A role answers for nothing until a person fills it. Such a record only looks as if somebody took care of it.

Bad:
    # file: raci/roles/desk-lead.yaml
    kind: role  # expect
    title: Service desk lead
    status: active
    type: owner
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: desk-lead
    type: external

Good:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: owner
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, from: 2026-01-01}]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: desk-lead
    type: external
"""

from collections.abc import Iterator

from skms.duties import answers_for
from skms.findings import Hit
from skms.model import Model, hit
from skms.words import plural

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the holders of every role that answers for something.

    Entries that have ended count here: that a role has become vacant is the matter of vacant-role, so that no error
    appears merely because time passes.
    """
    for role in model.of("role"):
        reasons = () if role.data.get("holders") else answers_for(model, role)
        if reasons:
            more = f" and answers for {plural(len(reasons) - 1, 'other thing')}" if len(reasons) > 1 else ""
            message = f"Nobody holds the role {role.id!r}, although {reasons[0].message}{more}."
            remedy = "Add the person: `holders: [{person: …, from: 2026-01-31}]`."
            route = ("holders",) if "holders" in role.data else ("kind",)
            yield hit(role, route, message, remedy, reasons, on_key=True, topic="Nobody holds the role.")
