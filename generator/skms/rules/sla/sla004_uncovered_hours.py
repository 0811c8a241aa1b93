"""Hours of the SLA lie outside the hours of a dependency's agreements; a gap under 5 % is a warning.

Why: At six in the evening the customer still has a promise, but whoever would have to act has gone home at five.

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
    service_hours: office-hours  # expect
    support_hours: short-hours
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99
        window: {duration: 1M, type: calendar}
    # file: catalogue/agreements/platform-ola.yaml
    kind: agreement
    title: Platform ola
    owner: service-level-manager
    status: active
    type: ola
    provider: platforms
    recipient: team/messaging
    covers: [mail-platform]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: short-hours
    support_hours: short-hours
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.9
        window: {duration: 1M, type: calendar}
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on: [{service: mail-platform}]
    # file: catalogue/services/mail-platform.yaml
    kind: service
    title: Mail platform
    owner: mail-platform-owner
    status: live
    type: technical
    provider: platforms
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
    # file: catalogue/calendars/office-hours.yaml
    kind: calendar
    title: Office hours
    owner: service-level-manager
    description: Weekdays.
    status: published
    version: "1.0"
    time_zone: Europe/London
    hours: [{day_of_week: [mon, tue, wed, thu, fri], opens: "08:00", closes: "18:00"}]
    # file: catalogue/calendars/short-hours.yaml
    kind: calendar
    title: Short hours
    owner: service-level-manager
    description: Weekdays.
    status: published
    version: "1.0"
    time_zone: Europe/London
    hours: [{day_of_week: [mon, tue, wed, thu, fri], opens: "09:00", closes: "17:00"}]

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
    service_hours: short-hours
    support_hours: short-hours
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99
        window: {duration: 1M, type: calendar}
    # file: catalogue/agreements/platform-ola.yaml
    kind: agreement
    title: Platform ola
    owner: service-level-manager
    status: active
    type: ola
    provider: platforms
    recipient: team/messaging
    covers: [mail-platform]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: office-hours
    support_hours: short-hours
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.9
        window: {duration: 1M, type: calendar}
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on: [{service: mail-platform}]
    # file: catalogue/services/mail-platform.yaml
    kind: service
    title: Mail platform
    owner: mail-platform-owner
    status: live
    type: technical
    provider: platforms
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
    # file: catalogue/calendars/office-hours.yaml
    kind: calendar
    title: Office hours
    owner: service-level-manager
    description: Weekdays.
    status: published
    version: "1.0"
    time_zone: Europe/London
    hours: [{day_of_week: [mon, tue, wed, thu, fri], opens: "08:00", closes: "18:00"}]
    # file: catalogue/calendars/short-hours.yaml
    kind: calendar
    title: Short hours
    owner: service-level-manager
    description: Weekdays.
    status: published
    version: "1.0"
    time_zone: Europe/London
    hours: [{day_of_week: [mon, tue, wed, thu, fri], opens: "09:00", closes: "17:00"}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.service_levels import live
from skms.supportability import all_proofs, says_gap

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Report each dependency of a live SLA whose agreements leave hours out."""
    for agreement in live(model, "sla"):
        for line in all_proofs(model)[agreement.name].hours:
            if line.verdict in ("broken", "doubtful"):
                where = [
                    related(one, (line.field,), f"{one.id}: {one.data[line.field]}") for one in line.given
                ]
                remedy = "Promise shorter hours, or agree on longer ones with whoever provides it."
                mild = "warning" if line.verdict == "doubtful" else None
                yield hit(agreement, (line.field,), says_gap(line), remedy, where, severity=mild)
