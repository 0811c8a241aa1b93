"""The notice date of an agreement or contract is near or past without a decision.

Why: Whoever lets the day pass has decided all the same: the contract goes on for another year, or ends unnoticed.

Bad:
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    end: 2026-12-31  # expect
    notice_days: {customer: 180}

Good:
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    end: 2026-12-31
    notice_days: {customer: 180}
    renewal: {type: auto, decision: {date: 2026-06-12, result: renew}}
"""

from collections.abc import Iterator

from skms.dates import long_date
from skms.findings import Hit
from skms.model import Model, hit
from skms.notices import notices

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Report live agreements and contracts from some days before the last day for notice; one past its end no more."""
    for one in notices(model):
        if one.state and one.end >= model.as_of:
            when = "is near" if one.state == "near" else "is past"
            message = (
                f"The last day for notice {when}: {long_date(one.day)}. The {one.record.kind} ends on "
                f"{long_date(one.end)}, and nothing has been decided."
            )
            field = "decision" if one.record.kind == "agreement" else "renewal.decision"
            remedy = f"Decide, and record it in `{field}` with date and result."
            yield hit(one.record, one.route, message, remedy)
