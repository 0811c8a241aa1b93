"""A service in status `live` depends on one that is retiring.

Why: When the other one is switched off, this one stops too. Whoever retires a service must see who still needs it.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    depends_on:
      - {service: old-directory}  # expect
    # file: catalogue/services/old-directory.yaml
    kind: service
    title: Old directory
    owner: directory-service-owner
    status: retiring
    type: technical
    successor: directory

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: retiring
    type: business
    depends_on:
      - {service: old-directory}
    # file: catalogue/services/old-directory.yaml
    kind: service
    title: Old directory
    owner: directory-service-owner
    status: retiring
    type: technical
    successor: directory
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.dependencies import dependencies
from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Follow the dependencies of live services."""
    for service in model.of("service"):
        if service.status == "live":
            for one in dependencies(model, service):
                if one.on.status == "retiring":
                    last = parse_date(one.on.data.get("dates", {}).get("retire_by"))
                    until = f" and ends on {long_date(last)}" if last else ""
                    message = f"{one.on.id!r} is retiring{until}, but this live service depends on it."
                    heir = one.on.data.get("successor")
                    remedy = (
                        f"Move to its successor {heir!r}."
                        if heir
                        else "Move to another service, or retire this one too."
                    )
                    yield hit(
                        service,
                        one.route,
                        message,
                        remedy,
                        [related(one.on, ("status",), f"{one.on.id} is retiring")],
                    )
