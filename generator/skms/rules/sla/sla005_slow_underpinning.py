"""The worst-case path of the supporting targets exceeds the SLA target.

Why: Two hours of a team that works from nine to five can be four hours of a customer who is served from eight to six:
the clocks stop at different times. What counts is the most that the customer's clock can show.

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
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 3h  # expect
        clock: office-hours
        target_percent: 95
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
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla#resolution-p1]
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 2h
        clock: short-hours
        target_percent: 95
        window: {duration: 1M, type: calendar}
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
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 4h
        clock: office-hours
        target_percent: 95
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
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla#resolution-p1]
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 2h
        clock: short-hours
        target_percent: 95
        window: {duration: 1M, type: calendar}
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
from skms.support_paths import SEQUENTIAL, PathLine, says_steps
from skms.supportability import all_proofs

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Report each target of a live SLA that its path cannot keep."""
    for agreement in live(model, "sla"):
        for line in all_proofs(model)[agreement.name].paths:
            if line.verdict == "broken":
                yield _hit(line)


def _hit(line: PathLine) -> Hit:
    promised, target = line.target.minutes or 0, line.target
    if line.total is None:
        message = (
            f"{target.id!r} promises {promised:,} minutes, but part of what supports it may take for ever"
        )
    else:
        how = "together can take" if target.dimension in SEQUENTIAL and len(line.steps) > 1 else "can take"
        ours = f"{promised:,} minutes on {target.clock!r}"
        message = f"{target.id!r} promises {ours}, but what supports it {how} {line.total:,}"
    where = [
        related(one.record, one.target.route if one.target else ("timing",), f"{one.duration} on {one.clock}")
        for one in line.steps
    ]
    remedy = "Promise a longer time, or agree on shorter times or longer hours with whoever supports it."
    return hit(target.agreement, (*target.route, "value"), f"{message}: {says_steps(line)}.", remedy, where)
