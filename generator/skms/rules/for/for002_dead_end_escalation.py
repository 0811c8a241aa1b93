"""An escalation does not end in a strategic forum.

Why: What a forum cannot settle needs somewhere to go, up to people who can decide about money and priorities.

Bad:
    # file: policies/forums/review.yaml
    kind: forum
    title: Operations review
    status: active
    owner: incident-manager
    level: operational  # expect
    governance_domains: [itsm]
    chair: incident-manager
    members: [incident-manager]
    cadence: 1w
    quorum: {min_members: 1}
    decision_types: [{type: Set the order of repairs, method: chair-decides}]

Good:
    # file: policies/forums/review.yaml
    kind: forum
    title: Operations review
    status: active
    owner: incident-manager
    level: operational
    governance_domains: [itsm]
    chair: incident-manager
    members: [incident-manager]
    cadence: 1w
    quorum: {min_members: 1}
    decision_types: [{type: Set the order of repairs, method: chair-decides}]
    escalates_to: board
    # file: policies/forums/board.yaml
    kind: forum
    title: Board
    status: active
    owner: head-of-smo
    level: strategic
    governance_domains: [itsm]
    chair: head-of-smo
    members: [head-of-smo]
    cadence: 1M
    quorum: {min_members: 1}
    decision_types: [{type: Promise a service level, method: majority}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Report the forum at which a way up ends, once for all that lead to it. Circles are found by another rule."""
    for forum in model.of("forum"):
        if forum.live and forum.data["level"] != "strategic" and "escalates_to" not in forum.data:
            below = [
                related(source, link.route, f"{source.title} escalates to it")
                for link in model.backlinks(forum.name)
                if link.route[-1] in ("escalates_to", "to")
                and (source := model.get(link.source))
                and source.live
            ]
            message = (
                f"What the {forum.data['level']} forum cannot settle has nowhere to go: it escalates to none."
            )
            remedy = "Add `escalates_to` with a forum from which the way leads to a strategic one."
            yield hit(forum, ("level",), message, remedy, below)
