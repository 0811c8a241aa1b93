"""What was achieved of a target, its error budget, and its state (domain specification 5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import Literal

from skms.mathematics.decimals import HUNDRED, PRECISE

State = Literal["met", "at-risk", "breached", "no-events", "below-sample", "not-measured", "no-data"]
Operator = Literal["gte", "lte", "gt", "lt"]

AT_RISK = Decimal(80)
"""Percentage of the error budget from which on a target is at risk."""


@dataclass(frozen=True, slots=True)
class Tally:
    """So much of a total was bad: minutes down of the agreed service time, or cases that missed their target."""

    total: Decimal
    bad: Decimal
    target_percent: Decimal
    """Share of the total that has to be good."""

    @property
    def percent(self) -> Decimal | None:
        """Good share of the total, exact; None where there is no total."""
        with localcontext(PRECISE):
            return HUNDRED * (self.total - self.bad) / self.total if self.total else None

    @property
    def budget(self) -> Decimal:
        """How much may be bad."""
        with localcontext(PRECISE):
            return (HUNDRED - self.target_percent) * self.total / HUNDRED

    @property
    def left(self) -> Decimal:
        """Budget not yet used; negative where it is overdrawn."""
        with localcontext(PRECISE):
            return self.budget - self.bad

    @property
    def failures_left(self) -> int:
        """How many more cases may fail; negative where too many did."""
        with localcontext(PRECISE):
            return int(self.budget.to_integral_value(ROUND_FLOOR) - self.bad)

    @property
    def burn(self) -> Decimal | None:
        """Used share of the budget in percent; None where there is no budget to use but something was bad."""
        with localcontext(PRECISE):
            if budget := self.budget:
                return HUNDRED * self.bad / budget
            return None if self.bad else Decimal(0)


def availability(agreed: Decimal | int, down: Decimal | int, target_percent: Decimal) -> Tally:
    """Tally of time: minutes of the agreed service time and minutes of downtime in it.

    >>> availability(13200, 42, Decimal("99.5")).left
    Decimal('24.0')
    """
    return Tally(Decimal(agreed), Decimal(down), target_percent)


def ratio(good: Decimal, total: Decimal, target_percent: Decimal) -> Tally:
    """Tally of cases."""
    return Tally(total, total - good, target_percent)


def state(
    tally: Tally, *, strict: bool = False, at_risk: Decimal = AT_RISK, min_sample: Decimal = Decimal(0)
) -> State:
    """State of a period that was measured, from unrounded values. `strict`: the target itself is not enough (`gt`)."""
    if not tally.total:
        return "no-events"
    if tally.total < min_sample:
        return "below-sample"
    left, burn = tally.left, tally.burn
    if left < 0 or (strict and left == 0):
        return "breached"
    # At the target without any budget the burn is 0, so that a target of 100 % can be met.
    return "at-risk" if burn is not None and burn >= at_risk else "met"


def value_state(value: Decimal, operator: Operator, target: Decimal) -> State:
    """State of a period whose figure is no share of a total, such as a score or a number of minutes."""
    return "met" if compare(value, operator, target) else "breached"


def unmeasured_state(*, stated: bool, late: bool) -> State | None:
    """State of a period without values: stated as not measured, or missing; None while it may still come in."""
    return "not-measured" if stated else "no-data" if late else None


def compare(value: Decimal, operator: Operator, target: Decimal) -> bool:
    """Whether a value is what the target asks for."""
    return {"gte": value >= target, "lte": value <= target, "gt": value > target, "lt": value < target}[
        operator
    ]


def mtbf(agreed: Decimal | int, down: Decimal | int, outages: int) -> Decimal | None:
    """Mean time between failures in minutes; None (shown as –) without an outage."""
    with localcontext(PRECISE):
        return Decimal(agreed - down) / outages if outages else None


def mtrs(down: Decimal | int, outages: int) -> Decimal | None:
    """Mean time to restore service in minutes; None (shown as –) without an outage."""
    with localcontext(PRECISE):
        return Decimal(down) / outages if outages else None
