"""A benefit stays below 80 % of plan for two periods without an improvement.

Why: One weak quarter may be chance, two are a plan that does not come true. Then something has to change: the work, or
the plan. A year's plan is spread evenly over its months. An improvement answers if it names the same KPI or objective.

Bad:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: customer-director
    subject: service/portal
    benefits:
      - id: calls
        title: Fewer calls
        type: cashable
        annual: [{year: "2026", amount: 40000}]
        realised:
          - {period: 2026-Q1, amount: 7000}
          - {period: 2026-Q2, amount: 6500}  # expect

Good:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: customer-director
    subject: service/portal
    benefits:
      - id: calls
        title: Fewer calls
        type: cashable
        annual: [{year: "2026", amount: 40000}]
        realised:
          - {period: 2026-Q1, amount: 7000}
          - {period: 2026-Q2, amount: 9500}
"""

from collections.abc import Iterator
from decimal import Decimal

from skms.findings import Hit
from skms.mathematics.periods import days
from skms.model import Model, hit, related
from skms.value import Benefit, benefits

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look at the last two measured periods of every benefit of an approved case."""
    least = Decimal(str(model.settings.limit("benefit-percent", 80))) / 100
    for case in model.of("business-case"):
        for one in benefits(model, case) if case.live else ():
            known = [period for period in one.realised if period.share is not None]
            last = sorted(known, key=lambda period: days(period.period)[1])[-2:]
            shares = [period.share for period in last if period.share is not None]
            counted = len(shares) == 2 and one.data["type"] != "dis-benefit"
            if counted and max(shares) < least and not _answered(model, one):
                part = " and ".join(
                    f"{share * 100:.0f} % in {when.period}" for share, when in zip(shares, last, strict=True)
                )
                message = (
                    f"The benefit {one.title!r} reached {part} of its plan, and no improvement answers it."
                )
                where = [related(case, last[0].route, "the period before")]
                remedy = "Start an improvement with the same indicator, or have the case corrected."
                yield hit(case, last[1].route, message, remedy, where)


def _answered(model: Model, benefit: Benefit) -> bool:
    for target in filter(None, (benefit.indicator, benefit.objective)):
        for link in model.backlinks(target.name):
            source = model.get(link.source)
            if source and source.kind == "improvement" and source.phase != "ended":
                return True
    return False
