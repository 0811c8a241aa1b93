"""Nothing refers to a calendar, indicator, control, competency, course, interface, data asset or role.

Why: Such records exist for others to use. One that nobody uses is a leftover, or the reference to it was forgotten.

Bad:
    # file: raci/roles/desk-lead.yaml
    kind: role  # expect
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]

Good:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    head: desk-lead
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look for live records of kinds that exist for others and that no other record names, while all can be read."""
    if any(not record.valid for record in model.records.values()):
        return
    for kind in (name for name, one in model.kinds.items() if "x-for-others" in one.schema):
        for record in model.of(kind):
            unnamed = all(link.source == record.name for link in model.backlinks(record.name))
            if record.live and unnamed and not model.may_be_meant(record):
                message = f"No other record refers to the {kind} {record.id!r}."
                yield hit(record, ("kind",), message, "Name it where it is meant, or retire it.", on_key=True)
