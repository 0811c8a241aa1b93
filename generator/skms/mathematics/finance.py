"""Business cases (domain specification 4.29, 5.6): money as decimals, one amount a year from year 0 on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise, zip_longest

from skms.mathematics.decimals import HUNDRED, PRECISE

ZERO, ONE = Decimal(0), Decimal(1)
HALVINGS = 160
"""Enough for 40 digits."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Costs and benefits of each year, both as positive amounts."""

    costs: tuple[Decimal, ...]
    benefits: tuple[Decimal, ...]

    @property
    def net(self) -> tuple[Decimal, ...]:
        """Benefits less costs of each year."""
        with localcontext(PRECISE):
            return tuple(gain - cost for cost, gain in zip(self.costs, self.benefits, strict=True))


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The figures of a business case. None is shown as n/a."""

    npv: Decimal
    pv_costs: Decimal
    pv_benefits: Decimal
    bcr: Decimal | None
    roi_percent: Decimal | None
    payback: Decimal | None
    """Years until the cumulative net flow reaches 0; None where it does not."""
    discounted_payback: Decimal | None
    irr_percent: Decimal | None
    break_even: Decimal | None
    """Factor on the benefits at which the NPV is 0."""


def flow(costs: Iterable[Decimal], benefits: Iterable[Decimal]) -> Flow:
    """Costs and benefits from year 0 on; the shorter of the two is filled up with 0."""
    pairs = list(zip_longest(costs, benefits, fillvalue=ZERO))
    return Flow(tuple(cost for cost, _ in pairs), tuple(gain for _, gain in pairs))


def scaled(case: Flow, cost_factor: Decimal = ONE, benefit_factor: Decimal = ONE) -> Flow:
    """The case with all costs and all benefits times a factor."""
    with localcontext(PRECISE):
        return Flow(
            tuple(cost * cost_factor for cost in case.costs),
            tuple(gain * benefit_factor for gain in case.benefits),
        )


def without_optimism(case: Flow, cost_uplift_percent: Decimal, benefit_haircut_percent: Decimal) -> Flow:
    """The case with costs raised and benefits lowered, which comes before everything else."""
    with localcontext(PRECISE):
        return scaled(case, ONE + cost_uplift_percent / HUNDRED, ONE - benefit_haircut_percent / HUNDRED)


def present_value(amounts: Sequence[Decimal], rate_percent: Decimal) -> Decimal:
    """Value today of an amount a year; year 0 is not discounted. ValueError for a rate of −100 % or less."""
    if rate_percent <= -HUNDRED:
        raise ValueError(f"a discount rate of {rate_percent} % has no meaning")
    with localcontext(PRECISE):
        return sum(discounted(amounts, rate_percent), ZERO)


def discounted(amounts: Sequence[Decimal], rate_percent: Decimal) -> tuple[Decimal, ...]:
    """Present value of each year's amount."""
    with localcontext(PRECISE):
        growth = ONE + rate_percent / HUNDRED
        return tuple(amount / growth**year for year, amount in enumerate(amounts))


def appraise(case: Flow, rate_percent: Decimal) -> Appraisal:
    """All figures of a case, unrounded."""
    costs, gains = (present_value(amounts, rate_percent) for amounts in (case.costs, case.benefits))
    with localcontext(PRECISE):
        spent = sum(case.costs, ZERO)
        return Appraisal(
            npv=gains - costs,
            pv_costs=costs,
            pv_benefits=gains,
            bcr=gains / costs if costs > 0 else None,
            roi_percent=HUNDRED * (sum(case.benefits, ZERO) - spent) / spent if spent > 0 else None,
            payback=payback(case.net),
            discounted_payback=payback(discounted(case.net, rate_percent)),
            irr_percent=irr_percent(case.net),
            break_even=costs / gains if gains > 0 else None,
        )


def payback(net: Sequence[Decimal]) -> Decimal | None:
    """Years until the cumulative flow first reaches 0, linear within the year; None where it never does."""
    with localcontext(PRECISE):
        sums = list(accumulate(net))
        if sums and sums[0] >= 0:
            return ZERO
        for year, (before, after) in enumerate(pairwise(sums)):
            if after >= 0:
                return year + before / (before - after)
        return None


def irr_percent(net: Sequence[Decimal]) -> Decimal | None:
    """Rate at which the NPV is 0, by bisection; None where the flow does not change its sign exactly once."""
    signs = [amount > 0 for amount in net if amount]
    if sum(one != two for one, two in pairwise(signs)) != 1:
        return None
    # In the discount factor x = 1 / (1 + r) the NPV is a polynomial with the sign of the first amount near 0 and that
    # of the last far out: with one change of sign it is 0 exactly once.
    with localcontext(PRECISE):
        low, high = ZERO, ONE
        while (_polynomial(net, high) > 0) != signs[-1]:
            low, high = high, 2 * high
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if (_polynomial(net, middle) > 0) == signs[-1] else (middle, high)
        return HUNDRED / high - HUNDRED


def sensitivity(
    case: Flow, rate_percent: Decimal, factors: Sequence[Decimal]
) -> tuple[tuple[Decimal, Decimal, Decimal], ...]:
    """For each factor: the factor, the NPV with all benefits times it, the NPV with all costs times it."""
    npv: Callable[[Flow], Decimal] = lambda one: present_value(one.net, rate_percent)  # noqa: E731
    return tuple(
        (factor, npv(scaled(case, benefit_factor=factor)), npv(scaled(case, cost_factor=factor)))
        for factor in factors
    )


def benefit_value(
    quantity: Decimal | None,
    unit_value: Decimal | None,
    amount: Decimal | None,
    attribution_percent: Decimal = HUNDRED,
) -> Decimal:
    """Value of a benefit in a year: the stated amount, or quantity times unit value; the attributed share of it.

    >>> benefit_value(Decimal(200), Decimal("25.50"), None, Decimal(80))
    Decimal('4080.00')
    """
    with localcontext(PRECISE):
        whole = amount if amount is not None else (quantity or ZERO) * (unit_value or ZERO)
        return whole * attribution_percent / HUNDRED


def _polynomial(amounts: Sequence[Decimal], x: Decimal) -> Decimal:
    found = ZERO
    for amount in reversed(amounts):
        found = found * x + amount
    return found
