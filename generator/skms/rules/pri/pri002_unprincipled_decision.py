"""An accepted decision without policy cites no principle.

Why: Where no policy exists, the principle is what makes the next decision come out alike. A decision that leans on
neither is a matter of mood.

Bad:
    # file: policies/decisions/quiet-week.yaml
    kind: decision
    title: No changes in the week of the bill run
    status: accepted
    owner: change-manager
    policies: []  # expect

Good:
    # file: policies/decisions/quiet-week.yaml
    kind: decision
    title: No changes in the week of the bill run
    status: accepted
    owner: change-manager
    policies: []
    principles: [focus-on-value]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at live decisions that state that no policy exists."""
    for record in model.of("decision"):
        if record.live and record.data.get("policies") == [] and not record.data.get("principles"):
            message = "The decision rests on no policy and cites no principle."
            yield hit(
                record, ("policies",), message, "Name the principle that it follows under `principles`."
            )
