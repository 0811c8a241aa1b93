"""A live business service has no live offering.

Why: Customers choose an offering, not a service. Without one there is nothing they could order or rely on.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    offerings:  # expect
      - {id: standard, title: Standard mailbox, status: draft}

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    offerings:
      - {id: standard, title: Standard mailbox, status: live}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "error"

IN_USE = ("live", "retiring")


def check(model: Model) -> Iterator[Hit]:
    """Look for a live offering in every business service in use."""
    for service in model.of("service"):
        if service.data["type"] == "business" and service.status in IN_USE:
            offerings = service.data.get("offerings", ())
            if not any(one["status"] == "live" for one in offerings):
                message = (
                    f"The business service {service.id!r} is {service.status}, but has no live offering."
                )
                remedy = "Add one: `offerings: [{id: standard, title: …, status: live}]`."
                yield hit(
                    service,
                    ("offerings",) if "offerings" in service.data else ("status",),
                    message,
                    remedy,
                    on_key=bool(offerings),
                )
