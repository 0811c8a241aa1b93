"""Business cases and their benefits: what was appraised, planned and realised (domain specification 4.29, 5.6).

Facts for rules and pages alike; all money is decimal. Objectives stand in `objectives`, gates and tolerances in
`initiatives`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from skms.dates import parse_date
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.decimals import PRECISE, exact
from skms.mathematics.finance import (
    Appraisal,
    Flow,
    appraise,
    benefit_value,
    flow,
    sensitivity,
    without_optimism,
)
from skms.mathematics.periods import days
from skms.model import Model

FINANCIAL = frozenset({"cashable", "non-cashable", "cost-avoidance", "risk-reduction", "dis-benefit"})
"""Types of benefit that are counted in money."""
SENSITIVITY = (Decimal("0.8"), Decimal("0.9"), Decimal(1), Decimal("1.1"), Decimal("1.2"))
"""Factors on benefits and on costs that a page shows."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Realised:
    """What a benefit brought in one period, beside what was planned for it."""

    period: str
    route: Route
    value: Decimal | None
    """None where it was not measured."""
    planned: Decimal
    """The year's plan, spread over its months from the benefit's start on."""
    not_measured: str

    @property
    def share(self) -> Decimal | None:
        """Realised as a part of planned: 1 is on plan; None where nothing was planned or measured."""
        with localcontext(PRECISE):
            return self.value / self.planned if self.value is not None and self.planned else None


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit of a business case. Values of a dis-benefit are negative."""

    case: Record
    route: Route
    data: Mapping[str, Any]
    objective: Record | None
    indicator: Record | None
    owner: Record | None
    planned: Mapping[str, Decimal]
    """Value by year, attribution included; empty for what is not counted in money."""
    realised: tuple[Realised, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.data["title"])

    @property
    def option(self) -> str:
        """The option that brings it."""
        return str(self.data.get("option", self.case.data.get("preferred", "")))

    @property
    def attribution_percent(self) -> Decimal:
        """How much of it is due to this case."""
        return exact(self.data.get("attribution_percent", 100))

    @property
    def realised_by_year(self) -> dict[str, Decimal]:
        """What it brought in each year, as far as it was measured."""
        found: dict[str, Decimal] = {}
        for one in self.realised:
            if one.value is not None:
                year = one.period[:4]
                found[year] = found.get(year, ZERO) + one.value
        return found


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a case: its flow with and without the correction for optimism, and its figures."""

    id: str
    title: str
    preferred: bool
    do_nothing: bool
    stated: Flow
    """As written."""
    flow: Flow
    """Costs raised and benefits lowered by `optimism_bias`: what the figures are reckoned from."""
    appraisal: Appraisal
    sensitivity: tuple[tuple[Decimal, Decimal, Decimal], ...]
    """Factor, NPV with all benefits times it, NPV with all costs times it."""


def options(model: Model, case: Record) -> tuple[Option, ...]:
    """Every option of a case with its figures, in the order of the record; none where the case is not complete."""
    if not case.data.get("options") or "discount_rate_percent" not in case.data:
        return ()
    return tuple(_option(model, case, entry) for entry in case.data["options"])


def preferred(model: Model, case: Record) -> Option | None:
    """The option that a case recommends."""
    return next((one for one in options(model, case) if one.preferred), None)


def years(case: Record) -> tuple[str, ...]:
    """The years of a case, from year 0 on; empty while its horizon is not stated."""
    if "base_year" not in case.data or "horizon_years" not in case.data:
        return ()
    first = int(case.data["base_year"])
    return tuple(str(first + index) for index in range(case.data["horizon_years"] + 1))


def benefits(model: Model, case: Record) -> tuple[Benefit, ...]:
    """The benefits of a case, in the order of its record."""
    return model.once(_benefits).get(case.name, ())


def planned(model: Model, case: Record) -> dict[str, Decimal]:
    """Planned value of all benefits of the preferred option, by year of the case."""
    found = dict.fromkeys(years(case), ZERO)
    for one in benefits(model, case):
        if one.option == case.data.get("preferred"):
            for year, value in one.planned.items():
                found[year] = found.get(year, ZERO) + value
    return dict(sorted(found.items()))


def realised(model: Model, case: Record) -> dict[str, Decimal]:
    """Realised value of all benefits of the preferred option, by year; years without a figure are left out."""
    found: dict[str, Decimal] = {}
    for one in benefits(model, case):
        if one.option == case.data.get("preferred"):
            for year, value in one.realised_by_year.items():
                found[year] = found.get(year, ZERO) + value
    return dict(sorted(found.items()))


def _option(model: Model, case: Record, entry: Mapping[str, Any]) -> Option:
    data, key = case.data, str(entry["id"])
    chosen = data.get("preferred")
    span = years(case)
    costs = dict.fromkeys(span, ZERO)
    gains = dict.fromkeys(span, ZERO)
    for cost in data.get("costs", ()):
        if cost.get("option", chosen) == key:
            for year, amount in zip(span, cost["amounts"], strict=False):
                costs[year] += exact(amount)
    for one in benefits(model, case):
        if one.option == key:
            for year in set(one.planned) & set(span):
                gains[year] += one.planned[year]
    bias = data.get("optimism_bias", {})
    stated = flow(costs.values(), gains.values())
    uplift, haircut = (
        exact(bias.get(word, 0)) for word in ("cost_uplift_percent", "benefit_haircut_percent")
    )
    real = without_optimism(stated, uplift, haircut)
    rate = exact(data["discount_rate_percent"])
    return Option(
        key, str(entry["title"]), key == chosen, bool(entry.get("do_nothing")), stated, real, appraise(real, rate),
        sensitivity(real, rate, SENSITIVITY),
    )  # fmt: skip


def _benefits(model: Model) -> Mapping[str, tuple[Benefit, ...]]:
    return {case.name: tuple(_of(model, case)) for case in model.of("business-case")}


def _of(model: Model, case: Record) -> Iterator[Benefit]:
    named = {
        link.route: model.get(link.target) for link in model.links(case.name) if link.route[0] == "benefits"
    }
    for index, data in enumerate(case.data.get("benefits", ())):
        route = ("benefits", index)
        plan = {one["year"]: _value(data, one) for one in data.get("annual", ())} if _counts(data) else {}
        found = tuple(
            Realised(
                one["period"], (*route, "realised", place),
                _value(data, one) if "quantity" in one or "amount" in one else None,
                _planned_for(one["period"], plan, parse_date(data.get("start"))), str(one.get("not_measured", "")),
            )
            for place, one in enumerate(data.get("realised", ()))
        )  # fmt: skip
        yield Benefit(
            case, route, data, named.get((*route, "objective")), named.get((*route, "indicator")),
            named.get((*route, "owner")), plan, found,
        )  # fmt: skip


def _counts(data: Mapping[str, Any]) -> bool:
    return data["type"] in FINANCIAL


def _value(data: Mapping[str, Any], entry: Mapping[str, Any]) -> Decimal:
    quantity, price, amount = (
        exact(value) if value is not None else None
        for value in (entry.get("quantity"), data.get("unit_value"), entry.get("amount"))
    )
    found = benefit_value(quantity, price, amount, exact(data.get("attribution_percent", 100)))
    return -abs(found) if data["type"] == "dis-benefit" else found


def _planned_for(period: str, plan: Mapping[str, Decimal], start: date | None) -> Decimal:
    """A year's plan falls evenly on its months from the start of the benefit on."""
    first, last = days(period)
    begins = start.month if start and start.year == first.year else 1
    counted = last.month - max(first.month, begins) + 1
    if (start and start.year > first.year) or counted <= 0:
        return ZERO
    with localcontext(PRECISE):
        return plan.get(str(first.year), ZERO) * counted / (13 - begins)
