"""Two main holders of a role that holds an A, or more than `count.max`, overlap in time and scope.

Why: Two people who answer for the same thing at the same time can each point to the other. Deputies and holders for
different services do not overlap.

Bad:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders:
      - {person: sam, from: 2026-01-01}
      - {person: kim, from: 2026-06-01}  # expect
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/people/kim.yaml
    kind: person
    title: Kim Berg
    status: active
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows: [{activity: triage, assign: {desk-lead: A/R}}]

Good:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders:
      - {person: sam, from: 2026-01-01, to: 2026-05-31}
      - {person: kim, from: 2026-06-01}
      - {person: sam, from: 2026-06-01, deputy: true}
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/people/kim.yaml
    kind: person
    title: Kim Berg
    status: active
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows: [{activity: triage, assign: {desk-lead: A/R}}]
"""

from collections.abc import Iterator
from datetime import date

from skms.duties import duties
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import accountable
from skms.roles import Holding, coming
from skms.words import plural

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Count the main holders that overlap, in each scope; entries that have ended no longer matter."""
    for role in model.of("role"):
        entries = [one for one in coming(model, role) if not one.deputy]
        if role.live and len(entries) > 1:
            has_a = any(
                "A" in duty.letters and len(accountable(duty.row)) == 1 for duty in duties(model, role)
            )
            most = 1 if has_a else role.data.get("count", {}).get("max")
            for scope in dict.fromkeys(one.scope for one in entries) if most else ():
                yield from _crowd(role, [one for one in entries if one.scope == scope], int(most), has_a)


def _crowd(role: Record, entries: list[Holding], most: int, has_a: bool) -> Iterator[Hit]:
    """The first entry with which there are too many at a time."""
    here: list[Holding] = []
    for one in sorted(entries, key=lambda one: (one.start or date.min, one.route)):
        here = [*(other for other in here if other.meets(one)), one]
        if len(here) > most:
            names = plural(len(here), "main holder")
            limit = (
                "it is accountable, so that only one can hold it" if has_a else f"its `count` allows {most}"
            )
            message = f"The role {role.id!r} has {names} at a time{_scope(one)}: {limit}."
            where = [related(role, other.route, f"{other.person.title} holds it too") for other in here[:-1]]
            remedy = "End one of the entries with `to`, mark it as `deputy: true`, or give each a scope of its own."
            yield hit(role, one.route, message, remedy, where)
            return


def _scope(one: Holding) -> str:
    return f" for {one.scope}" if one.scope else ""
