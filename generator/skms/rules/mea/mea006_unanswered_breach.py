"""A breached target has no improvement.

Why: A promise was broken. If nothing follows from it, it will be broken again.

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
      - {period: 2026-05, target: availability, downtime_minutes: 5000}
    # file: policies/improvements/mail-storage.yaml
    kind: improvement
    title: More storage for mail
    owner: email-owner
    status: new
    source: {ref: agreement/email-sla#availability}
"""

from collections.abc import Iterator

from skms.breaches import astray, breaches
from skms.findings import Hit
from skms.model import Model, hit, related
from skms.words import one_of

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Report each live target once, at its last breach; one that is breached again and again is an error elsewhere."""
    if model.unread("improvement"):
        return
    for one in breaches(model):
        if not one.improvements and not one.repeated and not astray(model, one.target):
            last, target = one.missed[-1], one.target
            if last.measurement:
                periods = one_of([missed.period for missed in one.missed][-3:], "and")
                message = (
                    f"The target {target.name!r} was missed in {periods}, and no improvement answers it."
                )
                remedy = f"Record one with `source: {{ref: agreement/{target.name}}}`."
                where = [related(target.agreement, target.route, "the target")]
                yield hit(last.measurement, last.route, message, remedy, where)
