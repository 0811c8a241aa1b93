"""A cell cannot be read as letters of the matrix's taxonomy, or V stands with R.

Why: A letter that nobody can read gives nobody a part. And who does the work cannot be the one who verifies it.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - activity: triage
        assign:
          incident-manager: A
          service-desk-lead: X  # expect
          email-service-owner: S  # expect

Good:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    taxonomy: rasci
    rows:
      - activity: triage
        assign:
          incident-manager: A
          service-desk-lead: Responsible
          email-service-owner: S
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit
from skms.raci import MEANING, TAXONOMIES, Row, all_rows, taxonomy
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Read every cell with the letters of its matrix."""
    for matrix, rows in all_rows(model):
        allowed = taxonomy(matrix)
        letters_here = one_of((f"{letter} ({MEANING[letter].lower()})" for letter in allowed), "and")
        remedy = f"Letters here are {letters_here}; join several with /."
        for row in rows:
            for actor, cell in row.unread.items():
                yield _hit(matrix, row, actor, f"{cell!r} cannot be read as RACI letters.", remedy)
            for actor, letters in row.cells.items():
                strange = [letter for letter in letters if letter not in allowed]
                if strange:
                    yield _hit(matrix, row, actor, _strange(strange, matrix), remedy)
                elif "R" in letters and {"V", "Si"} & set(letters):
                    message = f"{actor!r} does the work in row {row.activity!r} and verifies it too."
                    yield _hit(matrix, row, actor, message, "Let another role verify the work (V, Si).")


def _hit(matrix: Record, row: Row, actor: str, message: str, remedy: str) -> Hit:
    return hit(matrix, (*row.route, "assign", actor), message, remedy)


def _strange(letters: list[str], matrix: Record) -> str:
    own = matrix.data.get("taxonomy", "raci")
    others = [name for name, known in TAXONOMIES.items() if set(letters) <= set(known)]
    hint = f" It belongs to `taxonomy: {others[0]}`." if others else ""
    return f"{one_of(letters, 'and')} is no letter of the taxonomy {own}.{hint}"
