"""A closed improvement has no measured effect, or was not effective and has no follow-up.

Why: Work that is done is not yet better. Only the figure shows it, and if it did not move, the gap is still there.

Bad:
    # file: policies/improvements/clear-handover.yaml
    kind: improvement
    title: Clear handover
    status: closed  # expect
    owner: incident-manager
    # file: policies/improvements/new-form.yaml
    kind: improvement
    title: New form
    status: closed
    owner: incident-manager
    effect: {value: 12, measured_on: 2026-05-01, verdict: not-effective}  # expect

Good:
    # file: policies/improvements/clear-handover.yaml
    kind: improvement
    title: Clear handover
    status: closed
    owner: incident-manager
    effect: {value: 7, measured_on: 2026-05-01, verdict: effective}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at closed improvements; what was cancelled had no effect to measure."""
    for record in model.of("improvement"):
        effect = record.data.get("effect")
        if record.status == "closed" and not effect:
            message = "The improvement is closed, but nobody has measured what it brought."
            yield hit(
                record,
                ("status",),
                message,
                "Add `effect`, or keep it in `monitor` until it can be measured.",
            )
        elif (
            record.status == "closed"
            and effect
            and effect["verdict"] == "not-effective"
            and "follow_up" not in effect
        ):
            message = "The improvement was not effective, and nothing follows it."
            yield hit(
                record, ("effect",), message, "Name the improvement that tries again under `follow_up`."
            )
