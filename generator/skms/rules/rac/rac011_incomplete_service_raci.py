"""A live tier-1 or tier-2 service lacks one of the ten standing accountabilities.

Why: When an important service fails, changes or costs too much, there is no time to find out who decides. The ten
questions are the same for every service.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    criticality: tier-1  # expect

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    criticality: tier-1
    # file: raci/matrices/email.yaml
    kind: raci
    title: E-mail
    status: published
    for: service/email
    rows:
      - {activity: own-service, title: Own the service, assign: {email-service-owner: A}}
      - {activity: approve-changes, title: Approve changes, assign: {email-service-owner: A}}
      - {activity: handle-major-incidents, title: Handle major incidents, assign: {email-service-owner: A}}
      - {activity: own-agreement, title: Own the agreement, assign: {email-service-owner: A}}
      - {activity: own-data, title: Own the data, assign: {email-service-owner: A}}
      - {activity: own-security-risk, title: Own the security risk, assign: {email-service-owner: A}}
      - {activity: own-continuity, title: Own continuity, assign: {email-service-owner: A}}
      - {activity: own-cost, title: Own the cost, assign: {email-service-owner: A}}
      - {activity: own-supplier-relation, title: Own the supplier relation, assign: {email-service-owner: A}}
      - {activity: retire-service, title: Retire the service, assign: {email-service-owner: A}}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import STANDING, all_rows, subject, unsure
from skms.words import one_of

SEVERITY = "error"

TIERS = ("tier-1", "tier-2")
IN_USE = ("live", "retiring")


def check(model: Model) -> Iterator[Hit]:
    """Look for a row for each of them in the live matrices of important services."""
    covered: dict[str, set[str]] = {}
    matrices: dict[str, Record] = {}
    for matrix, rows in all_rows(model):
        about = subject(model, matrix)
        if about and matrix.live:
            covered.setdefault(about.name, set()).update(row.activity for row in rows)
            matrices.setdefault(about.name, matrix)
    unknown = unsure(model)
    for service in model.of("service"):
        if service.data.get("criticality") in TIERS and service.status in IN_USE:
            missing = [one for one in STANDING if one not in covered.get(service.name, ())]
            if missing and unknown.isdisjoint((service.name, None)):
                yield _hit(service, missing, matrices.get(service.name))


def _hit(service: Record, missing: list[str], matrix: Record | None) -> Hit:
    tier = service.data["criticality"]
    if matrix is None:
        message = (
            f"This {tier} service has no RACI matrix in force that names its ten standing accountabilities."
        )
        remedy = (
            f"Add a RACI record with `for: {service.name}` and a row for each of {one_of(missing, 'and')}."
        )
        return hit(service, ("criticality",), message, remedy)
    message = f"The RACI matrix of this {tier} service lacks the rows {one_of(missing, 'and')}."
    where = [related(matrix, ("rows",), f"the rows of {matrix.name}", True)]
    return hit(service, ("criticality",), message, f"Add them to {matrix.name}.", where)
