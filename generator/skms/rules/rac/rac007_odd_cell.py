"""A cell cannot be read as letters of the matrix's taxonomy, V stands with R, or an actor cannot have its letter.

Why: A letter that nobody can read gives nobody a part. Who does the work cannot be the one who verifies it. Customers
and forums are asked and told (C, I), but do no work; only a role of the organisation verifies and signs off (V, Si).

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
          customer/all-staff: R  # expect
    # file: catalogue/customers/all-staff.yaml
    kind: customer
    title: All staff
    status: active
    owner: head-of-smo
    team: company
    review: {frequency: 12M}
    channels: {order: Portal, complaint: Portal}

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
from skms.raci import MEANING, TAXONOMIES, Row, actors, all_rows, taxonomy
from skms.words import one_of

SEVERITY = "error"

_WHO = {
    True: "Give it C or I, and the work to a role, team or supplier.",
    False: "Let a role of the organisation verify the work (V, Si).",
}


def check(model: Model) -> Iterator[Hit]:
    """Read every cell with the letters of its matrix, and look who has them."""
    for matrix, rows in all_rows(model):
        allowed = taxonomy(matrix)
        letters_here = one_of((f"{letter} ({MEANING[letter].lower()})" for letter in allowed), "and")
        remedy = f"Letters here are {letters_here}; join several with /."
        for row in rows:
            for actor, cell in row.unread.items():
                yield _hit(matrix, row, actor, f"{cell!r} cannot be read as RACI letters.", remedy)
            kinds = dict(actors(model, matrix, row))
            for actor, letters in row.cells.items():
                strange = [letter for letter in letters if letter not in allowed]
                barred = _barred(kinds.get(actor), letters)
                if strange:
                    yield _hit(matrix, row, actor, _strange(strange, matrix), remedy)
                elif "R" in letters and {"V", "Si"} & set(letters):
                    message = f"{actor!r} does the work in row {row.activity!r} and verifies it too."
                    yield _hit(matrix, row, actor, message, "Let another role verify the work (V, Si).")
                elif barred:
                    who = kinds[actor]
                    what = "an external role" if who.kind == "role" else f"a {who.kind}"
                    message = f"{actor!r} has {one_of(barred, 'and')} in row {row.activity!r}, but is {what}."
                    yield _hit(matrix, row, actor, message, _WHO[who.kind in ("customer", "forum")])


def _barred(actor: Record | None, letters: tuple[str, ...]) -> list[str]:
    """Letters that such an actor cannot have; who may have an A is the matter of another rule."""
    if actor is None or (actor.kind == "role" and actor.data.get("type") != "external"):
        return []
    allowed = {"A", "C", "I"} | (set() if actor.kind in ("customer", "forum") else {"R", "S"})
    return [letter for letter in letters if letter not in allowed]


def _hit(matrix: Record, row: Row, actor: str, message: str, remedy: str) -> Hit:
    return hit(matrix, (*row.route, "assign", actor), message, remedy)


def _strange(letters: list[str], matrix: Record) -> str:
    own = matrix.data.get("taxonomy", "raci")
    others = [name for name, known in TAXONOMIES.items() if set(letters) <= set(known)]
    hint = f" It belongs to `taxonomy: {others[0]}`." if others else ""
    return f"{one_of(letters, 'and')} is no letter of the taxonomy {own}.{hint}"
