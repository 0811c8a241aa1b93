"""An implemented control has no evidence, or is inherited without a clause.

Why: A control that leaves no trace cannot be told from one that nobody performs. And a supplier's control counts only
as far as the contract obliges the supplier to it.

Bad:
    # file: policies/controls/restore-test.yaml
    kind: control
    title: Restore test
    status: active
    owner: platform-owner
    type: detective
    implementation_status: implemented  # expect
    # file: policies/controls/guarded-rooms.yaml
    kind: control
    title: Guarded rooms
    status: active
    owner: platform-owner
    type: preventive
    implementation_status: implemented
    inherited_from: {supplier: hosting}  # expect

Good:
    # file: policies/controls/restore-test.yaml
    kind: control
    title: Restore test
    status: active
    owner: platform-owner
    type: detective
    implementation_status: implemented
    evidence: [{location: RESTORE-2026-05, dated: 2026-05-12}]
"""

from collections.abc import Iterator

from skms.controls import in_place
from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at live controls; one that is inherited needs the clause instead of evidence."""
    for record in model.of("control"):
        inherited = record.data.get("inherited_from")
        if inherited and in_place(record) and "clause" not in inherited:
            message = f"The control is the supplier {inherited['supplier']!r}'s, but no clause obliges it."
            yield hit(record, ("inherited_from",), message, "Name the clause of its contract under `clause`.")
        elif (
            record.live
            and not inherited
            and record.data["implementation_status"] == "implemented"
            and not record.data.get("evidence")
        ):
            message = "The control is implemented, but nothing shows it."
            remedy = "Add `evidence` with its place and date, or set the status to `partial`."
            yield hit(record, ("implementation_status",), message, remedy)
