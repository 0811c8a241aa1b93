"""Availability composition (domain specification 5.1)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product as choices

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.mathematics.availability import (
    Composition,
    Part,
    Promise,
    compose,
    degraded,
    group_loss,
    k_of_n,
    on_larger_calendar,
    series,
    with_common_cause,
)

quick = settings(max_examples=60, deadline=None)
percents = st.decimals(Decimal(80), Decimal(100), places=2)
groups = st.lists(percents, min_size=1, max_size=5)


def D(text: str) -> Decimal:
    return Decimal(text)


def one(percent: str | Decimal | None, **more: Decimal) -> Part:
    return Part((Promise("x", None if percent is None else Decimal(percent)),), **more)


def group(*percents: str | Decimal | None, need: int = 1, **more: Decimal | bool) -> Part:
    named = (Promise(f"m{n}", None if p is None else Decimal(p)) for n, p in enumerate(percents))
    return Part(tuple(named), need, **more)  # type: ignore[arg-type]


def figures(*parts: Part) -> tuple[Decimal, Decimal]:
    found = compose(parts)
    return found.product, found.bound


@pytest.mark.parametrize(
    ("parts", "product", "bound"),
    [
        ([one("99.9"), one("99.95"), one("99.5")], "99.35079975", "99.35"),
        ([group("99", "99")], "99.99", "99"),
        ([group("99", "99", common_cause=D("10"))], "99.891", "99"),
        ([group("99", "90", common_cause=D("10"))], "98.91", "99"),  # what fails most takes the other along
        ([group("99", "99", "99", need=2)], "99.9702", "98.5"),
        ([one("99.9"), group("99", "99"), one("99.95")], "99.840064995", "98.85"),
    ],
)
def test_worked_cases(parts: list[Part], product: str, bound: str) -> None:
    assert figures(*parts) == (D(product), D(bound))


def test_nothing_to_rest_on() -> None:
    assert figures() == (100, 100)


def test_degraded_counts_by_weight() -> None:
    assert degraded(D("99"), D("0.25")) == D("99.75")
    assert figures(one("99", weight=D("0.25"))) == (D("99.75"), D("99.75"))


def test_manual_failover_is_series() -> None:
    assert figures(group("99", "99", manual=True)) == figures(one("99"), one("99")) == (D("98.01"), D("98"))
    assert figures(group("99", "99", manual=True, common_cause=D("10"))) == (D("98.01"), D("98"))


def test_unknown_is_named_and_left_out() -> None:
    found = compose([one("99.9"), Part((Promise("hosting", None),))])
    assert (found.product, found.bound, found.unknown) == (D("99.9"), D("99.9"), ("hosting",))


def test_group_with_unknown_member_is_an_upper_limit() -> None:
    """Left out of a redundant group it would lower the result, which is then no upper limit any more."""
    assert figures(group("99", None)) == (100, 100)
    assert figures(group("99", "99", None, need=2)) == (D("99.99"), D("99"))
    assert compose([group("99", None)]).unknown == ("m1",)


def test_lines_add_up_to_the_whole() -> None:
    found: Composition = compose([one("99.9"), group("99", "98")])
    assert [line.product for line in found.lines] == [D("99.9"), D("99.98")]
    assert [line.bound for line in found.lines] == [D("99.9"), D("99")]


def test_smaller_calendar_lowers_only_the_floor() -> None:
    floor = on_larger_calendar(D("99.5"), 3000, 6000)
    assert floor == D("49.75")
    assert figures(Part((Promise("ola", D("99.5"), floor),))) == (D("99.5"), D("49.75"))


def test_bound_never_below_nothing() -> None:
    assert figures(one("40"), one("30")) == (D("12"), D("0"))


@pytest.mark.parametrize("need", [0, 3, -1])
def test_impossible_need(need: int) -> None:
    with pytest.raises(ValueError, match="cannot be needed"):
        k_of_n(need, [D("99"), D("99")])
    with pytest.raises(ValueError, match="cannot be needed"):
        group_loss(need, [D("1"), D("1")])


def by_subsets(need: int, percents: list[Decimal]) -> Fraction:
    total = Fraction(0)
    for ups in choices((True, False), repeat=len(percents)):
        if sum(ups) >= need:
            chance = Fraction(1)
            for up, percent in zip(ups, percents, strict=True):
                chance *= Fraction(percent) / 100 if up else 1 - Fraction(percent) / 100
            total += chance
    return 100 * total


@quick
@given(groups, st.data())
def test_unequal_group_is_the_sum_over_subsets(percents: list[Decimal], data: st.DataObject) -> None:
    need = data.draw(st.integers(1, len(percents)))
    assert Fraction(k_of_n(need, percents)) == by_subsets(need, percents)


def worst_outages(need: int, losses: list[int]) -> int:
    """Periods of 12 slots: the most slots with fewer than `need` up, over every way the outages can fall."""
    slots = 6
    options = [[n for n in range(2**slots) if n.bit_count() == lost] for lost in losses]
    most = 0
    for fall in choices(*options):
        down = [sum(mask >> slot & 1 for mask in fall) for slot in range(slots)]
        most = max(most, sum(len(losses) - gone < need for gone in down))
    return most


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=3), st.data())
def test_group_loss_is_never_exceeded(losses: list[int], data: st.DataObject) -> None:
    """However the outages fall; in whole slots the bound is reached but for a fraction of one."""
    need = data.draw(st.integers(1, len(losses)))
    bound = group_loss(need, [Decimal(lost) for lost in losses])
    assert worst_outages(need, losses) == min(int(bound), 6)


@quick
@given(st.lists(percents, min_size=1, max_size=4), st.data())
def test_monotone_in_each_availability(percents: list[Decimal], data: st.DataObject) -> None:
    need = data.draw(st.integers(1, len(percents)))
    cause = data.draw(st.sampled_from([D("0"), D("10"), D("50")]))
    at = data.draw(st.integers(0, len(percents) - 1))
    better = [*percents]
    better[at] = min(D("100"), better[at] + data.draw(st.decimals(0, 5, places=2)))
    lower = compose([group(*percents, need=need, common_cause=cause), one("99.5")])
    higher = compose([group(*better, need=need, common_cause=cause), one("99.5")])
    assert lower.product <= higher.product
    assert lower.bound <= higher.bound


@quick
@given(st.lists(st.tuples(groups, st.integers(1, 5)), min_size=1, max_size=4))
def test_bound_never_above_product(parts: list[tuple[list[Decimal], int]]) -> None:
    found = compose([group(*members, need=min(need, len(members))) for members, need in parts])
    assert 0 <= found.bound <= found.product <= 100
    assert found.product <= min(line.product for line in found.lines)
    assert found.bound <= min(line.bound for line in found.lines)


@quick
@given(groups)
def test_composition_lies_between_worst_and_best(percents: list[Decimal]) -> None:
    assert series(percents) <= min(percents)
    assert k_of_n(1, percents) >= max(percents)
    assert k_of_n(len(percents), percents) == series(percents)


@quick
@given(percents, st.integers(2, 4), st.decimals(0, 100, places=1))
def test_common_cause_lies_between_group_and_member(percent: Decimal, members: int, cause: Decimal) -> None:
    alone = k_of_n(1, [percent] * members)
    assert percent <= with_common_cause(alone, [percent] * members, cause) <= alone
