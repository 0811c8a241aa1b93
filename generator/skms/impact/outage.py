"""Which services stop, or run worse, when some stop (domain specification 4.1 and 5.1). Time linear in dependencies."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from skms.dependencies import Dependency, dependants
from skms.fit import Record
from skms.impact.values import Group, Item, by_title
from skms.model import Model
from skms.service_levels import live, services_of
from skms.words import one_of


@dataclass(slots=True)
class Outage:
    """What follows when services stop; each entry with the dependency through which it is reached."""

    stopped: dict[str, Dependency | None] = field(default_factory=dict)
    worse: dict[str, Dependency] = field(default_factory=dict)
    """Goes on in part: the dependency is one that only degrades it."""
    bare: dict[str, tuple[Dependency, int]] = field(default_factory=dict)
    """Goes on with less redundancy; how many members of the group are left."""


def outage(model: Model, services: Iterable[Record]) -> Outage:
    """What follows when these services stop at once and nobody steps in."""
    found = Outage({one.name: None for one in services})
    waiting = deque(model.records[name] for name in sorted(found.stopped))
    gone: Counter[tuple[str, int | None]] = Counter()
    while waiting:
        for one in dependants(model, waiting.popleft()):
            name = one.service.name
            if name in found.stopped:
                continue
            gone[name, one.group] += 1
            left = one.size - gone[name, one.group]
            if one.mode == "degraded":
                found.worse.setdefault(name, one)
            elif one.mode == "redundant" and left >= one.need:
                found.bare[name] = (one, left)
            else:
                found.stopped[name] = one
                waiting.append(one.service)
    for name in found.stopped:
        found.worse.pop(name, None)
        found.bare.pop(name, None)
    return found


def service_groups(model: Model, found: Outage, starts: Iterable[Record]) -> Iterator[Group]:
    """The services and service level agreements that an outage reaches, the starts themselves left out."""
    first = {one.name for one in starts}
    stopped = [
        Item(model.records[name], f"stops with {via.on.title}{_tier(model.records[name])}")
        for name, via in found.stopped.items()
        if via and name not in first
    ]
    yield Group("stops", "Services that stop", by_title(stopped))
    worse = [
        Item(one.service, f"runs worse without {one.on.title}{_tier(one.service)}")
        for one in found.worse.values()
    ]
    bare = [
        Item(
            one.service,
            f"runs on {left} of {one.size} redundant services, of which {one.need} must work{_tier(one.service)}",
        )
        for one, left in found.bare.values()
    ]
    yield Group("weaker", "Services that go on, but weaker", by_title(worse + bare))
    yield Group("agreements", "Promises to customers at stake", _promises(model, set(found.stopped)))


def _promises(model: Model, stopped: set[str]) -> tuple[Item, ...]:
    """Service level agreements over services that stop."""
    items = []
    for agreement in live(model, "sla"):
        hit = [one.title for one in services_of(model, agreement) if one.name in stopped]
        if hit:
            items.append(Item(agreement, f"cannot be kept for {one_of(hit[:5], 'and')}{_more(hit[5:])}"))
    return by_title(items)


def _more(rest: list[str]) -> str:
    return f" and {len(rest)} more" if rest else ""


def _tier(service: Record) -> str:
    tier = str(service.data.get("criticality", ""))
    return f" ({tier.replace('-', ' ', 1)})" if tier else ""
