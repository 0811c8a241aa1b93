"""A live service leads to no live objective.

Why: A service that serves no objective is money spent out of habit. One whose objectives have all been reached or given
up needs a new reason, or an end. That some objective must be named is said by missing-status-field.

Bad:
    # file: catalogue/services/fax.yaml
    kind: service
    title: Fax
    status: live  # expect
    owner: print-owner
    type: business
    objectives: [paper-office]
    # file: policies/objectives/paper-office.yaml
    kind: objective
    title: Every office has paper
    status: achieved
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
from skms.objectives import leads_to_live

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at what live services name; a dangling name or a broken objective is found by other rules."""
    if model.unread("objective"):
        return
    for record in model.of("service"):
        names = record.data.get("objectives")
        known = names and not model.unclear(record, "objectives")
        if record.status in ("live", "retiring") and known and not leads_to_live(model, record):
            message = f"No objective that the service {record.title!r} names is in force."
            yield hit(record, ("status",), message, "Name an objective in force under `objectives`.")
