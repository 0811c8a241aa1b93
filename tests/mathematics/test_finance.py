"""Business cases (domain specification 5.6)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.mathematics.decimals import rounded
from skms.mathematics.finance import (
    Flow,
    appraise,
    benefit_value,
    flow,
    irr_percent,
    payback,
    present_value,
    scaled,
    sensitivity,
    without_optimism,
)

quick = settings(max_examples=60, deadline=None)
RATE = Decimal("3.5")


def D(text: str | int) -> Decimal:
    return Decimal(text)


CASE = flow(map(D, (180_000, 60_000, 60_000, 60_000)), map(D, (0, 90_000, 150_000, 170_000)))


def test_worked_case() -> None:
    found = appraise(CASE, RATE)
    assert rounded(found.npv) == D("32215.17")
    assert rounded(found.pv_benefits) == D("380313.39")
    assert rounded(found.pv_costs) == D("348098.22")
    assert found.bcr is not None
    assert found.roi_percent is not None
    assert found.payback is not None
    assert found.discounted_payback is not None
    assert found.irr_percent is not None
    assert found.break_even is not None
    assert rounded(found.bcr, 3) == D("1.093")
    assert rounded(found.roi_percent) == D("13.89")
    assert rounded(found.payback, 3) == D("2.545")
    assert rounded(found.discounted_payback, 3) == D("2.675")
    assert rounded(found.irr_percent) == D("11.14")
    assert rounded(found.break_even, 4) == D("0.9153")


def test_worked_sensitivity() -> None:
    ((factor, benefits, costs),) = sensitivity(CASE, RATE, [D("0.8")])
    assert factor == D("0.8")
    assert rounded(benefits) == D("-43847.51")
    assert rounded(costs) == rounded(D("380313.39") - D("348098.22") * D("0.8"), 2) == D("101834.81")


def test_break_even_factor_makes_nothing() -> None:
    factor = appraise(CASE, RATE).break_even
    assert factor is not None
    assert abs(present_value(scaled(CASE, benefit_factor=factor).net, RATE)) < D("1e-40")


def test_optimism_bias() -> None:
    found = without_optimism(CASE, D(20), D(10))
    assert found.costs == (216_000, 72_000, 72_000, 72_000)
    assert found.benefits == (0, 81_000, 135_000, 153_000)
    assert appraise(found, RATE).npv < appraise(CASE, RATE).npv
    assert without_optimism(CASE, D(0), D(0)) == CASE


def test_shorter_row_is_filled_up() -> None:
    assert flow([D(100)], [D(0), D(60), D(60)]) == Flow((D(100), D(0), D(0)), (D(0), D(60), D(60)))
    assert flow([], []) == Flow((), ())
    assert appraise(flow([], []), RATE).payback is None


def test_nothing_to_divide_by() -> None:
    free = appraise(flow([D(0)], [D(10)]), RATE)
    assert (free.bcr, free.roi_percent, free.irr_percent, free.break_even) == (None, None, None, 0)
    assert free.payback == 0
    useless = appraise(flow([D(10)], [D(0)]), RATE)
    assert (useless.bcr, useless.break_even, useless.payback, useless.irr_percent) == (0, None, None, None)


def test_rate_without_meaning() -> None:
    with pytest.raises(ValueError, match="no meaning"):
        present_value([D(1)], D(-100))


@pytest.mark.parametrize(
    ("net", "years"),
    [
        ((-100, 50, 50), "2"),
        ((-100, 150), "0.6666666667"),
        ((-100, -50, 300), "1.5"),
        ((0, 10), "0"),
        ((-100, 99), None),
        ((-100, 120, -50, 60), "0.8333333333"),  # the first time that it is reached
    ],
)
def test_payback(net: tuple[int, ...], years: str | None) -> None:
    found = payback(list(map(D, net)))
    assert (found is None) if years is None else (found is not None and rounded(found, 10) == D(years))


@pytest.mark.parametrize(
    ("net", "percent"),
    [
        ((-100, 110), "10"),
        ((-100, 0, 121), "10"),
        ((100, -110), "10"),  # a loan
        ((-100, 50), "-50"),
        ((-100, 100), "0"),
        ((0, -100, 0, 144), "20"),
        ((-1, 1_000_000), "99999900"),
        ((-100, 230, -132), None),  # changes its sign twice
        ((100, 110), None),
        ((), None),
        ((0, 0), None),
    ],
)
def test_internal_rate(net: tuple[int, ...], percent: str | None) -> None:
    found = irr_percent(list(map(D, net)))
    assert (found is None) if percent is None else (found is not None and rounded(found, 12) == D(percent))


money = st.lists(st.integers(-1_000_000, 1_000_000).map(Decimal), min_size=1, max_size=10)
rates = st.decimals(Decimal(-50), Decimal(50), places=2)


@quick
@given(money, rates)
def test_present_value_agrees_with_fractions(amounts: list[Decimal], rate: Decimal) -> None:
    """Horner's scheme from the last year back, in fractions."""
    factor = 1 / (1 + Fraction(rate) / 100)
    expected = Fraction(0)
    for amount in reversed(amounts):
        expected = expected * factor + Fraction(amount)
    found = Fraction(present_value(amounts, rate))
    assert abs(found - expected) <= abs(expected) / 10**20 + Fraction(1, 10**30)


@quick
@given(money)
def test_internal_rate_makes_the_value_nothing(net: list[Decimal]) -> None:
    rate = irr_percent(net)
    signs = [amount > 0 for amount in net if amount]
    assert (rate is None) == (sum(a != b for a, b in pairwise(signs)) != 1)
    if rate is not None:
        biggest = max(abs(amount) / (1 + rate / 100) ** year for year, amount in enumerate(net))
        assert abs(present_value(net, rate)) <= biggest * Decimal("1e-15")


@quick
@given(money, money, rates)
def test_figures_agree_with_one_another(costs: list[Decimal], benefits: list[Decimal], rate: Decimal) -> None:
    case = flow(map(abs, costs), map(abs, benefits))
    found = appraise(case, rate)
    tiny = Decimal("1e-30") * (1 + abs(found.pv_costs) + abs(found.pv_benefits))
    assert abs(found.npv - present_value(case.net, rate)) <= tiny
    if found.bcr is not None and abs(found.npv) > tiny:
        assert (found.bcr > 1) == (found.npv > 0)
    if found.payback is not None:
        assert 0 <= found.payback <= len(case.net) - 1


def test_value_of_a_benefit() -> None:
    assert benefit_value(D(200), D("25.50"), None, D(80)) == D("4080")
    assert benefit_value(None, None, D(90_000), D(50)) == 45_000
    assert benefit_value(D(3), D(7), D(10)) == 10
    assert benefit_value(D(3), None, None) == 0
