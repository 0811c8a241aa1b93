"""A row names more than one A.

Why: Where two answer for an outcome, each can point to the other. Exactly one role is accountable; the others are
responsible, consulted or informed.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign: {incident-manager: A, service-desk-lead: A/R}  # expect

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
from skms.model import Model, hit, related
from skms.raci import accountable, all_rows
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Count the A of every row."""
    for record, rows in all_rows(model):
        for row in rows:
            actors = accountable(row)
            if len(actors) > 1:
                message = f"Row {row.activity!r} has {len(actors)} accountable: {one_of(actors, 'and')}."
                route = (*row.route, "assign", actors[1])
                first = related(record, (*row.route, "assign", actors[0]), "the first A")
                yield hit(
                    record,
                    route,
                    message,
                    "Leave the A with one of them and give the others R, C or I.",
                    [first],
                )
