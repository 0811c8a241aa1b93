"""A KPI lacks baseline, target, date, source or objective, or its thresholds contradict its direction.

Why: A figure says nothing without what it was, what it is to become and by when, and what it is good for.

Bad:
    # file: catalogue/indicators/first-contact.yaml
    kind: indicator
    title: Solved at first contact
    owner: service-level-manager
    status: active
    type: kpi
    dimension: quality
    formula: Solved at first contact / all contacts
    unit: percent
    direction: higher-better
    data_source: ticket-tool
    objective: reliable-workplace
    baseline: {value: 60, date: 2025-12-31}
    target: {value: 75, by: 2026-12-31}
    thresholds: {green: 60, amber: 75}  # expect

Good:
    # file: catalogue/indicators/first-contact.yaml
    kind: indicator
    title: Solved at first contact
    owner: service-level-manager
    status: active
    type: kpi
    dimension: quality
    formula: Solved at first contact / all contacts
    unit: percent
    direction: higher-better
    data_source: ticket-tool
    objective: reliable-workplace
    baseline: {value: 60, date: 2025-12-31}
    target: {value: 75, by: 2026-12-31}
    thresholds: {green: 75, amber: 60}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"

NEEDED = {
    "baseline": "where it started", "target": "what it is to become and by when",
    "data_source": "where its figures come from", "objective": "which objective it serves",
}  # fmt: skip


def check(model: Model) -> Iterator[Hit]:
    """Look at the fields of every live KPI, and at its thresholds."""
    for indicator in model.of("indicator"):
        if indicator.live and indicator.data["type"] == "kpi":
            missing = [field for field in NEEDED if field not in indicator.data]
            if missing:
                message = f"The KPI does not say {one_of((NEEDED[field] for field in missing), 'and')}."
                remedy = f"Add {one_of((f'`{field}`' for field in missing), 'and')}."
                yield hit(indicator, ("type",), message, remedy)
            yield from _thresholds(indicator)


def _thresholds(indicator: Record) -> Iterator[Hit]:
    found, direction = indicator.data.get("thresholds"), indicator.data["direction"]
    if found and direction != "target-is-best":
        higher = direction == "higher-better"
        better = found["green"] > found["amber"] if higher else found["green"] < found["amber"]
        if not better:
            more = "more" if higher else "less"
            message = (
                f"Green begins at {found['green']} and amber at {found['amber']}, though {more} is better."
            )
            remedy = f"Let green be {more} than amber, or correct the direction."
            yield hit(indicator, ("thresholds",), message, remedy)
