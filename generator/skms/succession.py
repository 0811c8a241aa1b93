"""What follows what: which agreement, version and policy applied on a day, and whether one follows the other.

Rules look for gaps and overlaps, `skms show --as-of` answers what applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms.dates import parse_date
from skms.fit import Record
from skms.model import Model
from skms.service_levels import covered

NOT_AGREED = ("draft", "negotiating")


@dataclass(frozen=True)
class Step:
    """One agreement and the next one between the same parties for the same services."""

    before: Record
    after: Record
    end: date
    """Last day of the first."""
    start: date
    """First day of the second."""
    services: tuple[str, ...]

    @property
    def gap(self) -> int:
        """Days between them; negative for days on which both apply."""
        return (self.start - self.end).days - 1


def applied(agreement: Record, day: date) -> bool:
    """Whether an agreement applied on a day, by its dates: one that is over by now did then."""
    start, end = parse_date(agreement.data.get("valid_from")), parse_date(agreement.data.get("valid_through"))
    return (
        agreement.status not in (*NOT_AGREED, None)
        and start is not None and start <= day
        and (end is None or day <= end)
        and (end is not None or agreement.phase != "ended")
    )  # fmt: skip


def agreements_on(model: Model, service: Record, day: date) -> tuple[Record, ...]:
    """The agreements that applied to a service on a day, by id."""
    found = {}
    for agreement in model.of("agreement"):
        if applied(agreement, day) and any(
            one.service.name == service.name for one in covered(model, agreement)
        ):
            found[agreement.name] = agreement
    return tuple(found.values())


def version_on(record: Record, day: date) -> dict[str, Any] | None:
    """The revision of a document that was the newest on a day; None before its first, or where none is noted."""
    dated = [(parse_date(one.get("date")), one) for one in record.data.get("revisions", ())]
    there = [(at, index, one) for index, (at, one) in enumerate(dated) if at and at <= day]
    return max(there, key=lambda each: each[:2])[2] if there else None


def steps(model: Model) -> tuple[Step, ...]:
    """Every agreement that was followed by another, with the services that both cover."""
    return model.once(_steps)


def _steps(model: Model) -> tuple[Step, ...]:
    found: dict[tuple[str, str], tuple[Step, set[str]]] = {}
    for service, group in _groups(model).items():
        ordered = sorted(group, key=lambda one: (one.data["valid_from"], one.id))
        longest: Record | None = None
        for one in ordered:
            end = _end(longest) if longest else None
            start = parse_date(one.data["valid_from"])
            if longest and end and start:
                step = Step(longest, one, end, start, ())
                found.setdefault((longest.name, one.name), (step, set()))[1].add(service[-1])
            if longest is None or (end is not None and (_end(one) or date.max) > end):
                longest = one
    return tuple(
        Step(step.before, step.after, step.end, step.start, tuple(sorted(names)))
        for _, (step, names) in sorted(found.items())
    )


def _end(agreement: Record) -> date | None:
    return parse_date(agreement.data.get("valid_through"))


def _groups(model: Model) -> Mapping[tuple[str, ...], list[Record]]:
    """Agreements of one type between the same parties, by what they cover: a service or a part of it."""
    groups: dict[tuple[str, ...], list[Record]] = {}
    for agreement in model.of("agreement"):
        data = agreement.data
        if agreement.status in NOT_AGREED or not parse_date(data.get("valid_from")):
            continue
        parties = [
            model.resolve(str(data.get(field, "")), kinds) or str(data.get(field, ""))
            for field, kinds in (("provider", ("team", "supplier")), ("recipient", ("customer", "team")))
        ]
        for name in _covered(model, agreement):
            groups.setdefault((data["type"], *parties, name), []).append(agreement)
    return groups


def _covered(model: Model, agreement: Record) -> Iterator[str]:
    for one in covered(model, agreement):
        yield one.service.id + (f"#{one.fragment}" if one.fragment else "")
