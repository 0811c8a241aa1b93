"""A row names no activity of its process, or one that already has a row.

Why: A row for an activity that does not exist binds nobody, and of two rows for one activity each reader finds
another.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: incident
    rows:
      - {activity: triag, assign: {incident-manager: A/R}}  # expect
      - {activity: confirm, assign: {incident-manager: A/R}}
      - {activity: confirm, assign: {incident-manager: A/R}}  # expect
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: draft
    owner: incident-manager
    activities: [{id: triage, title: Classify}, {id: confirm, title: Confirm and close}]

Good:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: incident
    rows:
      - {activity: triage, assign: {incident-manager: A/R}}
      - {activity: confirm, assign: {incident-manager: A/R}}
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: draft
    owner: incident-manager
    activities: [{id: triage, title: Classify}, {id: confirm, title: Confirm and close}]
"""

from collections.abc import Iterator

from skms.findings import Hit, Related
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import Row, all_rows, subject
from skms.words import did_you_mean, one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare the rows of every matrix with its process, and those of live matrices with each other."""
    live: dict[tuple[str, str], Related] = {}
    for matrix, rows in all_rows(model):
        about = subject(model, matrix)
        if about and about.kind == "process" and "activities" in about.data:
            yield from _unknown(matrix, rows, about)
        taken: dict[tuple[str, str], Related] = live if matrix.live else {}
        for row in rows:
            route = (*row.route, "activity")
            key = (about.name if about else matrix.name, row.activity)
            first = taken.setdefault(key, related(matrix, route, "the first row for it"))
            if (first.path, first.route) != (matrix.path, route):
                message = f"{row.activity!r} already has a row."
                yield hit(matrix, route, message, "Merge the two rows: one row says who does what.", [first])


def _unknown(matrix: Record, rows: tuple[Row, ...], process: Record) -> Iterator[Hit]:
    known = {one["id"]: None for one in process.data["activities"]}
    where = [related(process, ("activities",), f"the activities of {process.name}", True)]
    for row in rows:
        if row.activity not in known:
            message = f"{process.name} has no activity {row.activity!r}.{did_you_mean(row.activity, known)}"
            yield hit(
                matrix,
                (*row.route, "activity"),
                message,
                f"Its activities are {one_of(known, 'and')}.",
                where,
            )
