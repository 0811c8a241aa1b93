"""Attributions to one KPI and year exceed 100 %.

Why: The same saving is easily promised by three projects. Together they may claim no more than there is. A benefit
without `attribution_percent` claims all of it.

Bad:
    # file: policies/business-cases/desk-tool.yaml
    kind: business-case
    title: Case for the tool
    status: approved
    owner: head-of-smo
    subject: service/tool
    preferred: buy
    benefits:
      - id: calls
        title: Fewer calls
        type: cashable
        indicator: calls
        annual: [{year: "2027", amount: 4000}]
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: head-of-smo
    subject: service/portal
    preferred: rebuild
    benefits:
      - id: calls
        title: Fewer calls
        type: cashable
        indicator: calls
        annual: [{year: "2027", amount: 9000}, {year: "2028", amount: 9000}]
        attribution_percent: 60  # expect
    # file: catalogue/indicators/calls.yaml
    kind: indicator
    title: Calls
    status: active
    owner: head-of-smo
    type: kpi
    dimension: throughput
    formula: calls
    unit: count
    direction: lower-better

Good:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: head-of-smo
    subject: service/portal
    preferred: rebuild
    benefits:
      - id: calls
        title: Fewer calls
        type: cashable
        indicator: calls
        annual: [{year: "2027", amount: 9000}]
        attribution_percent: 60
      - id: mail
        title: Less mail
        type: cashable
        indicator: calls
        annual: [{year: "2027", amount: 9000}]
        attribution_percent: 40
    # file: catalogue/indicators/calls.yaml
    kind: indicator
    title: Calls
    status: active
    owner: head-of-smo
    type: kpi
    dimension: throughput
    formula: calls
    unit: count
    direction: lower-better
"""

from collections.abc import Iterator
from decimal import Decimal

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.value import Benefit, benefits
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Add up what the preferred options of cases that are not over claim; one finding for each KPI."""
    claims: dict[str, dict[str, list[Benefit]]] = {}
    for case in model.of("business-case"):
        for one in benefits(model, case) if case.phase != "ended" else ():
            counted = one.option == case.data.get("preferred", "") and one.data["type"] != "dis-benefit"
            for year in one.planned if counted and one.indicator else ():
                claims.setdefault(one.indicator.name if one.indicator else "", {}).setdefault(
                    year, []
                ).append(one)
    for name, by_year in claims.items():
        over = {year: found for year, found in by_year.items() if _total(found) > 100}
        if over:
            worst = max(over, key=lambda year: (_total(over[year]), -int(year)))
            *others, last = over[worst]
            years = (
                f" in {one_of(sorted(over), 'and')}" if len(over) < 6 else f" from {min(over)} to {max(over)}"
            )
            message = f"Benefits claim {_total(over[worst]):g} % of what changes in {name.partition('/')[2]!r}{years}."
            where = [
                related(one.case, one.route, f"{one.attribution_percent} % claimed here") for one in others
            ]
            field = ("attribution_percent",) if "attribution_percent" in last.data else ("indicator",)
            yield hit(
                last.case,
                (*last.route, *field),
                message,
                "Part the effect with `attribution_percent`.",
                where,
            )


def _total(found: list[Benefit]) -> Decimal:
    return sum((one.attribution_percent for one in found), Decimal(0))
