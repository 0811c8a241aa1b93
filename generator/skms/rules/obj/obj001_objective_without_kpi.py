"""A live objective has no KPI.

Why: An objective without a figure can be neither missed nor reached.

Bad:
    # file: policies/objectives/reliable.yaml
    kind: objective
    title: A reliable workplace
    status: active
    owner: head-of-smo
    level: smo
    indicators: [availability]  # expect
    # file: catalogue/indicators/availability.yaml
    kind: indicator
    title: Availability
    status: active
    owner: head-of-smo
    type: sli
    dimension: availability
    formula: up / agreed
    unit: percent
    direction: higher-better

Good:
    # file: policies/objectives/reliable.yaml
    kind: objective
    title: A reliable workplace
    status: active
    owner: head-of-smo
    level: smo
    # file: catalogue/indicators/on-target.yaml
    kind: indicator
    title: Services on target
    status: active
    owner: head-of-smo
    type: kpi
    dimension: quality
    formula: met / all
    unit: percent
    direction: higher-better
    objective: reliable
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.objectives import indicators

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the indicators that an objective names and at those that name it; a broken one counts as a KPI."""
    for record in model.of("objective"):
        if record.live:
            unknown = any(
                link.route[0] == "indicators" and model.get(link.target) is None
                for link in model.links(record.name)
            )
            kpis = [one for one in indicators(model, record) if one.data["type"] == "kpi"]
            if not kpis and not unknown:
                message = "No indicator of type kpi says whether the objective is reached."
                route = ("indicators",) if "indicators" in record.data else ("status",)
                yield hit(
                    record,
                    route,
                    message,
                    "Name one under `indicators`, with baseline and target.",
                    on_key=True,
                )
