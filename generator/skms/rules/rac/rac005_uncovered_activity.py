"""A task, decision or handover of a published process has no RACI row.

Why: Whoever follows the process comes to a step for which nobody answers. The process says what is done, the matrix
who does it; together they must cover each other.

Bad:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities:
      - {id: begin, type: start, title: Begin}
      - {id: triage, title: Classify and assign}
      - {id: confirm, title: Confirm and close}  # expect
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows:
      - {activity: triage, assign: {incident-manager: A/R}}
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Sees to it that faults are mended.
    responsibilities: [{id: mend, text: Has faults mended.}]

Good:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities:
      - {id: begin, type: start, title: Begin}
      - {id: triage, title: Classify and assign}
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows:
      - {activity: triage, assign: {incident-manager: A/R}}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import all_rows, subject, unsure
from skms.words import plural

SEVERITY = "error"

WORK = ("task", "decision", "handover")


def check(model: Model) -> Iterator[Hit]:
    """Compare the activities of live processes with the rows of the live matrices for them."""
    covered: dict[str, set[str]] = {}
    matrices: dict[str, Record] = {}
    for matrix, rows in all_rows(model):
        process = subject(model, matrix)
        if process and matrix.live:
            covered.setdefault(process.name, set()).update(row.activity for row in rows)
            matrices.setdefault(process.name, matrix)
    unknown = unsure(model)
    for process in model.of("process"):
        if process.live and unknown.isdisjoint((process.name, None)):
            yield from _uncovered(process, covered.get(process.name), matrices.get(process.name))


def _uncovered(process: Record, covered: set[str] | None, matrix: Record | None) -> Iterator[Hit]:
    activities = process.data.get("activities", ())
    work = [(index, one) for index, one in enumerate(activities) if one.get("type", "task") in WORK]
    if matrix is None or covered is None:
        if work:
            count = plural(len(work), "activity", "activities")
            message = f"No published RACI matrix says who does the {count} of this process."
            remedy = f"Add one with `for: {process.id}` and a row for each."
            yield hit(process, ("activities",), message, remedy, on_key=True)
        return
    for index, one in work:
        if one["id"] not in covered:
            message = f"No row of a RACI matrix says who does {one['id']!r} ({one['title']})."
            where = [related(matrix, ("rows",), f"the rows of {matrix.name}", True)]
            remedy = f"Add a row for it to {matrix.name}."
            yield hit(process, ("activities", index, "id"), message, remedy, where)
