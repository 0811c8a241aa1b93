"""The availability that may be expected of a service, from the OLAs and UCs below it (domain specification 5.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from skms.dependencies import dependencies
from skms.fit import Record
from skms.mathematics.availability import Part, Promise, compose, on_larger_calendar
from skms.mathematics.calendars import Calendar
from skms.mathematics.decimals import exact
from skms.model import Model
from skms.service_levels import Target, agreements_for, calendar, covers, targets

DEEPEST = 60
"""Steps down a chain of dependencies after which nothing more is known."""

Span = tuple[date, date | None]


def parts_of(
    model: Model, service: Record, clock: str, span: Span, above: frozenset[str] = frozenset()
) -> tuple[Part, ...]:
    """What a service rests on, with what each promises, seen from a clock (an id) over a validity."""
    entries = service.data.get("depends_on", ())
    groups: dict[int, list[Promise]] = {}
    found: dict[int, Part] = {}
    for one in dependencies(model, service):
        deeper = one.mode != "mutual"
        says = promise(
            model, one.on, one.offering, clock, span, above | {service.name} if deeper else frozenset()
        )
        index = int(one.route[1])
        if one.group is None:
            weight = exact(one.weight) if one.mode == "degraded" and one.weight is not None else Decimal(1)
            found[index] = Part((says,), weight=weight)
            continue
        groups.setdefault(index, []).append(says)
        members, entry = tuple(groups[index]), entries[index]
        need = min(int(entry.get("need", 1)), len(members))
        cause = exact(entry.get("common_cause_percent", 0))
        found[index] = Part(members, need, common_cause=cause, manual=entry.get("failover") == "manual")
    return tuple(found.values())


def promise(
    model: Model, service: Record, offering: str | None, clock: str, span: Span, above: frozenset[str]
) -> Promise:
    """The lowest target of the live OLAs and UCs for a service; else what it is itself composed of; else unknown.

    `above` are the services on the way down; without any, nothing below the service is looked at.
    """
    memo = model.once(_memo)
    key = (service.name, offering, clock, span, bool(above))
    if key not in memo:
        if service.name in above or len(above) > DEEPEST:
            return Promise(service.id, None)  # circular-chain tells of the circle
        memo[key] = _agreed(model, service, offering, clock, span) or _composed(
            model, service, clock, span, above
        )
    return memo[key]


def _memo(model: Model) -> dict[tuple[str, str | None, str, Span, bool], Promise]:
    """Answers found so far: of many agreements with the same clock and dates, each service is looked at once."""
    return {}


def availability_targets(model: Model, service: Record, offering: str | None = None) -> tuple[Target, ...]:
    """Availability promised for a service by live OLAs and UCs."""
    return tuple(
        one
        for agreement in agreements_for(model, service, fragment=offering)
        for one in targets(model, agreement)
        if one.dimension == "availability"
        and one.figure is not None
        and one.indicator is not None
        and one.indicator.data["unit"] == "percent"
    )


def _agreed(model: Model, service: Record, offering: str | None, clock: str, span: Span) -> Promise | None:
    promised = availability_targets(model, service, offering)
    if not promised:
        return None
    lowest = min(exact(one.data["value"]) for one in promised)
    floors = [_floor(calendar(model, clock), one, span) for one in promised]
    return Promise(service.id, lowest, min(floors))


def _floor(wanted: Calendar | None, target: Target, span: Span) -> Decimal:
    percent = exact(target.data["value"])
    if wanted is None or target.calendar is None or wanted == target.calendar:
        return percent
    found = covers(wanted, (target.calendar,), *span)
    return on_larger_calendar(percent, found.needed - found.missing, found.needed)


def _composed(model: Model, service: Record, clock: str, span: Span, above: frozenset[str]) -> Promise:
    """Design figure times dependencies."""
    design = service.data.get("design_availability_percent")
    own = () if design is None else (Part((Promise(service.id, exact(design)),)),)
    below = parts_of(model, service, clock, span, above) if above else ()
    known = any(one.percent is not None for part in below for one in part.promises)
    if not own and not known:
        return Promise(service.id, None)
    found = compose((*own, *below))
    return Promise(service.id, found.product, found.bound, tuple(dict.fromkeys(found.unknown)))
