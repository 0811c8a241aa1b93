"""A policy takes effect before its approval or before its parent.

Why: Nobody can be bound by what was not yet decided, nor by a standard whose policy did not yet apply.

Bad:
    # file: policies/policies/access-policy.yaml
    kind: policy
    title: Access policy
    status: approved
    owner: security-manager
    type: policy
    approval: {by: head-of-it, date: 2026-02-01}
    effective_from: 2026-01-01  # expect

Good:
    # file: policies/policies/access-policy.yaml
    kind: policy
    title: Access policy
    status: approved
    owner: security-manager
    type: policy
    approval: {by: head-of-it, date: 2026-02-01}
    effective_from: 2026-02-01
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare the first day of every policy with its approval and with its parent's first day."""
    for policy in model.of("policy"):
        start = parse_date(policy.data.get("effective_from"))
        if not start or policy.phase == "ended":
            continue
        approved = parse_date(policy.data.get("approval", {}).get("date"))
        if approved and start < approved:
            message = (
                f"It takes effect on {long_date(start)}, before it was approved on {long_date(approved)}."
            )
            where = [related(policy, ("approval", "date"), "approved then")]
            yield hit(
                policy,
                ("effective_from",),
                message,
                "Let it take effect on the day of the approval or later.",
                where,
            )
        parent = model.look(policy.data.get("parent"), "policy")
        above = parse_date(parent.data.get("effective_from")) if parent else None
        if parent and above and start < above:
            message = (
                f"It takes effect on {long_date(start)}, before {parent.id!r} above it on {long_date(above)}."
            )
            where = [related(parent, ("effective_from",), f"{parent.id} takes effect then")]
            yield hit(
                policy,
                ("effective_from",),
                message,
                f"Let it take effect on {above.isoformat()} or later.",
                where,
            )
