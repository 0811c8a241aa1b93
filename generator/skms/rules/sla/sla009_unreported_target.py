"""A live agreement's reporting leaves out a target.

Why: What is promised but never reported is never missed by anybody until it fails.

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
    reporting:
      purpose: Monthly service report
      frequency: 1M
      recipients: [all-staff]
      content: [resolution-p1]  # expect
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5
        window: {duration: 1M, type: calendar}
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 4h
        clock: 24x7
        target_percent: 95
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
    # file: catalogue/indicators/resolution.yaml
    kind: indicator
    title: Time to restore
    owner: service-level-manager
    status: active
    type: sli
    dimension: resolution
    formula: Time from report to restored service
    unit: minutes
    direction: lower-better
    data_source: monitoring

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
    reporting: {purpose: Monthly service report, frequency: 1M, recipients: [all-staff], content: all}
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
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.service_levels import live, targets
from skms.words import one_of, plural

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare the content of the report with the targets. That nothing is reported at all is missing-status-field."""
    for agreement in live(model):
        content = agreement.data.get("reporting", {}).get("content", "all")
        left_out = [one for one in targets(model, agreement) if content != "all" and one.id not in content]
        if left_out:
            ids = one_of((repr(one.id) for one in left_out), "and")
            message = f"The report leaves out {plural(len(left_out), 'target')}: {ids}."
            where = [related(agreement, one.route, "not reported") for one in left_out]
            yield hit(
                agreement,
                ("reporting", "content"),
                message,
                "Add them, or write `content: all`.",
                where,
                on_key=True,
            )
