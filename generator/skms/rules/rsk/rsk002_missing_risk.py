"""A tier-1 service or critical supplier has no risk record.

Why: What the company cannot do without has something that could go wrong with it. Risks are asked for once there is a
risk record.

Bad:
    # file: catalogue/services/billing.yaml
    kind: service
    title: Billing
    status: live
    owner: billing-owner
    type: business
    criticality: tier-1  # expect
    # file: policies/risks/single-mast.yaml
    kind: risk
    title: One mast carries all telemetry
    status: open
    owner: telemetry-owner
    statement: {cause: One mast, event: It fails, effect: Works go dark}
    governance_domain: itsm
    subjects: [service/telemetry]
    inherent: {likelihood: 2, impact: 2}
    residual: {likelihood: 2, impact: 2}
    appetite: 8
    treatment: mitigate

Good:
    # file: catalogue/services/billing.yaml
    kind: service
    title: Billing
    status: live
    owner: billing-owner
    type: business
    criticality: tier-1
    # file: policies/risks/bill-run.yaml
    kind: risk
    title: The bill run fails
    status: open
    owner: billing-owner
    statement: {cause: Bad data, event: It stops, effect: Bills are late}
    governance_domain: itsm
    subjects: [service/billing]
    inherent: {likelihood: 2, impact: 2}
    residual: {likelihood: 2, impact: 2}
    appetite: 8
    treatment: mitigate
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.risks import risks, risks_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at live services of tier 1 and at live critical suppliers."""
    if not risks(model):
        return
    for record in (*model.of("service"), *model.of("supplier")):
        live = record.status in ("live", "retiring") if record.kind == "service" else record.live
        field, word = ("criticality", "tier-1") if record.kind == "service" else ("tier", "critical")
        unclear = model.may_be_meant(record, "risk", "subjects")
        if live and record.data.get(field) == word and not unclear and not risks_of(model, record):
            message = f"The {word} {record.kind} {record.title!r} has no live risk record."
            yield hit(record, (field,), message, f"Add a risk with `subjects: [{record.name}]`.")
