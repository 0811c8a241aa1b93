"""One person or supplier holds two incompatible duties; severity and exemption as in the sod-rule.

Why: Who may both approve and do a thing can hide a mistake, or a fraud, alone. A person has a duty in an activity
where a role of theirs does the work and the activity's `duty` or the role's `sod_duties` names it; a supplier stands
for itself, a team for its people. Present and future holders count.

Bad:
    # file: raci/sod-rules/approve-and-execute.yaml
    kind: sod-rule
    title: Approval and execution
    status: active
    owner: internal-auditor
    duties: [[approve], [execute]]
    level: same-process
    severity: error
    rationale: Nobody approves their own change.
    # file: policies/processes/change.yaml
    kind: process
    title: Change enablement
    status: published
    owner: change-owner
    activities:
      - {id: approve, title: Approve, duty: approve}
      - {id: build, title: Build, duty: execute}
    # file: raci/matrices/change.yaml
    kind: raci
    title: Change enablement
    status: published
    for: change
    rows:
      - {activity: approve, assign: {change-owner: A/R}}
      - {activity: build, assign: {change-owner: A, engineer: R}}
    # file: raci/roles/change-owner.yaml
    kind: role
    title: Change owner
    status: active
    type: owner
    purpose: Answers for changes.
    responsibilities: [{id: own, text: Answers for changes.}]
    holders: [{person: sam}]
    # file: raci/roles/engineer.yaml
    kind: role
    title: Engineer
    status: active
    type: staff
    purpose: Builds changes.
    responsibilities: [{id: build, text: Builds changes.}]
    holders:
      - {person: kim}
      - {person: sam}  # expect
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/people/kim.yaml
    kind: person
    title: Kim Osei
    status: active

Good:
    # file: raci/sod-rules/approve-and-execute.yaml
    kind: sod-rule
    title: Approval and execution
    status: active
    owner: internal-auditor
    duties: [[approve], [execute]]
    level: same-process
    severity: error
    rationale: Nobody approves their own change.
    # file: policies/processes/change.yaml
    kind: process
    title: Change enablement
    status: published
    owner: change-owner
    activities:
      - {id: approve, title: Approve, duty: approve}
      - {id: build, title: Build, duty: execute}
    # file: raci/matrices/change.yaml
    kind: raci
    title: Change enablement
    status: published
    for: change
    rows:
      - {activity: approve, assign: {change-owner: A/R}}
      - {activity: build, assign: {change-owner: A, engineer: R}}
    # file: raci/roles/change-owner.yaml
    kind: role
    title: Change owner
    status: active
    type: owner
    purpose: Answers for changes.
    responsibilities: [{id: own, text: Answers for changes.}]
    holders: [{person: sam, to: 2026-08-31}]
    # file: raci/roles/engineer.yaml
    kind: role
    title: Engineer
    status: active
    type: staff
    purpose: Builds changes.
    responsibilities: [{id: build, text: Builds changes.}]
    holders: [{person: kim}, {person: sam, from: 2026-09-01}]
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

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.separated import duty_conflicts

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Report each conflict at the second of its two ways, with the first beside it."""
    for one in duty_conflicts(model):
        first, second = one.paths
        message = f"{one.party.title} may do both what {one.rule.title!r} keeps apart: {first}, and {second}."
        if one.needs_control:
            message += " So small an office may do so only with a compensating control, and none is named."
        where = [
            related(one.spots[0].record, one.spots[0].route, "the one duty"),
            related(one.rule, ("duties" if "duties" in one.rule.data else "roles",), "the rule", True),
        ]
        remedy = "Give one of the two to somebody else, or add a compensating control to the rule."
        spot = one.spots[1]
        yield hit(spot.record, spot.route, message, remedy, where, severity=one.severity)
