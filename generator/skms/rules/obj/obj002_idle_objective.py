"""No service, process or initiative serves an objective, or it has no parent below enterprise level.

Why: An objective that nothing serves is a wish, and one that serves no higher one is somebody's hobby. A service serves
the objectives that it names, a process those that share an indicator with it, an initiative those of the benefits in
its business case. What serves an objective serves the ones above it.

Bad:
    # file: policies/objectives/happy.yaml
    kind: objective
    title: Happy staff
    status: active  # expect
    owner: head-of-smo
    level: smo  # expect

Good:
    # file: policies/objectives/happy.yaml
    kind: objective
    title: Happy staff
    status: active
    owner: head-of-smo
    level: enterprise
    # file: policies/objectives/quick-help.yaml
    kind: objective
    title: Quick help
    status: active
    owner: head-of-smo
    level: smo
    parent: happy
    # file: catalogue/services/desk.yaml
    kind: service
    title: Service desk
    status: live
    owner: head-of-smo
    type: business
    objectives: [quick-help]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.objectives import children, served

SEVERITY = "warning"

SERVING = (("service", "objectives"), ("business-case", "benefits"), ("objective", "parent"))
"""Kinds and fields that name an objective which they serve."""


def check(model: Model) -> Iterator[Hit]:
    """Look at live objectives; one above others is reported only through them."""
    for record in model.of("objective"):
        if record.live:
            idle = record.name not in served(model) and not children(model, record)
            unclear = model.unread("service", "process", "initiative") or any(
                model.may_be_meant(record, kind, field) for kind, field in SERVING
            )
            if idle and not unclear:
                message = "No service, process or initiative serves the objective."
                remedy = "Name it in a service, share its indicator with a process, or abandon it."
                yield hit(record, ("status",), message, remedy)
            if record.data.get("level", "enterprise") != "enterprise" and "parent" not in record.data:
                message = f"The objective of level {record.data['level']} leads to no higher one."
                yield hit(record, ("level",), message, "Add `parent` with the objective that it serves.")
