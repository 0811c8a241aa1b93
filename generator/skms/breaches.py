"""Missed targets and the improvements that answer them (domain specification 4.33, 5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from skms.fit import Record
from skms.mathematics.rollup import GOOD
from skms.model import Model
from skms.results import Result, results
from skms.service_levels import Target, live


@dataclass(frozen=True)
class Breach:
    """A target of a live agreement that was missed at least once."""

    target: Target
    missed: tuple[Result, ...]
    """The periods in which it was, by time."""
    repeated: tuple[Result, Result] | None
    """The last two periods in a row in which it was missed; gaps without figures do not break the row."""
    kept_since: bool
    """Whether it was kept after the last miss."""
    improvements: tuple[Record, ...]
    """What answers it, by id; cancelled ones are left out."""

    @property
    def answered(self) -> bool:
        """Whether an improvement is open, or was made before the target was kept again."""
        return any(one.phase != "ended" for one in self.improvements) or (
            self.kept_since and bool(self.improvements)
        )


def breaches(model: Model) -> tuple[Breach, ...]:
    """Every missed target of live agreements, by agreement and target."""
    return model.once(_breaches)


def _breaches(model: Model) -> tuple[Breach, ...]:
    return tuple(one for agreement in live(model) for one in _of(model, agreement))


def _of(model: Model, agreement: Record) -> Iterator[Breach]:
    by_target: dict[str, list[Result]] = {}
    for one in results(model, agreement):
        if one.state == "breached" or one.state in GOOD:
            by_target.setdefault(one.target.id, []).append(one)
    for found in by_target.values():
        missed = tuple(one for one in found if one.state == "breached")
        pairs = [pair for pair in pairwise(found) if {one.state for one in pair} == {"breached"}]
        if missed:
            target = found[0].target
            kept = found[-1].state != "breached"
            answers = _improvements(model, target)
            yield Breach(target, missed, pairs[-1] if pairs else None, kept, answers)


def astray(model: Model, target: Target) -> bool:
    """Whether an improvement answers to something that does not exist and that may be this target."""
    fragments = {link.fragment for link in model.astray("improvement", "source")}
    return target.id in fragments or (
        None in fragments and model.may_be_meant(target.agreement, "improvement", "source")
    )


def _improvements(model: Model, target: Target) -> tuple[Record, ...]:
    found = {}
    for link in model.backlinks(target.agreement.name):
        one = model.get(link.source)
        names_it = link.route == ("source", "ref") and link.fragment in (target.id, None)
        if one and one.kind == "improvement" and names_it and one.status != "cancelled":
            found[one.name] = one
    return tuple(found.values())
