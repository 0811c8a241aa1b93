"""The RACI row of an end gives no R to its party (a team counts through its roles).

Why: The interlock hands the work to one party, the matrix to another. At the border each waits for the other.

Bad:
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to:
      party: supplier/example-hosting  # expect
      activity: incident#restore
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities:
      - id: triage
        title: Classify and assign
        lane: desk-lead
        next: [{to: restore}]
      - id: restore
        title: Restore the platform
        lane: supplier/example-hosting
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Desk lead
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
    # file: raci/roles/platform-lead.yaml
    kind: role
    title: Platform lead
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows:
      - activity: triage
        assign: {incident-manager: A, desk-lead: R}
      - activity: restore
        assign: {incident-manager: A, platform-lead: R}

Good:
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities:
      - id: triage
        title: Classify and assign
        lane: desk-lead
        next: [{to: restore}]
      - id: restore
        title: Restore the platform
        lane: supplier/example-hosting
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Desk lead
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows:
      - activity: triage
        assign: {incident-manager: A, desk-lead: R}
      - activity: restore
        assign: {incident-manager: A, supplier/example-hosting: R}
"""

from collections.abc import Iterator, Mapping

from skms.findings import Hit
from skms.fit import Record
from skms.integration import End, interlocks
from skms.model import Model, hit, related
from skms.raci import Row, actors, all_rows, subject

SEVERITY = "error"

Place = tuple[Record, Row]


def check(model: Model) -> Iterator[Hit]:
    """Look up the row of each end. One that is missing, or names no R at all, is another rule's matter."""
    places = _places(model) if interlocks(model) else {}
    for interlock, *ends in interlocks(model):
        for end in ends:
            if interlock.live and end.party and end.party.kind != "customer" and end.process and end.activity:
                place = places.get((end.process.name, end.activity))
                if place and not _works(model, end, *place):
                    yield _hit(interlock, end, end.party, *place)


def _places(model: Model) -> Mapping[tuple[str, str], Place]:
    found: dict[tuple[str, str], Place] = {}
    for matrix, rows in all_rows(model):
        process = subject(model, matrix)
        if process and process.kind == "process":
            for row in rows:
                found.setdefault((process.name, row.activity), (matrix, row))
    return found


def _works(model: Model, end: End, matrix: Record, row: Row) -> bool:
    working = [actor for text, actor in actors(model, matrix, row) if "R" in row.cells.get(text, ())]
    if not working or row.unread or end.party is None or model.may_be_meant(end.party, "raci", "rows"):
        return True
    return any(actor.name == end.party.name or _team(model, actor) == end.party.name for actor in working)


def _team(model: Model, actor: Record) -> str | None:
    team = model.look(actor.data.get("team"), "team") if actor.kind == "role" else None
    return team.name if team else None


def _hit(interlock: Record, end: End, party: Record, matrix: Record, row: Row) -> Hit:
    message = f"{party.name} stands at {end.activity!r}, but has no R in the row of {matrix.name}."
    where = [related(matrix, (*row.route, "activity"), "the row")]
    remedy = f"Give {party.name} an R there, or name the party that has it."
    return hit(interlock, (*end.route, "party"), message, remedy, where)
