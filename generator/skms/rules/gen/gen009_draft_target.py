"""A live record relies on a planned record.

Why: A draft may still change or be dropped, and nobody has agreed to it yet. What is in force may rest only on what
is in force.

Bad:
    # file: policies/policies/access-standard.yaml
    kind: policy
    title: Access standard
    status: published
    owner: security-manager
    type: standard
    parent: access-policy  # expect
    # file: policies/policies/access-policy.yaml
    kind: policy
    title: Access policy
    status: draft
    owner: security-manager
    type: policy

Good:
    # file: policies/policies/access-standard.yaml
    kind: policy
    title: Access standard
    status: draft
    owner: security-manager
    type: standard
    parent: access-policy
    # file: policies/policies/access-policy.yaml
    kind: policy
    title: Access policy
    status: draft
    owner: security-manager
    type: policy
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.rules.gen._targets import count, places, reliances
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Follow the references of live records."""
    for source, target, links in reliances(model, "planned"):
        first, *others = links
        message = (
            f"{first.text!r} is not in force yet (status {target.status}), but this live record relies on it."
        )
        phases = model.kinds[target.kind].lifecycle.phases
        states = one_of(state for state, phase in phases.items() if phase == "live")
        remedy = f"Bring {target.name} to the status {states} first, or name another {target.kind}."
        where = [related(target, ("status",), f"{target.name} is {target.status}"), *places(source, others)]
        yield hit(source, first.route, message + count(links), remedy, where, first.on_key, topic=message)
