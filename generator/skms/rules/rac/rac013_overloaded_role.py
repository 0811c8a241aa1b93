"""A role is A in over 40 % of activities or a workload outlier.

Why: Who answers for nearly everything answers for nothing in time, and is a bottleneck on holiday. Perhaps that is
what the role is for; if not, share it out.

Bad:
    # file: raci/roles/desk-lead.yaml
    kind: role  # expect
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    # file: raci/matrices/desk.yaml
    kind: raci
    title: Service desk
    status: published
    for: process/desk
    rows:
      - {activity: a1, assign: {desk-lead: A}}
      - {activity: a2, assign: {desk-lead: A}}
      - {activity: a3, assign: {desk-lead: A}}
      - {activity: a4, assign: {desk-lead: A}}
      - {activity: a5, assign: {desk-lead: A}}
      - {activity: a6, assign: {other: A}}
      - {activity: a7, assign: {other: A}}
      - {activity: a8, assign: {other: A}}
      - {activity: a9, assign: {another: A}}
      - {activity: a10, assign: {another: A}}

Good:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    # file: raci/matrices/desk.yaml
    kind: raci
    title: Service desk
    status: published
    for: process/desk
    rows:
      - {activity: a1, assign: {desk-lead: A}}
      - {activity: a2, assign: {desk-lead: A}}
      - {activity: a3, assign: {desk-lead: A}}
      - {activity: a4, assign: {desk-lead: A}}
      - {activity: a5, assign: {other: A}}
      - {activity: a6, assign: {other: A}}
      - {activity: a7, assign: {other: A}}
      - {activity: a8, assign: {other: A}}
      - {activity: a9, assign: {another: A}}
      - {activity: a10, assign: {another: A}}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.mathematics.workload import outlier_bound
from skms.model import Model, hit
from skms.workload import indexes, share

SEVERITY = "info"

SHARE = 0.4
FEWEST_ROWS = 10
"""With fewer rows a share says nothing."""
FEWEST_ROLES = 10
"""Nor do mean and deviation of fewer roles."""


def check(model: Model) -> Iterator[Hit]:
    """Compare each role's part with the whole and with the other roles'."""
    loads = indexes(model)
    bound = outlier_bound(loads) if len(loads) >= FEWEST_ROLES else None
    for name, load in loads.items():
        role = model.records[name]
        held, rows = share(model, role)
        if rows >= FEWEST_ROWS and held > SHARE * rows:
            message = f"The role is accountable in {held} of {rows} activities, more than {SHARE:.0%}."
        elif bound is not None and load > bound:
            message = f"The role's workload is {load:g}; that of most roles is below {bound:.0f}."
        else:
            continue
        yield hit(role, ("kind",), message, "Hand some of the activities to other roles.", on_key=True)
