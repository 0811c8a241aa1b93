"""A row has over 3 R, 4 C or 6 I, neither C nor I, or an unusual pair such as A/I.

Why: Where many are responsible nobody feels it, and where many must be asked nothing moves. It may be right as it
is; look once more.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage  # expect
        assign: {incident-manager: A, one: R, two: R, three: R, four: R, five: I}
      - activity: confirm  # expect
        assign: {incident-manager: A/I, one: R}

Good:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign: {incident-manager: A, one: R, two: I}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.raci import MEANING, Row, all_rows
from skms.words import one_of

SEVERITY = "info"

MOST = {"R": 3, "C": 4, "I": 6}
UNUSUAL = ({"A", "I"}, {"A", "C"}, {"R", "I"}, {"R", "C"})
"""Who does the work or answers for it need not be asked or told besides."""


def check(model: Model) -> Iterator[Hit]:
    """Count the letters of every row."""
    for matrix, rows in all_rows(model):
        for row in rows:
            oddities = list(_oddities(row)) if row.cells and not row.unread else []
            if oddities:
                message = f"Row {row.activity!r} has {one_of(oddities, 'and')}."
                yield hit(
                    matrix,
                    (*row.route, "activity"),
                    message,
                    "Keep only those parts that change what somebody does.",
                )


def _oddities(row: Row) -> Iterator[str]:
    letters = [letter for cell in row.cells.values() for letter in cell]
    for letter, most in MOST.items():
        if letters.count(letter) > most:
            yield f"{letters.count(letter)} {MEANING[letter].lower()}"
    if "C" not in letters and "I" not in letters:
        yield "nobody consulted or informed"
    for actor, cell in row.cells.items():
        if any(pair <= set(cell) for pair in UNUSUAL):
            yield f"the unusual cell {'/'.join(cell)} for {actor}"
