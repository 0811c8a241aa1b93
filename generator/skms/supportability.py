"""Whether an SLA can be kept with what its services rest on (domain specification 5.1 to 5.4), line by line.

`proof(model, agreement)` gives every line with its verdict, its assumptions and one plain sentence: rules report the
lines that do not hold, pages show them all. Verdicts: `kept`; `doubtful` (plausible, not guaranteed); `broken` (cannot
be kept); `unknown` (nothing is known about what it rests on).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from skms.dates import minutes
from skms.dependencies import Dependency, dependencies
from skms.fit import Record
from skms.mathematics.availability import Composition, compose
from skms.mathematics.containment import Cover, gaps_in_words
from skms.model import Model
from skms.promises import parts_of
from skms.service_levels import (
    Target,
    agreements_for,
    calendar,
    covers,
    live,
    services_of,
    targets,
    validity,
)
from skms.support_paths import PathLine, paths
from skms.words import plural

SHARED = ("availability", "response", "resolution", "rto", "rpo")
"""Dimensions that a service cannot promise without what it rests on."""
HOURS = {"service_hours": "service hours", "support_hours": "support hours"}


@dataclass(frozen=True)
class AvailabilityLine:
    """The availability promised for a service against that of what it rests on."""

    target: Target
    service: Record
    composition: Composition
    assumptions: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """`unknown` where nothing that it rests on promises anything."""
        promised = self.target.figure or Decimal(0)
        if promised > self.composition.product:
            return "broken"
        if promised > self.composition.bound:
            return "doubtful"
        known = any(one.percent is not None for line in self.composition.lines for one in line.part.promises)
        return "kept" if known and not self.composition.unknown else "unknown"


@dataclass(frozen=True)
class HoursLine:
    """Hours promised to customers against those of the agreements for one dependency."""

    agreement: Record
    dependency: Dependency
    field: str
    """`service_hours` or `support_hours`"""
    given: tuple[Record, ...]
    """The OLAs and UCs that cover the dependency."""
    cover: Cover | None
    """None where a calendar is missing, or nothing is agreed."""

    @property
    def verdict(self) -> str:
        """A gap of under 5 % is only doubtful."""
        if self.cover is None:
            return "unknown"
        gap = self.cover.gap_percent
        return "kept" if not self.cover.missing else "doubtful" if gap < 5 else "broken"

    @property
    def gaps(self) -> tuple[str, ...]:
        """The uncovered hours in words."""
        return gaps_in_words(self.cover) if self.cover else ()


@dataclass(frozen=True)
class RecoveryLine:
    """How soon a service must be back, or how much it may lose, against a dependency."""

    service: Record
    dependency: Dependency
    field: str
    """`rto` or `rpo`"""
    own: str
    other: str | None

    @property
    def verdict(self) -> str:
        """`unknown` where the dependency does not say."""
        if self.other is None:
            return "unknown"
        return "kept" if minutes(self.other) <= minutes(self.own) else "broken"


@dataclass(frozen=True)
class MissingLine:
    """A dependency for which nobody promises what the SLA promises."""

    agreement: Record
    service: Record
    dependency: Dependency
    dimensions: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """All lines for one agreement."""

    agreement: Record
    availability: tuple[AvailabilityLine, ...]
    hours: tuple[HoursLine, ...]
    paths: tuple[PathLine, ...]
    recovery: tuple[RecoveryLine, ...]
    missing: tuple[MissingLine, ...]

    @property
    def lines(self) -> bool:
        """Whether there is anything to show."""
        return any((self.availability, self.hours, self.paths, self.recovery, self.missing))


def proof(model: Model, agreement: Record) -> Proof:
    """Everything that can be said about an agreement, by target and by dependency."""
    span = validity(agreement)
    services = [one for one in services_of(model, agreement) if one.phase != "ended"]
    if span is None:
        return Proof(agreement, (), (), (), (), ())
    return Proof(
        agreement,
        tuple(_availability(model, agreement, services, span)),
        tuple(_hours(model, agreement, services, span)),
        tuple(paths(model, agreement, span)),
        tuple(line for service in services for line in _recovery(model, service)),
        tuple(line for service in services for line in _missing(model, agreement, service)),
    )


def needed(model: Model, service: Record) -> tuple[Dependency, ...]:
    """Live dependencies that a service stops without: series ones, and groups that a person has to switch over."""
    entries = service.data.get("depends_on", ())
    return tuple(
        one
        for one in dependencies(model, service)
        if one.on.live
        and (
            one.mode == "series" or (one.group is not None and entries[one.group].get("failover") == "manual")
        )
    )


def own_work(model: Model, agreement: Record, dependency: Dependency) -> bool:
    """Whether who promises also provides the dependency: nobody makes an agreement with itself."""
    sides = (dependency.on.data, agreement.data, dependency.service.data)
    texts = [str(side["provider"]) for side in sides if "provider" in side]
    names = [model.resolve(text, ("team", "supplier")) or text for text in texts]
    return "provider" in dependency.on.data and names[0] in names[1:]


def says_gap(line: HoursLine) -> str:
    """What is not covered, as a sentence."""
    found = line.cover
    missing = found.missing if found else 0
    per = "a week" if found and found.weekly else "in all"
    return (
        f"The {HOURS[line.field]} {str(line.agreement.data[line.field])!r} go beyond those agreed for "
        f"{line.dependency.on.id!r} by {plural(missing, 'minute')} {per}: {'; '.join(line.gaps)}."
    )


def _availability(
    model: Model, agreement: Record, services: Iterable[Record], span: tuple[date, date | None]
) -> Iterator[AvailabilityLine]:
    for target in targets(model, agreement):
        percent = target.indicator is not None and target.indicator.data["unit"] == "percent"
        if target.dimension == "availability" and percent and target.figure is not None:
            for service in services:
                parts = parts_of(model, service, target.clock, span)
                composition = compose(parts)
                yield AvailabilityLine(
                    target, service, composition, tuple(_assumptions(composition, parts_count=len(parts)))
                )


def _assumptions(composition: Composition, parts_count: int) -> Iterator[str]:
    if not parts_count:
        yield "The record names nothing that the service rests on."
    for name in dict.fromkeys(composition.unknown):
        yield f"Nothing is known about {name}; it is taken never to fail."
    if any(line.part.manual for line in composition.lines):
        yield "Where a person has to switch over, every member of the group counts as needed."
    if any(len(line.part.promises) > 1 and not line.part.manual for line in composition.lines):
        yield "Members of a group fail independently of each other, but for the stated common cause."


def _hours(
    model: Model, agreement: Record, services: Iterable[Record], span: tuple[date, date | None]
) -> Iterator[HoursLine]:
    """Each dependency once, however many of the services rest on it."""
    seen: set[str] = set()
    for service in services:
        for one in needed(model, service):
            if one.on.name in seen or own_work(model, agreement, one):
                continue
            seen.add(one.on.name)
            given = agreements_for(model, one.on, fragment=one.offering)
            for field in HOURS:
                yield HoursLine(agreement, one, field, given, _cover(model, agreement, field, given, span))


def _cover(
    model: Model, agreement: Record, field: str, given: tuple[Record, ...], span: tuple[date, date | None]
) -> Cover | None:
    asked, offered = agreement.data.get(field), tuple(dict.fromkeys(one.data.get(field) for one in given))
    memo, key = model.once(_covers), (asked, offered, span)
    if key not in memo:
        wanted, there = calendar(model, asked), [calendar(model, text) for text in offered]
        known = tuple(dict.fromkeys(one for one in there if one))
        found = wanted is not None and known and None not in there
        memo[key] = covers(wanted, known, *span) if wanted is not None and found else None
    return memo[key]


def _covers(
    model: Model,
) -> dict[tuple[str | None, tuple[str | None, ...], tuple[date, date | None]], Cover | None]:
    """Answers found so far: most agreements share a few calendars."""
    return {}


def _recovery(model: Model, service: Record) -> Iterator[RecoveryLine]:
    own = service.data.get("continuity", {})
    for one in needed(model, service):
        other = one.on.data.get("continuity", {})
        for field in ("rto", "rpo"):
            if field in own:
                yield RecoveryLine(service, one, field, own[field], other.get(field))


def _missing(model: Model, agreement: Record, service: Record) -> Iterator[MissingLine]:
    promised = {one.dimension for one in targets(model, agreement)}
    for one in needed(model, service):
        if not own_work(model, agreement, one):
            given = {
                target.dimension
                for under in agreements_for(model, one.on, fragment=one.offering)
                for target in targets(model, under)
            }
            lacking = tuple(word for word in SHARED if word in promised and word not in given)
            if lacking:
                yield MissingLine(agreement, service, one, lacking)


def all_proofs(model: Model) -> Mapping[str, Proof]:
    """The proof of every live SLA, by the name of its record."""
    return model.once(_all_proofs)


def _all_proofs(model: Model) -> Mapping[str, Proof]:
    return {one.name: proof(model, one) for one in live(model, "sla")}
