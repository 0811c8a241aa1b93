"""Two agreements of the same parties cover the same service on the same days.

Why: Where two promises hold at once, each side will read the one that suits it.

Bad:
    # file: catalogue/agreements/email-2025.yaml
    kind: agreement
    title: Email 2025
    owner: service-level-manager
    status: superseded
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2025-01-01
    valid_through: 2026-03-31
    service_hours: 24x7
    support_hours: 24x7
    targets: [{id: up, indicator: up, operator: gte, value: 99, window: {duration: 1M, type: calendar}}]
    # file: catalogue/agreements/email-2026.yaml
    kind: agreement
    title: Email 2026
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01  # expect
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets: [{id: up, indicator: up, operator: gte, value: 99, window: {duration: 1M, type: calendar}}]
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business

Good:
    # file: catalogue/agreements/email-2025.yaml
    kind: agreement
    title: Email 2025
    owner: service-level-manager
    status: superseded
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2025-01-01
    valid_through: 2025-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets: [{id: up, indicator: up, operator: gte, value: 99, window: {duration: 1M, type: calendar}}]
    # file: catalogue/agreements/email-2026.yaml
    kind: agreement
    title: Email 2026
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets: [{id: up, indicator: up, operator: gte, value: 99, window: {duration: 1M, type: calendar}}]
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
"""

from collections.abc import Iterator

from skms.dates import long_date
from skms.findings import Hit
from skms.model import Model, hit, related
from skms.succession import steps
from skms.words import one_of, plural

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look at each agreement that follows another; different contracts may well hold at once."""
    for step in steps(model):
        same = step.before.data.get("contract") == step.after.data.get("contract")
        if step.gap < 0 and same and step.before.status != "terminated":
            message = (
                f"For {plural(-step.gap, 'day')} from {long_date(step.start)} on two agreements cover "
                f"{one_of(map(repr, step.services), 'and')}: {step.before.id} ends only on {long_date(step.end)}."
            )
            where = related(step.before, ("valid_through",), f"it ends on {long_date(step.end)}")
            remedy = "Let the first end on the day before the second begins."
            yield hit(step.after, ("valid_from",), message, remedy, [where])
