"""No live SLA, not even a default one, covers a live business service.

Why: Without an agreement nobody knows what to expect, and every fault is a matter of opinion.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business  # expect

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5
        window: {duration: 1M, type: calendar}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.service_levels import slas

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look for an SLA for every business service in use, unless one of the agreements cannot be read."""
    if model.unread("agreement"):
        return
    for service in model.of("service"):
        in_use = service.data["type"] == "business" and service.status in ("live", "retiring")
        if in_use and not slas(model, service) and not model.may_be_meant(service, "agreement", "covers"):
            message = f"No live service level agreement covers the business service {service.id!r}."
            remedy = f"Agree on one with `covers: [{service.id}]`, or on a default one for all services."
            yield hit(service, ("type",), message, remedy)
