"""A target breached in two consecutive periods has no open improvement.

Why: Once may be chance. Twice in a row is a cause, and somebody has to remove it.

Bad:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
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
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/availability.yaml
    kind: indicator
    title: Availability
    owner: service-level-manager
    status: active
    type: sli
    dimension: availability
    formula: Time up / agreed time
    unit: percent
    direction: higher-better
    data_source: monitoring
    # file: catalogue/measurements/email-sla-2026.yaml
    kind: measurement
    title: E-mail, 2026
    agreement: email-sla
    rows:
      - {period: 2026-04, target: availability, downtime_minutes: 5000}
      - {period: 2026-05, target: availability, downtime_minutes: 5000}  # expect

Good:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
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
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/availability.yaml
    kind: indicator
    title: Availability
    owner: service-level-manager
    status: active
    type: sli
    dimension: availability
    formula: Time up / agreed time
    unit: percent
    direction: higher-better
    data_source: monitoring
    # file: catalogue/measurements/email-sla-2026.yaml
    kind: measurement
    title: E-mail, 2026
    agreement: email-sla
    rows:
      - {period: 2026-04, target: availability, downtime_minutes: 5000}
      - {period: 2026-05, target: availability, downtime_minutes: 5000}
    # file: policies/improvements/mail-storage.yaml
    kind: improvement
    title: More storage for mail
    owner: email-owner
    status: accepted
    source: {ref: agreement/email-sla#availability}
"""

from collections.abc import Iterator

from skms.breaches import astray, breaches
from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at targets missed twice in a row. Once a target is kept again, a closed improvement answers it too."""
    if model.unread("improvement"):
        return
    for one in breaches(model):
        if one.repeated and not one.answered and not astray(model, one.target):
            before, last = one.repeated
            if last.measurement:
                message = (
                    f"The target {one.target.name!r} was missed in {before.period} and again in {last.period}, "
                    "and no open improvement answers it."
                )
                remedy = (
                    f"Record one with `source: {{ref: agreement/{one.target.name}}}`, or reopen the last one."
                )
                where = [related(one.target.agreement, one.target.route, "the target")]
                yield hit(last.measurement, last.route, message, remedy, where)
