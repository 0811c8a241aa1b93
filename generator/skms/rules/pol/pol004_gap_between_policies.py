"""A policy is retired, but the one that replaces it is not in force yet.

Why: Between the two no rule holds. Who asks what to do finds a rule that is over and one that does not count yet.

Bad:
    # file: policies/policies/access-rules.yaml
    kind: policy
    title: Access rules
    owner: security-manager
    status: retired
    type: policy
    version: "1.0"
    superseded_by: access-policy  # expect
    # file: policies/policies/access-policy.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: published
    type: policy
    version: "1.0"
    effective_from: 2026-09-01

Good:
    # file: policies/policies/access-rules.yaml
    kind: policy
    title: Access rules
    owner: security-manager
    status: published
    type: policy
    version: "1.0"
    superseded_by: access-policy
    # file: policies/policies/access-policy.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: published
    type: policy
    version: "1.0"
    effective_from: 2026-09-01
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Compare each retired policy with its successor. That this one is not even published is no matter of the clock."""
    for policy in model.of("policy"):
        heir = model.look(policy.data.get("superseded_by"), "policy")
        if heir is None or policy.phase != "ended":
            continue
        start = parse_date(heir.data.get("effective_from"))
        if heir.phase == "planned":
            message = f"This policy is retired, but {heir.id!r}, which replaces it, is only {heir.status}."
            where = related(heir, ("status",), f"it is {heir.status}")
            remedy = "Publish the new policy first, or keep the old one in force until then."
            yield hit(policy, ("superseded_by",), message, remedy, [where], severity="warning")
        elif heir.live and start and start > model.as_of:
            since = f"is in force only from {long_date(start)} on"
            message = f"This policy is retired, but {heir.id!r}, which replaces it, {since}."
            where = related(heir, ("effective_from",), "it begins here")
            yield hit(
                policy, ("superseded_by",), message, "Keep the old policy in force until then.", [where]
            )
