"""A forecast exceeds a tolerance without a tolerance report.

Why: A tolerance is the room that the sponsor gives. Who sees that it will not do has to say so at once, while there is
still something to decide.

Bad:
    # file: policies/initiatives/portal-renewal.yaml
    kind: initiative
    title: Renewal of the portal
    status: delivering
    owner: customer-director
    tolerances: {time: 1M, cost_percent: 10}
    baseline: {end: 2026-09-30, cost: {amount: "100000", currency: EUR}}
    forecast:
      end: 2026-12-15  # expect
      cost: {amount: "110000", currency: EUR}

Good:
    # file: policies/initiatives/portal-renewal.yaml
    kind: initiative
    title: Renewal of the portal
    status: delivering
    owner: customer-director
    tolerances: {time: 1M, cost_percent: 10}
    baseline: {end: 2026-09-30, cost: {amount: "100000", currency: EUR}}
    forecast: {end: 2026-12-15, cost: {amount: "110000", currency: EUR}}
    tolerance_reports: [{date: 2026-06-10, tolerance: time}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.initiatives import tolerances
from skms.model import Model, hit, related

SEVERITY = "error"

_FIELDS = {"time": "end", "cost": "cost"}


def check(model: Model) -> Iterator[Hit]:
    """Compare forecasts of initiatives under way with baseline and tolerance."""
    for record in model.of("initiative"):
        for one in tolerances(record) if record.live else ():
            if one.exceeded and not one.reported:
                message = f"The forecast {one.forecast} exceeds the tolerance of {one.name}, {one.allowed}, unreported."
                where = [related(record, ("tolerances",), "the tolerances", True)]
                remedy = "Report it to the sponsor and record that under `tolerance_reports`."
                yield hit(record, ("forecast", _FIELDS[one.name]), message, remedy, where)
