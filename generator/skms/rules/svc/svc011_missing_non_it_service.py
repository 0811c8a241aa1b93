"""A non-IT domain in the strategy's scope has no service.

Why: The charter promises an office for more than IT. As long as the catalogue holds no service of a department, its
people have no reason to look there.

Bad:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: active
    owner: head-of-smo
    scope:
      it: true
      non_it: [hr, facilities]  # expect
    # file: catalogue/services/payroll.yaml
    kind: service
    title: Payroll
    status: live
    owner: payroll-owner
    type: business
    domain: hr

Good:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: active
    owner: head-of-smo
    scope: {it: true, non_it: [hr]}
    # file: catalogue/services/payroll.yaml
    kind: service
    title: Payroll
    status: live
    owner: payroll-owner
    type: business
    domain: hr
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Compare the scope of active strategies with the domains of services that are not over."""
    strategies = [one for one in model.of("strategy") if one.live]
    there = (
        {one.data.get("domain") for one in model.of("service") if one.phase != "ended"}
        if strategies
        else set()
    )
    for record in strategies:
        for index, domain in enumerate(record.data.get("scope", {}).get("non_it", ())):
            if domain not in there:
                message = f"The strategy covers {domain!r}, but no service is of this domain."
                remedy = "Describe a service of that department, or take the domain out of the scope."
                yield hit(record, ("scope", "non_it", index), message, remedy)
