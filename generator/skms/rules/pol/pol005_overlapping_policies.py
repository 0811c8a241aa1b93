"""A policy and the one that replaces it are both in force.

Why: Where the old rule and the new one differ, everybody may choose; and whoever finds the old one has no reason to
look on.

Bad:
    # file: policies/policies/access-rules.yaml
    kind: policy
    title: Access rules
    owner: security-manager
    status: published  # expect
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
    effective_from: 2026-06-01

Good:
    # file: policies/policies/access-rules.yaml
    kind: policy
    title: Access rules
    owner: security-manager
    status: retired
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
    effective_from: 2026-06-01
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Compare each policy in force with its successor."""
    for policy in model.of("policy"):
        heir = model.look(policy.data.get("superseded_by"), "policy")
        start = parse_date(heir.data.get("effective_from")) if heir else None
        if heir and policy.live and heir.live and start and start <= model.as_of:
            message = f"{heir.id!r} has replaced this policy since {long_date(start)}, but both are in force."
            where = related(heir, ("effective_from",), "it begins here")
            yield hit(policy, ("status",), message, "Set the status of the old policy to retired.", [where])
