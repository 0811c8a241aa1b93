"""An OLA or UC does not span the validity of the SLA it supports.

Why: When the supplier's promise ends in June and ours in December, half a year is ours alone.

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
    valid_through: 2026-06-30  # expect
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla]
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.9
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
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla]
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.9
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
from datetime import date, timedelta

from skms.dates import long_date
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.service_levels import UNDERPINNING, live, validity

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare each live SLA with every provider's agreements for it, earlier and following ones included."""
    for agreement in live(model, "sla"):
        by_provider: dict[str, list[Record]] = {}
        for link in model.backlinks(agreement.name):
            one = model.get(link.source)
            if one and link.route[0] == "supports" and one.data["type"] in UNDERPINNING:
                group = by_provider.setdefault(str(one.data.get("provider")), [])
                if one not in group and validity(one):
                    group.append(one)
        for group in by_provider.values():
            yield from _compare(agreement, group)


def _compare(agreement: Record, group: list[Record]) -> Iterator[Hit]:
    span, active = validity(agreement), [one for one in group if one.live]
    if not span or not active:
        return
    first, last = span
    start, end = _reach(group, active)
    name = active[-1].data["type"].upper()
    if start > first:
        theirs = f"but {agreement.id!r}, which it supports, on {long_date(first)}"
        message = f"The {name} begins on {long_date(start)}, {theirs}."
        where = [related(agreement, ("valid_from",), "begins here")]
        yield hit(active[0], ("valid_from",), message, "Let it begin as early, or the SLA as late.", where)
    if end and (last is None or end < last):
        until = f"on {long_date(last)}" if last else "at no date"
        message = f"The {name} ends on {long_date(end)}, but {agreement.id!r}, which it supports, {until}."
        where = [related(agreement, ("valid_through",) if last else ("valid_from",), "the SLA")]
        yield hit(
            active[-1],
            ("valid_through",),
            message,
            "Prolong it, or say `auto_renew: true` if it goes on by itself.",
            where,
        )


def _reach(group: list[Record], active: list[Record]) -> tuple[date, date | None]:
    """First and last day without a break around the agreements in force."""
    spans = sorted((_span(one) for one in group), key=lambda span: span[0])
    start, end = _span(active[0])
    for first, last in spans:
        if end is not None and first <= end + timedelta(1) and (last is None or last > end):
            end = last
    for first, last in reversed(spans):
        if first < start and (last is None or last + timedelta(1) >= start):
            start = first
    return start, end


def _span(agreement: Record) -> tuple[date, date | None]:
    first, last = validity(agreement) or (date.min, None)
    return first, None if agreement.data.get("auto_renew") else last
