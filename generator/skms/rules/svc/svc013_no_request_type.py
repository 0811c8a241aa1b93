"""A live offering has no request type and gives no reason.

Why: Who wants the offering finds no way to order it, change it or give it back.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    offerings:
      - {id: standard, title: Standard mailbox, status: live}
      - {id: shared, title: Shared mailbox, status: live}  # expect
    request_types:
      - {id: new, title: Order a mailbox, offering: standard, category: provisioning, status: live}

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    offerings:
      - {id: standard, title: Standard mailbox, status: live}
    request_types:
      - {id: new, title: Order a mailbox, offering: standard, category: provisioning, status: live}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "warning"

IN_USE = ("live", "retiring")


def check(model: Model) -> Iterator[Hit]:
    """Compare the live offerings of services in use with their requests; one without offering is for all of them."""
    for service in model.of("service"):
        if service.status in IN_USE and "no_request_reason" not in service.data:
            requests = [one for one in service.data.get("request_types", ()) if one["status"] == "live"]
            served = {one.get("offering") for one in requests}
            for index, offering in enumerate(service.data.get("offerings", ())):
                if offering["status"] == "live" and offering["id"] not in served and None not in served:
                    message = f"Nobody can request the live offering {offering['id']!r}: it has no live request type."
                    remedy = "Add a request type with this offering, or say why there is none in `no_request_reason`."
                    yield hit(service, ("offerings", index), message, remedy)
