"""A series dependency is less critical than the service.

Why: A service stops when something it needs stops. What a mission-critical service rests on is mission-critical
too, or its repair will wait in the wrong queue.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    criticality: tier-1
    depends_on:
      - {service: directory}  # expect
    # file: catalogue/services/directory.yaml
    kind: service
    title: Directory
    owner: directory-service-owner
    status: live
    type: technical
    criticality: tier-3

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    criticality: tier-1
    depends_on:
      - {service: directory}
    # file: catalogue/services/directory.yaml
    kind: service
    title: Directory
    owner: directory-service-owner
    status: live
    type: technical
    criticality: tier-1
"""

from collections.abc import Iterator

from skms.dependencies import dependencies
from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare the tiers at both ends of every series dependency of a live service."""
    for service in model.of("service"):
        own = service.data.get("criticality")
        for one in dependencies(model, service) if own and service.live else ():
            other = one.on.data.get("criticality")
            if one.mode == "series" and one.on.live and other and other > own:
                message = f"This {own} service stops without {one.on.id!r}, which is only {other}."
                where = [related(one.on, ("criticality",), f"{one.on.id} is {other}")]
                remedy = f"Raise {one.on.name} to {own}, or say `mode: degraded` if this service goes on without it."
                yield hit(service, one.route, message, remedy, where)
