"""Objectives: the cascade, what serves each of them, and the line of sight down to suppliers.

Facts for rules and pages alike (domain specification 4.24). A service serves an objective that it names; a process
shares an indicator with it; an initiative has a business case with a benefit for it. What serves an objective serves
the ones above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from skms.dependencies import dependencies
from skms.fit import Record
from skms.model import Model

LEVELS = ("enterprise", "it", "smo", "process", "service")
"""From top to bottom."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A service that another rests on, with the agreements in force that cover it."""

    service: Record
    provider: Record | None
    """The team or supplier that provides it."""
    agreements: tuple[Record, ...]
    """Live OLAs and underpinning contracts that cover it."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One line of sight: a service that serves an objective, what is promised for it, and who carries it."""

    service: Record
    slas: tuple[Record, ...]
    """Live SLAs that cover the service."""
    carriers: tuple[Carrier, ...]
    """The services that it rests on directly; a service that a supplier provides itself stands here too."""


def roots(model: Model) -> tuple[Record, ...]:
    """Objectives, not yet ended, without one above them, by level and id."""
    found = (one for one in model.of("objective") if one.phase != "ended" and parent(model, one) is None)
    return tuple(sorted(found, key=lambda one: (_rank(one), one.id)))


def parent(model: Model, objective: Record) -> Record | None:
    """The objective above."""
    return model.look(objective.data.get("parent"), "objective")


def children(model: Model, objective: Record) -> tuple[Record, ...]:
    """The objectives right below, those that ended left out, by level and id."""
    links = (link for link in model.backlinks(objective.name) if link.route == ("parent",))
    found = (record for link in links if (record := model.get(link.source)) and record.phase != "ended")
    return tuple(sorted(found, key=lambda one: (_rank(one), one.id)))


def indicators(model: Model, objective: Record) -> tuple[Record, ...]:
    """Indicators of an objective: those it names, then those that name it."""
    named = [link.target for link in model.links(objective.name) if link.route[0] == "indicators"]
    naming = [
        link.source for link in model.backlinks(objective.name)
        if link.source.startswith("indicator/") and link.route == ("objective",)
    ]  # fmt: skip
    return _records(model, [*named, *naming])


def services(model: Model, objective: Record) -> tuple[Record, ...]:
    """Services, not yet ended, that name an objective."""
    return _naming(model, objective, "service", "objectives")


def processes(model: Model, objective: Record) -> tuple[Record, ...]:
    """Processes, not yet ended, that share an indicator with an objective."""
    found: list[str | None] = []
    for one in indicators(model, objective):
        found += [
            link.source for link in model.backlinks(one.name)
            if link.source.startswith("process/") and link.route[0] == "indicators"
        ]  # fmt: skip
    return tuple(sorted(_going(_records(model, found)), key=lambda one: one.id))


def initiatives(model: Model, objective: Record) -> tuple[Record, ...]:
    """Initiatives, not yet ended, whose business case has a benefit for an objective."""
    cases = [
        link.source for link in model.backlinks(objective.name)
        if link.source.startswith("business-case/") and link.route[0] == "benefits"
    ]  # fmt: skip
    found: list[str | None] = []
    for case in _going(_records(model, cases)):
        found += [link.target for link in model.links(case.name) if link.route == ("subject",)]
        found += [link.source for link in model.backlinks(case.name) if link.route == ("business_case",)]
    return tuple(one for one in _going(_records(model, found)) if one.kind == "initiative")


def strategies(model: Model, objective: Record) -> tuple[Record, ...]:
    """Active strategies that have an objective among their goals."""
    return tuple(one for one in _naming(model, objective, "strategy", "goals") if one.live)


def served(model: Model) -> frozenset[str]:
    """Names of the objectives that something serves, themselves or through one below them."""
    return model.once(_served)


def leads_to_live(model: Model, service: Record) -> bool:
    """Whether a service names a live objective."""
    found = (model.get(link.target) for link in model.links(service.name) if link.route[0] == "objectives")
    return any(one is not None and one.live for one in found)


def sights(model: Model, objective: Record) -> tuple[Sight, ...]:
    """From an objective through each live service that names it to agreements and suppliers, by service."""
    return tuple(sight(model, one) for one in services(model, objective) if one.live)


def sight(model: Model, service: Record) -> Sight:
    """From a service to its agreements and to who carries it."""
    below = {one.on.name: one.on for one in dependencies(model, service)}
    carriers = [_carrier(model, one) for one in below.values()]
    own = _carrier(model, service)
    if own.agreements or (own.provider and own.provider.kind == "supplier"):
        carriers.insert(0, own)
    return Sight(service, _covering(model, service, ("sla",)), tuple(carriers))


def _carrier(model: Model, service: Record) -> Carrier:
    provider = model.look(service.data.get("provider"), "team", "supplier")
    return Carrier(service, provider, _covering(model, service, ("ola", "uc")))


def _covering(model: Model, service: Record, types: Iterable[str]) -> tuple[Record, ...]:
    names = [
        link.source for link in model.backlinks(service.name)
        if link.source.startswith("agreement/") and link.route[0] == "covers"
    ]  # fmt: skip
    wanted = frozenset(types)
    return tuple(one for one in _records(model, names) if one.live and one.data["type"] in wanted)


def _served(model: Model) -> frozenset[str]:
    found: set[str] = set()
    for objective in model.of("objective"):
        if objective.name in found or not _serves(model, objective):
            continue
        above: Record | None = objective
        while above is not None and above.name not in found:
            found.add(above.name)
            above = parent(model, above)
    return frozenset(found)


def _serves(model: Model, objective: Record) -> bool:
    return bool(services(model, objective) or processes(model, objective) or initiatives(model, objective))


def _naming(model: Model, objective: Record, kind: str, field: str) -> tuple[Record, ...]:
    names = [
        link.source for link in model.backlinks(objective.name)
        if link.source.startswith(f"{kind}/") and link.route[0] == field
    ]  # fmt: skip
    return tuple(_going(_records(model, names)))


def _going(found: Iterable[Record]) -> list[Record]:
    return [one for one in found if one.phase != "ended"]


def _records(model: Model, names: Iterable[str | None]) -> tuple[Record, ...]:
    """The valid records of these names, each once, in their order."""
    unique: Mapping[str, None] = dict.fromkeys(name for name in names if name)
    return tuple(record for name in unique if (record := model.get(name)))


def _rank(objective: Record) -> int:
    level = objective.data.get("level")
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)
