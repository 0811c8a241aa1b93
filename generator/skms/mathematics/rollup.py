"""Many targets in one figure, service credits, conformity of a standard (domain specification 4.4, 5.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from skms.mathematics.attainment import State
from skms.mathematics.decimals import HUNDRED, PRECISE

ORDER: tuple[State, ...] = (
    "breached", "no-data", "not-measured", "at-risk", "met", "below-sample", "no-events",
)  # fmt: skip
"""States from the worst on; what had too few cases to be judged says nothing, so it stands behind what was."""
GOOD: frozenset[State] = frozenset({"met", "at-risk"})
"""The only states that count as met."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one target came to."""

    state: State
    percent: Decimal | None = None
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Many targets together."""

    mean: Decimal | None
    """Of the percentages, weighted by target; None where nothing was measured."""
    states: Mapping[State, int]
    """How many targets have each state, from the worst on; states that none has are left out."""

    @property
    def breached(self) -> int:
        """Targets that were missed."""
        return self.states.get("breached", 0)

    @property
    def not_measured(self) -> int:
        """Targets nobody can say anything about: stated as not measured, or without data."""
        return self.states.get("not-measured", 0) + self.states.get("no-data", 0)


@dataclass(frozen=True, slots=True)
class Band:
    """Below a percentage the customer gets back a share of the price."""

    below: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class Conformity:
    """How far a standard is followed."""

    percent: Decimal | None
    ready: bool


def worst_state(states: Iterable[State]) -> State | None:
    """The state that a service shows for all of its targets; None without any."""
    return min(states, key=ORDER.index, default=None)


def portfolio(results: Iterable[Result]) -> Portfolio:
    """The mean of what was measured, beside how much was missed and not measured."""
    all_results = tuple(results)
    counted = Counter(one.state for one in all_results)
    with localcontext(PRECISE):
        known = [(one.percent, one.weight) for one in all_results if one.percent is not None]
        weights = sum((weight for _, weight in known), Decimal(0))
        mean = sum((percent * weight for percent, weight in known), Decimal(0)) / weights if weights else None
    return Portfolio(mean, {state: counted[state] for state in ORDER if counted[state]})


def credit(percent: Decimal | None, bands: Sequence[Band], cap: Decimal) -> Decimal:
    """Percentage of the price that is credited: the highest band that applies, never above the cap.

    Nothing is credited for what was not measured.
    """
    if percent is None:
        return Decimal(0)
    return min(cap, max((band.credit for band in bands if percent < band.below), default=Decimal(0)))


def total_credit(single: Iterable[Decimal], cap: Decimal | None = None) -> Decimal:
    """Credits of several targets together, never above the cap of the contract, nor above the price."""
    return min(sum(single, Decimal(0)), HUNDRED if cap is None else cap)


def conformity(implemented: int, partial: int, alternative: int, applicable: int, majors: int) -> Conformity:
    """Share of the applicable requirements that is met, a partial one half; any major nonconformity means not ready.

    >>> conformity(6, 2, 1, 10, 0)
    Conformity(percent=Decimal('80'), ready=True)
    """
    with localcontext(PRECISE):
        met = implemented + Decimal(partial) / 2 + alternative
        percent = HUNDRED * met / applicable if applicable else None
    return Conformity(percent, majors == 0)
