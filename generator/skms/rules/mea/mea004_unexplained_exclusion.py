"""An exclusion has no reason from the agreement or exceeds its allowance.

Why: With enough left out, every target is met. Only what was agreed beforehand may be left out, and no more of it.

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
    exclusions:
      - {id: planned, title: Planned maintenance, code: planned-maintenance, max_minutes: 240}
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
      - period: 2026-05
        target: availability
        downtime_minutes: 50
        excluded:
          - {reason: planned, minutes: 300}  # expect

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
    exclusions:
      - {id: planned, title: Planned maintenance, code: planned-maintenance, max_minutes: 240}
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
      - period: 2026-05
        target: availability
        downtime_minutes: 50
        excluded:
          - {reason: planned, minutes: 200}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.mathematics.decimals import shown
from skms.model import Model, hit, related
from skms.results import Result, results

SEVERITY = "error"

WHY = {
    "over-allowance": "more than the agreement allows in a period",
    "outside-window": "outside the maintenance windows of the calendar",
}


def check(model: Model) -> Iterator[Hit]:
    """Report each reason once in a row. A reason that the agreement does not list is a dangling fragment."""
    for agreement in model.of("agreement"):
        for result in results(model, agreement):
            yield from _refused(result)


def _refused(result: Result) -> Iterator[Hit]:
    entries = result.row.get("excluded", ()) if result.row else ()
    exclusions = result.target.agreement.data.get("exclusions", ())
    for one in result.refused:
        place = next((at for at, entry in enumerate(entries) if entry["reason"] == one.reason), None)
        if one.why in WHY and place is not None and result.measurement:
            message = (
                f"{shown(one.minutes, 0)} of the minutes left out as {one.reason!r} do not count: "
                f"they are {WHY[one.why]}."
            )
            where = [
                related(result.target.agreement, ("exclusions", at), "what was agreed")
                for at, entry in enumerate(exclusions)
                if entry["id"] == one.reason
            ]
            remedy = "Leave out less; the rest was downtime."
            yield hit(result.measurement, (*result.route, "excluded", place), message, remedy, where)
