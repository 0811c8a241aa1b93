"""A live service leads to no live objective.

Why: A service that serves no objective is money spent out of habit. Objectives are asked for once there is a live one.

Bad:
    # file: catalogue/services/fax.yaml
    kind: service
    title: Fax
    status: live  # expect
    owner: print-owner
    type: business
    # file: policies/objectives/quick-help.yaml
    kind: objective
    title: Quick help
    status: active
    owner: head-of-smo
    level: smo

Good:
    # file: catalogue/services/fax.yaml
    kind: service
    title: Fax
    status: live
    owner: print-owner
    type: business
    objectives: [quick-help]
    # file: policies/objectives/quick-help.yaml
    kind: objective
    title: Quick help
    status: active
    owner: head-of-smo
    level: smo
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at what live services name; an objective that is missing or over is found by other rules."""
    if not any(one.live for one in model.of("objective")):
        return
    for record in model.of("service"):
        if record.status in ("live", "retiring") and not record.data.get("objectives"):
            message = f"The service {record.title!r} leads to no objective."
            yield hit(record, ("status",), message, "Name the objectives that it serves under `objectives`.")
