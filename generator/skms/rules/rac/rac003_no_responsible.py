"""A row names no R.

Why: Somebody answers for the outcome, but nobody is named who does the work. Where the accountable role does it
itself, the cell says A/R.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign: {incident-manager: A, service-desk-lead: C}  # expect

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
from skms.raci import accountable, all_rows

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look for an R in every row that has letters at all; of two A one was perhaps meant to be the R."""
    for matrix, rows in all_rows(model):
        for row in rows:
            doubtful = row.unread or len(accountable(row)) > 1
            if row.cells and not doubtful and not any("R" in letters for letters in row.cells.values()):
                message = f"Row {row.activity!r} has nobody responsible for doing it."
                remedy = "Give an R to who does the work; A/R where the accountable role does it."
                yield hit(matrix, (*row.route, "assign"), message, remedy, on_key=True)
