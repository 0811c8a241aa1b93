"""A row names no A.

Why: Where many have a part and nobody answers for the outcome, each waits for the other. Exactly one role is
accountable.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign: {incident-manager: C, service-desk-lead: R}  # expect

Good:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign: {incident-manager: A, service-desk-lead: R}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.raci import all_rows

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look for an A in every row; a cell that cannot be read may hold it."""
    for matrix, rows in all_rows(model):
        for row in rows:
            if not row.unread and not any("A" in letters for letters in row.cells.values()):
                message = f"Row {row.activity!r} has nobody accountable."
                remedy = "Give the A to the one role that answers for the outcome."
                yield hit(matrix, (*row.route, "assign"), message, remedy, on_key=True)
