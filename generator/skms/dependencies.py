"""What a service rests on and what rests on it, from `depends_on` (domain specification 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skms.findings import Route
from skms.fit import Record
from skms.model import Model


@dataclass(frozen=True, slots=True)
class Dependency:
    """One service that another rests on. Members of a redundancy group share `group`."""

    service: Record
    """The one that depends."""
    on: Record
    mode: str
    """`series`, `degraded`, `mutual` or `redundant`."""
    route: Route
    group: int | None = None
    """Index of the redundancy group in `depends_on`."""
    need: int = 1
    """How many of the group must work."""
    size: int = 1
    weight: float | None = None

    @property
    def words(self) -> str:
        """The mode for readers."""
        if self.mode == "redundant":
            return f"any {self.need} of {self.size} needed"
        return {
            "series": "stops without it", "degraded": "worse without it", "mutual": "each needs the other",
        }[self.mode]  # fmt: skip


def dependencies(model: Model, service: Record) -> tuple[Dependency, ...]:
    """What a service rests on, in the order of its record; missing and broken services are left out."""
    return model.once(_all)[0].get(service.name, ())


def dependants(model: Model, service: Record) -> tuple[Dependency, ...]:
    """What rests directly on a service, by id; ended services are left out."""
    return model.once(_all)[1].get(service.name, ())


def _all(model: Model) -> tuple[Mapping[str, tuple[Dependency, ...]], Mapping[str, tuple[Dependency, ...]]]:
    down = {service.name: tuple(_of(model, service)) for service in model.of("service")}
    up: dict[str, list[Dependency]] = {}
    for found in down.values():
        for one in found:
            if one.service.phase != "ended":
                up.setdefault(one.on.name, []).append(one)
    return down, {name: tuple(sorted(found, key=lambda one: one.service.id)) for name, found in up.items()}


def _of(model: Model, service: Record) -> list[Dependency]:
    found: list[Dependency] = []
    for index, entry in enumerate(service.data.get("depends_on", ())):
        route: Route = ("depends_on", index)
        if "service" in entry:
            target = model.look(entry["service"], "service")
            if target:
                mode = str(entry.get("mode", "series"))
                found.append(
                    Dependency(service, target, mode, (*route, "service"), weight=entry.get("weight"))
                )
        members = entry.get("services", ())
        for place, text in enumerate(members):
            target = model.look(text, "service")
            if target:
                need = int(entry.get("need", 1))
                found.append(
                    Dependency(
                        service, target, "redundant", (*route, "services", place), index, need, len(members)
                    )
                )
    return found
