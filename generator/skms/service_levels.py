"""What agreements promise for which services (domain specification 4.4): SLAs, OLAs, UCs, their targets and clocks.

Rules judge by the status alone (a live agreement is one in force), so that nothing turns wrong because a day passes;
pages ask `in_force` too. Whether the promises can be kept is worked out in `supportability.proof`, what was achieved
in `results`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from skms.dates import minutes, parse_date
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.calendars import BUILT_IN, Calendar, calendar_of
from skms.mathematics.clocks import Worst, worst
from skms.mathematics.containment import Cover, cover
from skms.mathematics.decimals import exact
from skms.model import Model

TIME_DIMENSIONS = ("response", "resolution", "fulfilment", "rto", "rpo")
"""Dimensions whose targets are durations."""
UNDERPINNING = ("ola", "uc")
AROUND_THE_CLOCK = "24x7"
_FAR = date(9000, 1, 1)
"""No calendar is looked at beyond, whatever dates a record states."""
TYPE_NAMES = {
    "sla": "service level agreement", "ola": "operational level agreement", "uc": "underpinning contract",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """One figure that an agreement promises."""

    agreement: Record
    route: Route
    """Of the entry, in the agreement: `("targets", 0)`."""
    id: str
    data: Mapping[str, Any]
    indicator: Record | None
    clock: str
    """Id of the calendar that counts, `24x7` among them; the service hours where the target names none."""
    calendar: Calendar | None
    """The same, compiled; None where it is missing, broken or has an unknown time zone."""

    @property
    def name(self) -> str:
        """`email-sla#availability`"""
        return f"{self.agreement.id}#{self.id}"

    @property
    def dimension(self) -> str | None:
        """What is measured, from the indicator: `availability`, `resolution`; None where that is missing."""
        return self.indicator.data["dimension"] if self.indicator else None

    @property
    def scope(self) -> Mapping[str, str]:
        """What it is limited to: priority, request type, segment."""
        found: Mapping[str, str] = self.data.get("applies_to", {})
        return found

    @property
    def priority(self) -> str | None:
        """`p1` to `p4`, or None for all."""
        return self.scope.get("priority")

    @property
    def figure(self) -> Decimal | None:
        """The promised number; None for a duration."""
        value = self.data["value"]
        return None if isinstance(value, str) else exact(value)

    @property
    def minutes(self) -> int | None:
        """The promised duration, or number of minutes; None for other figures."""
        value = self.data["value"]
        if isinstance(value, str):
            return minutes(value)
        in_minutes = self.indicator is not None and self.indicator.data["unit"] == "minutes"
        return int(value) if in_minutes and value > 0 else None

    @property
    def percent(self) -> Decimal:
        """In how many per cent of the cases a duration is promised: all where nothing else is said."""
        return exact(self.data.get("target_percent", 100))


@dataclass(frozen=True, slots=True)
class Covered:
    """A service that an agreement covers, whole or in part."""

    service: Record
    fragment: str | None
    """An offering or request type; None for the whole service."""
    route: Route


def targets(model: Model, agreement: Record) -> tuple[Target, ...]:
    """The targets of an agreement, in the order of its record."""
    return model.once(_targets).get(agreement.name, ())


def target(model: Model, agreement: Record, fragment: str | None) -> Target | None:
    """One target by its id."""
    return next((one for one in targets(model, agreement) if one.id == fragment), None)


def calendar(model: Model, text: str | None) -> Calendar | None:
    """A calendar by id, `24x7` included; None where it is missing, broken or has an unknown time zone."""
    if text in BUILT_IN:
        return BUILT_IN[str(text)]
    record = model.look(text, "calendar")
    return model.once(_calendars).get(record.name) if record else None


def live(model: Model, *types: str) -> tuple[Record, ...]:
    """Agreements in force by their status, of these types (all without any), by id."""
    found = model.once(_live)
    return tuple(one for one in found if one.data["type"] in types) if types else found


def in_force(agreement: Record, day: date) -> bool:
    """Whether an agreement applies on a day, by status and dates."""
    start, end = parse_date(agreement.data.get("valid_from")), parse_date(agreement.data.get("valid_through"))
    return agreement.live and (start is None or start <= day) and (end is None or day <= end)


def covered(model: Model, agreement: Record) -> tuple[Covered, ...]:
    """What an agreement names in `covers`; missing and broken services are left out."""
    found = (
        (link, model.get(link.target)) for link in model.links(agreement.name) if link.route[0] == "covers"
    )
    return tuple(Covered(service, link.fragment, link.route) for link, service in found if service)


def services_of(model: Model, agreement: Record) -> tuple[Record, ...]:
    """The services that an agreement holds for, each once, by id.

    A default SLA holds also for every business service in use that no other SLA covers.
    """
    found = {one.service.name: one.service for one in covered(model, agreement)}
    if agreement.data.get("default") and agreement.data["type"] == "sla":
        found |= {service.name: service for service in model.once(_without_own_sla)}
    return tuple(found[name] for name in sorted(found))


def agreements_for(
    model: Model, service: Record, types: Iterable[str] = UNDERPINNING, fragment: str | None = None
) -> tuple[Record, ...]:
    """Live agreements of these types that cover a service, by id.

    With a fragment (an offering), those that cover only others of the service are left out.
    """
    wanted = tuple(types)
    pairs = model.once(_covering).get(service.name, ())
    found = {
        agreement.name: agreement
        for agreement, part in pairs
        if agreement.data["type"] in wanted and (not fragment or not part or part == fragment)
    }
    return tuple(found.values())


def slas(model: Model, service: Record) -> tuple[Record, ...]:
    """The live SLAs that hold for a service: its own, else the default ones."""
    return agreements_for(model, service, ("sla",)) or default_slas(model)


def default_slas(model: Model) -> tuple[Record, ...]:
    """Live SLAs for services without one of their own."""
    return tuple(one for one in live(model, "sla") if one.data.get("default"))


def supporting(model: Model, agreement: Record) -> tuple[tuple[Record, frozenset[str] | None], ...]:
    """Live OLAs and UCs that say that they support an agreement, by id, and which of its targets; None for all."""
    found: dict[str, set[str | None]] = {}
    for link in model.backlinks(agreement.name):
        if link.route[0] == "supports":
            found.setdefault(link.source, set()).add(link.fragment)
    pairs = ((model.get(name), parts) for name, parts in found.items())
    return tuple(
        (one, None if None in parts else frozenset(part for part in parts if part))
        for one, parts in pairs
        if one and one.live and one.data["type"] in UNDERPINNING
    )


def validity(agreement: Record) -> tuple[date, date | None] | None:
    """First and last day of an agreement; the last is None where it is open, all where it does not say its first."""
    start = parse_date(agreement.data.get("valid_from"))
    return (start, parse_date(agreement.data.get("valid_through"))) if start else None


def _live(model: Model) -> tuple[Record, ...]:
    return tuple(one for one in model.of("agreement") if one.live)


def _calendars(model: Model) -> Mapping[str, Calendar]:
    pairs = ((record.name, calendar_of(record.data)) for record in model.of("calendar"))
    return {name: found for name, found in pairs if found}


def _targets(model: Model) -> Mapping[str, tuple[Target, ...]]:
    return {one.name: tuple(_targets_of(model, one)) for one in model.of("agreement")}


def _targets_of(model: Model, agreement: Record) -> Iterable[Target]:
    for index, data in enumerate(agreement.data.get("targets", ())):
        clock = str(data.get("clock", agreement.data.get("service_hours", AROUND_THE_CLOCK)))
        indicator = model.look(data["indicator"], "indicator")
        yield Target(
            agreement, ("targets", index), str(data["id"]), data, indicator, clock, calendar(model, clock)
        )


def _covering(model: Model) -> Mapping[str, tuple[tuple[Record, str | None], ...]]:
    found: dict[str, list[tuple[Record, str | None]]] = {}
    for agreement in live(model):
        for one in covered(model, agreement):
            found.setdefault(one.service.name, []).append((agreement, one.fragment))
    return {name: tuple(pairs) for name, pairs in found.items()}


def _without_own_sla(model: Model) -> tuple[Record, ...]:
    return tuple(
        service
        for service in model.of("service")
        if service.data["type"] == "business"
        and service.status in ("live", "retiring")
        and not agreements_for(model, service, ("sla",))
    )


@lru_cache(4096)
def covers(wanted: Calendar, given: tuple[Calendar, ...], first: date, last: date | None) -> Cover:
    """`containment.cover`, each question answered once: many agreements share their calendars and dates."""
    return cover(wanted, given, min(first, _FAR), min(last, _FAR) if last else None)


@lru_cache(4096)
def longest(duration: int, under: Calendar, show: Calendar, first: date, last: date | None) -> Worst | None:
    """`clocks.worst`, each question answered once."""
    return worst(duration, under, show, min(first, _FAR), min(last, _FAR) if last else None)
