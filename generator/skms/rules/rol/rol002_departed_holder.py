"""A person who left holds a role without an end date.

Why: The pages go on naming somebody who cannot be reached, and the vacancy stays hidden.

Bad:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, from: 2025-01-01}]  # expect
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: left

Good:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, from: 2025-01-01, to: 2026-03-31}]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: left
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.roles import held_by

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the open entries of people who left."""
    for person in model.of("person"):
        if person.phase == "ended":
            for one in held_by(model, person):
                if one.end is None and one.role.live:
                    message = (
                        f"{person.title} left, but still holds the role {one.role.id!r} without an end date."
                    )
                    where = [related(person, ("status",), f"{person.title} left")]
                    yield hit(
                        one.role,
                        (*one.route, "person"),
                        message,
                        "Enter the last day as `to`, and the successor.",
                        where,
                    )
