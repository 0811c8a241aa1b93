"""Availability of 100 % or above 99.999 %, or no data source.

Why: Nothing is always there, and what nobody measures cannot be shown to be kept.

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
        value: 100  # expect
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
"""

from collections.abc import Iterator
from decimal import Decimal

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.service_levels import Target, live, targets
from skms.words import plural

SEVERITY = "warning"

FIVE_NINES = Decimal("99.999")


def check(model: Model) -> Iterator[Hit]:
    """Look at every live target; an indicator without a source is reported once with all its targets."""
    unsourced: dict[str, list[Target]] = {}
    for agreement in live(model):
        for target in targets(model, agreement):
            if target.dimension == "availability" and target.figure and target.figure > FIVE_NINES:
                message = f"{target.data['value']} % leaves less than six minutes a year for every failure there is."
                yield hit(
                    agreement, (*target.route, "value"), message, "Promise what can be kept, such as 99.9."
                )
            if target.indicator and "data_source" not in target.indicator.data:
                unsourced.setdefault(target.indicator.name, []).append(target)
    for group in unsourced.values():
        indicator = group[0].indicator
        if indicator:
            promised = f"{indicator.id!r} is promised in {plural(len(group), 'target')}"
            message = f"{promised}, but does not say where its figures come from."
            where = [related(one.agreement, one.route, one.name) for one in group]
            yield hit(
                indicator,
                ("kind",),
                message,
                "Add `data_source` with the service that measures it.",
                where,
                on_key=True,
            )
