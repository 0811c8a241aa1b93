"""A period is stated as not measured.

Why: A stated gap is honest, but it stays a gap: it is shown as not measured, never as met.

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
      - {period: 2026-05, target: availability, not_measured: The agent failed.}  # expect

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
      - {period: 2026-05, target: availability, downtime_minutes: 50}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "info"


def check(model: Model) -> Iterator[Hit]:
    """Show every stated gap."""
    for measurement in model.of("measurement"):
        for index, row in enumerate(measurement.data["rows"]):
            if "not_measured" in row:
                what = f"{row['target']!r} was" if "target" in row else "This was"
                message = f"{what} not measured in {row['period']}: {row['not_measured'].rstrip('.')}."
                remedy = (
                    "Enter the figures if they can still be found, and see that the next period is measured."
                )
                yield hit(measurement, ("rows", index, "not_measured"), message, remedy)
