"""The status changed along no edge of the lifecycle.

Why: Each step of a lifecycle is there because somebody has to look: who reviewed, who approved? A record that jumps
over a step was looked at by nobody.

Bad:
    # was: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: draft
    type: policy
    # file: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: published  # expect
    type: policy
    version: "1.0"

Good:
    # was: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: draft
    type: policy
    # file: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: in-review
    type: policy
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.kinds import Lifecycle
from skms.model import Model, hit
from skms.rules._before import pairs
from skms.words import one_of

SEVERITY = "error"
NEEDS_BASE = True


def check(model: Model, base: Model) -> Iterator[Hit]:
    """Compare the status of every record with the one before. A planned state may go back to an earlier planned one."""
    for old, record in pairs(model, base):
        lifecycle = model.kinds[record.kind].lifecycle
        start, end = old.status, record.status
        if start and end and start != end and not _allowed(lifecycle, start, end):
            allowed = [state for state in lifecycle.phases if _allowed(lifecycle, start, state)]
            remedy = (
                f"From {start} it may become {one_of(allowed)}. Take one step in each change, or record an exception."
                if allowed
                else f"What is {start} stays so: make a new record, or record an exception."
            )
            yield hit(
                record,
                ("status",),
                f"The status went from {start} to {end}, which is no step of its lifecycle.",
                remedy,
            )


def _allowed(lifecycle: Lifecycle, start: str, end: str) -> bool:
    order = list(lifecycle.phases)
    if start not in order or end not in order or start == end:
        return False
    back = lifecycle.phases[start] == lifecycle.phases[end] == "planned" and order.index(end) < order.index(
        start
    )
    return back or end in lifecycle.edges.get(start, ())
