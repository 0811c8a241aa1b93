"""The way that a case takes through everything that supports a promised time (domain specification 5.3).

Resolution and fulfilment: supporting targets and hand-overs come one after the other; response: each by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from skms.dates import minutes
from skms.fit import Record
from skms.mathematics.calendars import Calendar
from skms.mathematics.clocks import joint_percent, path
from skms.model import Model
from skms.service_levels import AROUND_THE_CLOCK, Target, calendar, longest, supporting, targets

SEQUENTIAL = ("resolution", "fulfilment")


@dataclass(frozen=True)
class Step:
    """One stretch of the path that a case takes: a supporting target, or a hand-over."""

    record: Record
    """The OLA or UC, or the interlock."""
    target: Target | None
    duration: str
    clock: str
    worst: int | None
    """The most minutes that the SLA's clock can show meanwhile; None where it can take for ever."""

    @property
    def name(self) -> str:
        """`hosting-uc#resolution-p1`, or the interlock's name."""
        return self.target.name if self.target else self.record.name


@dataclass(frozen=True)
class PathLine:
    """A promised time against the worst case of everything that supports it."""

    target: Target
    steps: tuple[Step, ...]
    total: int | None
    joint: Decimal
    """Percentage of cases in which all steps are in time at the least."""
    assumptions: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """`unknown` where nothing supports it, or a clock is missing."""
        promised = self.target.minutes
        if not self.steps or promised is None or self.target.calendar is None:
            return "unknown"
        if self.total is None or self.total > promised:
            return "broken"
        return "kept" if self.target.percent <= self.joint else "doubtful"


def says_steps(line: PathLine) -> str:
    """The path as `a 60 min + b 20 min`, for messages."""
    sign = " + " if line.target.dimension in SEQUENTIAL else ", "
    return sign.join(
        f"{one.name} {'for ever' if one.worst is None else f'{one.worst:,} min'}" for one in line.steps
    )


def paths(model: Model, agreement: Record, span: tuple[date, date | None]) -> Iterator[PathLine]:
    """Each response, resolution and fulfilment target of an agreement with its path."""
    for target in targets(model, agreement):
        if target.dimension in ("response", *SEQUENTIAL) and target.minutes:
            steps = tuple(_steps(model, target, span))
            sequential = target.dimension in SEQUENTIAL
            total = path([one.worst for one in steps], sequential=sequential)
            joint = joint_percent(one.target.percent for one in steps if one.target)
            yield PathLine(target, steps, total, joint, tuple(_path_assumptions(target, steps)))


def _path_assumptions(target: Target, steps: tuple[Step, ...]) -> Iterator[str]:
    if steps and target.dimension in SEQUENTIAL:
        yield "All supporting targets and hand-overs come one after the other."
    if any(one.clock != target.clock for one in steps):
        yield "Other clocks are converted at their worst start: the most that our clock can show meanwhile."


def _steps(model: Model, wanted: Target, span: tuple[date, date | None]) -> Iterator[Step]:
    """Supporting targets of the same dimension and priority, and the hand-overs timed by them."""
    names: set[tuple[str, str]] = set()
    for agreement, only in supporting(model, wanted.agreement):
        if only is None or wanted.id in only:
            for one in _like(model, agreement, wanted):
                names.add((agreement.name, one.id))
                duration = one.data["value"] if isinstance(one.data["value"], str) else f"{one.minutes}m"
                yield Step(
                    agreement, one, duration, one.clock, _worst(one.minutes, one.calendar, wanted, span)
                )
    for interlock, duration, clock in _handovers(model, names) if wanted.dimension in SEQUENTIAL else ():
        yield Step(
            interlock, None, duration, clock, _worst(minutes(duration), calendar(model, clock), wanted, span)
        )


def _like(model: Model, agreement: Record, wanted: Target) -> Iterator[Target]:
    """Of one agreement the targets that count: of the same priority, else for all; of one indicator the slowest."""
    found = [
        one
        for one in targets(model, agreement)
        if one.dimension == wanted.dimension and one.minutes and one.data["operator"] in ("lte", "lt")
    ]
    same = (
        [one for one in found if one.priority == wanted.priority]
        or [one for one in found if one.priority is None]
        or ([] if wanted.priority else found)
    )
    slowest: dict[str, Target] = {}
    for one in same:
        key = str(one.data["indicator"])
        if key not in slowest or (one.minutes or 0) > (slowest[key].minutes or 0):
            slowest[key] = one
    yield from slowest.values()


def _handovers(model: Model, names: set[tuple[str, str]]) -> Iterator[tuple[Record, str, str]]:
    for agreement, part in sorted(names):
        for link in model.backlinks(agreement):
            interlock = model.get(link.source)
            if link.fragment == part and link.route == ("timing", "target") and interlock and interlock.live:
                within = interlock.data.get("acceptance", {}).get("within", {})
                clock = within.get("clock", AROUND_THE_CLOCK)
                stretches = (interlock.data["timing"].get("handover"), within.get("duration"))
                for duration in filter(None, stretches):
                    yield interlock, duration, clock


def _worst(
    duration: int | None, clock: Calendar | None, wanted: Target, span: tuple[date, date | None]
) -> int | None:
    if duration is None or wanted.calendar is None:
        return None
    if clock is None or clock == wanted.calendar:
        return duration  # a clock that is missing or broken is reported elsewhere
    found = longest(duration, clock, wanted.calendar, *span)
    return found.minutes if found else None
