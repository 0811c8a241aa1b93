"""An auditor or independent assessor has R or A in the scope.

Why: Nobody sees their own mistakes. An audit by those who do the work costs as much as a real one and finds nothing.
The people who hold the auditing role on the day count as well, in whatever other role they have the R or A.

Bad:
    # file: policies/audits/spring.yaml
    kind: audit
    title: Audit in spring
    status: held
    owner: internal-auditor
    type: internal
    scope: [process/incident]
    lead_auditor: incident-manager  # expect
    held_on: 2026-05-20
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows: [{activity: triage, assign: {incident-manager: A/R}}]
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads incidents.
    responsibilities: [{id: lead, text: Leads incidents.}]

Good:
    # file: policies/audits/spring.yaml
    kind: audit
    title: Audit in spring
    status: held
    owner: internal-auditor
    type: internal
    scope: [process/incident]
    lead_auditor: internal-auditor
    held_on: 2026-05-20
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    # file: raci/roles/internal-auditor.yaml
    kind: role
    title: Internal auditor
    status: active
    type: governance
    purpose: Looks from outside.
    responsibilities: [{id: audit, text: Audits.}]
"""

from collections.abc import Iterator, Mapping
from datetime import date

from skms.dates import parse_date
from skms.findings import Hit, Route
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import Row, actors, all_rows, subject
from skms.roles import holders

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at audits and independent assessments that are not over."""
    for record in model.of("audit"):
        if record.phase != "ended":
            routes: list[Route] = [("lead_auditor",)]
            routes += [("auditors", index) for index in range(len(record.data.get("auditors", ())))]
            yield from _look(model, record, routes, parse_date(record.data.get("held_on")))
    for record in model.of("assessment"):
        if record.phase != "ended" and record.data.get("method") == "independent":
            yield from _look(model, record, [("assessor",)], parse_date(record.data.get("date")))


def _look(model: Model, record: Record, routes: list[Route], day: date | None) -> Iterator[Hit]:
    links = model.links(record.name)
    named = {link.route: model.get(link.target) for link in links}
    scope = [link.target for link in links if link.route[0] == "scope" and link.target]
    for route in routes:
        auditor = named.get(route)
        found = _own_work(model, auditor, scope, day or model.as_of) if auditor else None
        if auditor and found:
            who, (matrix, row), about = found
            message = f"{who} audits {about.title!r}, but does or answers for {row.activity!r} there."
            where = [related(matrix, row.route, "R or A in the scope")]
            yield hit(record, route, message, "Let somebody audit it who has no part in it.", where)


def _own_work(
    model: Model, auditor: Record, scope: list[str], day: date
) -> tuple[str, tuple[Record, Row], Record] | None:
    people = (
        {one.person.name: one.person for one in holders(model, auditor, day=day)}
        if auditor.kind == "role"
        else {}
    )
    for name in scope:
        about = model.get(name)
        if about and name == auditor.name:
            continue
        for actor_name, place in model.once(_doing).get(name, {}).items():
            actor = model.get(actor_name)
            if about and actor and actor.name == auditor.name:
                return repr(auditor.title), place, about
            if about and actor and actor.kind == "role" and people:
                both = [
                    one.person.title for one in holders(model, actor, day=day) if one.person.name in people
                ]
                if both:
                    return f"{both[0]}, as {auditor.title},", place, about
    return None


def _doing(model: Model) -> Mapping[str, Mapping[str, tuple[Record, Row]]]:
    """By process or service: who has R or A in its live matrices, and where first."""
    found: dict[str, dict[str, tuple[Record, Row]]] = {}
    for matrix, rows in all_rows(model):
        about = subject(model, matrix)
        for row in rows if about and matrix.live else ():
            for text, actor in actors(model, matrix, row):
                if about and {"R", "A"} & set(row.cells.get(text, ())):
                    found.setdefault(about.name, {}).setdefault(actor.name, (matrix, row))
    return found
