"""An agreement, contract, exception, acceptance, certificate, competence or article in force is past its end.

Why: A permission or promise that has run out protects nobody, but whoever reads that it is in force relies on it.

Bad:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: approved
    owner: security-manager
    type: standard
    subject: policy/patching
    valid_from: 2026-01-01
    valid_to: 2026-05-31  # expect

Good:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: resolved
    owner: security-manager
    type: standard
    subject: policy/patching
    valid_from: 2026-01-01
    valid_to: 2026-05-31
"""

from collections.abc import Iterator

from skms.dates import long_date
from skms.due import Due, all_due
from skms.findings import Hit
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Compare the last days that live records name with the as-of date."""
    for one in model.once(all_due):
        if one.expires and one.day and one.late(model.as_of):
            yield _hit(model, one, long_date(one.day))


def _hit(model: Model, one: Due, last: str) -> Hit:
    record = one.record
    if one.own:
        message = f"This {record.kind} ended on {last}, but its status is still {record.status}."
        lifecycle = model.kinds[record.kind].lifecycle
        after = [
            state
            for state in lifecycle.edges.get(record.status or "", ())
            if lifecycle.phase(state) == "ended"
        ]
        remedy = f"Set the status to {one_of(after)}, or prolong it." if after else "Prolong or end it."
        return hit(record, one.route, message, remedy)
    message = f"What stands here ended on {last}, but the {record.kind} is still {record.status}."
    return hit(record, one.route, message, "Enter the new last day, or take the entry out.")
