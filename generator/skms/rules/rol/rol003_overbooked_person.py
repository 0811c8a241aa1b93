"""A person's FTE exceed 1.0 on some day not yet past.

Why: Who is promised to three tasks for half of the time each will keep none of the promises.

Bad:
    # file: raci/people/sam.yaml
    kind: person  # expect
    title: Sam Carter
    status: active
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, fte: 0.8}]
    # file: raci/roles/change-manager.yaml
    kind: role
    title: Change manager
    status: active
    type: manager
    purpose: Leads change enablement.
    responsibilities: [{id: lead, text: Leads changes.}]
    holders: [{person: sam, from: 2026-09-01, fte: 0.3}]

Good:
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, to: 2026-08-31, fte: 0.8}]
    # file: raci/roles/change-manager.yaml
    kind: role
    title: Change manager
    status: active
    type: manager
    purpose: Leads change enablement.
    responsibilities: [{id: lead, text: Leads changes.}]
    holders: [{person: sam, from: 2026-09-01, fte: 0.3}]
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from skms.dates import long_date
from skms.findings import Hit
from skms.model import Model, hit, related
from skms.roles import Holding, held_by

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Add up the shares of each person on every day on which an entry starts."""
    for person in model.of("person"):
        entries = [
            one for one in held_by(model, person) if one.fte and one.role.live and not one.ended(model.as_of)
        ]
        peak = _first_peak(entries, model.as_of) if len(entries) > 1 else None
        if peak:
            day, here = peak
            total = sum((Decimal(str(one.fte)) for one in here), Decimal(0))
            message = f"{person.title} is booked for {total} of a full-time post from {long_date(day)}."
            where = [related(one.role, one.route, f"{one.fte} as {one.role.title}") for one in here]
            yield hit(
                person,
                ("kind",),
                message,
                "Lower a share, end an entry, or hand a role to somebody else.",
                where,
                on_key=True,
            )


def _first_peak(entries: list[Holding], as_of: date) -> tuple[date, list[Holding]] | None:
    """The first day on which the shares add up to more than a whole post. A person holds few roles."""
    for day in sorted({max(one.start or as_of, as_of) for one in entries}):
        here = [one for one in entries if one.on(day)]
        if sum((Decimal(str(one.fte)) for one in here), Decimal(0)) > 1:
            return day, here
    return None
