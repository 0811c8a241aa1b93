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

from collections.abc import Iterable, Iterator
from datetime import date

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.service_levels import UNDERPINNING, live, validity
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare each live SLA with every provider's agreements for it, earlier and following ones included.

    An OLA or UC that is too short is reported once, with all SLAs for which it is.
    """
    short: dict[tuple[str, str], tuple[Record, date, list[Record]]] = {}
    for agreement in live(model, "sla"):
        for group in _by_provider(model, agreement):
            for record, field, day in _gaps(agreement, group):
                short.setdefault((record.name, field), (record, day, []))[2].append(agreement)
    for (_, field), (record, day, group) in short.items():
        yield _hit(record, field, day, group)


def _by_provider(model: Model, agreement: Record) -> Iterable[list[Record]]:
    found: dict[str, list[Record]] = {}
    for link in model.backlinks(agreement.name):
        one = model.get(link.source)
        if one and link.route[0] == "supports" and one.data["type"] in UNDERPINNING and validity(one):
            group = found.setdefault(str(one.data.get("provider")), [])
            if one not in group:
                group.append(one)
    return found.values()


def _gaps(agreement: Record, group: list[Record]) -> Iterator[tuple[Record, str, date]]:
    span, active = validity(agreement), [one for one in group if one.live]
    if span and active:
        first, last = span
        start, end = _reach(group, active)
        if start > first:
            yield active[0], "valid_from", start
        if end and (last is None or end < last):
            yield active[-1], "valid_through", end


def _hit(record: Record, field: str, day: date, group: list[Record]) -> Hit:
    name, ids = record.data["type"].upper(), one_of((repr(one.id) for one in group), "and")
    early = field == "valid_from"
    verb = "begins" if early else "ends"
    message = (
        f"The {name} {verb} on {long_date(day)}, {'after' if early else 'before'} what it supports: {ids}."
    )
    where = [
        related(one, (field if field in one.data else "valid_from",), f"{one.id} {verb} {_day(one, field)}")
        for one in group
    ]
    remedy = (
        "Let it begin as early."
        if early
        else "Prolong it, or say `auto_renew: true` if it goes on by itself."
    )
    return hit(record, (field,), message, remedy, where)


def _day(agreement: Record, field: str) -> str:
    day = parse_date(agreement.data.get(field))
    return f"on {long_date(day)}" if day else "at no date"


def _reach(group: list[Record], active: list[Record]) -> tuple[date, date | None]:
    """First and last day without a break around the agreements in force."""
    spans = sorted((_span(one) for one in group), key=lambda span: span[0])
    start, end = _span(active[0])
    for first, last in spans:
        if end is not None and first.toordinal() <= end.toordinal() + 1 and (last is None or last > end):
            end = last
    for first, last in reversed(spans):
        if first < start and (last is None or last.toordinal() + 1 >= start.toordinal()):
            start = first
    return start, end


def _span(agreement: Record) -> tuple[date, date | None]:
    first, last = validity(agreement) or (date.min, None)
    return first, None if agreement.data.get("auto_renew") else last
