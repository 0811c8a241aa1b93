"""An approved case has a negative NPV and no rationale.

Why: Not everything worth doing pays for itself, but then somebody has to say why it is done.

Bad:
    # file: policies/business-cases/lockers.yaml
    kind: business-case
    title: Case for the lockers
    status: approved
    owner: head-of-smo
    subject: service/lockers
    options: [{id: lockers, title: Lockers}, {id: nothing, title: Leave it, do_nothing: true}]
    preferred: lockers  # expect
    horizon_years: 2
    discount_rate_percent: 3.5
    base_year: "2026"
    currency: EUR
    costs: [{id: buy, title: Lockers, type: capex, amounts: [9000, 500, 500]}]
    benefits:
      - {id: trips, title: Fewer trips, type: cashable, annual: [{year: "2027", amount: 4000}]}

Good:
    # file: policies/business-cases/lockers.yaml
    kind: business-case
    title: Case for the lockers
    status: approved
    owner: head-of-smo
    subject: service/lockers
    options: [{id: lockers, title: Lockers}, {id: nothing, title: Leave it, do_nothing: true}]
    preferred: lockers
    horizon_years: 2
    discount_rate_percent: 3.5
    base_year: "2026"
    currency: EUR
    costs: [{id: buy, title: Lockers, type: capex, amounts: [9000, 500, 500]}]
    benefits:
      - {id: trips, title: Fewer trips, type: cashable, annual: [{year: "2027", amount: 4000}]}
    rationale: Crews asked for it for years, and the law on working time asks for shorter ways.
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.mathematics.decimals import rounded
from skms.model import Model, hit
from skms.value import preferred

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Reckon the preferred option of every approved case."""
    for record in model.of("business-case"):
        option = preferred(model, record) if record.live and not record.data.get("rationale") else None
        if option and option.appraisal.npv < 0:
            value = f"{rounded(option.appraisal.npv):,} {record.data.get('currency', '')}".strip()
            message = (
                f"The preferred option has a net present value of {value}, and nobody says why it is done."
            )
            yield hit(
                record, ("preferred",), message, "Add the reason under `rationale`, or choose another option."
            )
