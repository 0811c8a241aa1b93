"""Between two agreements of the same parties for the same service there are days without any.

Why: On those days nothing was promised, nobody had to report, and no credit is due, whatever people believed.

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
    valid_from: 2026-02-01  # expect
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
from datetime import timedelta

from skms.dates import long_date
from skms.findings import Hit
from skms.model import Model, hit, related
from skms.succession import steps
from skms.words import one_of, plural

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look at each agreement that follows another. What was terminated ended at a day that nobody states."""
    for step in steps(model):
        if step.gap > 0 and step.before.status != "terminated":
            first, last = step.end + timedelta(1), step.start - timedelta(1)
            message = (
                f"For {plural(step.gap, 'day')}, from {long_date(first)} to {long_date(last)}, no agreement covers "
                f"{one_of(map(repr, step.services), 'and')}: {step.before.id} ends before this one begins."
            )
            where = related(step.before, ("valid_through",), f"it ends on {long_date(step.end)}")
            yield hit(
                step.after, ("valid_from",), message, "Let one follow the other without a gap.", [where]
            )
