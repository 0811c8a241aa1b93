"""A decision type has a threshold band with no forum or with two.

Why: A decision for which nobody is competent waits, and one that two forums may take is taken twice, or differently.
Bands of scores and priorities include both ends. Amounts may be written up to and from the same figure.

Bad:
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
    decision_types:
      - {type: Accept a risk, from: 16, unit: score, method: majority}  # expect
      - {type: Admit a supplier, method: majority}
    # file: policies/forums/committee.yaml
    kind: forum
    title: Risk committee
    status: active
    owner: head-of-smo
    level: tactical
    governance_domains: [itsm]
    chair: head-of-smo
    members: [head-of-smo]
    cadence: 1M
    quorum: {min_members: 1}
    escalates_to: board
    decision_types:
      - {type: Accept a risk, from: 1, to: 12, unit: score, method: majority}
      - {type: Admit a supplier, method: majority}  # expect

Good:
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
    decision_types:
      - {type: Accept a risk, from: 13, unit: score, method: majority}
      - {type: Admit a supplier, method: majority}
    # file: policies/forums/committee.yaml
    kind: forum
    title: Risk committee
    status: active
    owner: head-of-smo
    level: tactical
    governance_domains: [itsm]
    chair: head-of-smo
    members: [head-of-smo]
    cadence: 1M
    quorum: {min_members: 1}
    escalates_to: board
    decision_types: [{type: Accept a risk, from: 1, to: 12, unit: score, method: majority}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.governance import Ladder, Right, ladders
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the ladder of every type of decision."""
    for ladder in ladders(model):
        for right, low, high in ladder.gaps:
            message = f"Nobody decides {ladder.type!r} {_between(ladder, low, high)}."
            others = [one for one in ladder.rights if one.route != right.route or one.forum != right.forum]
            where = [related(one.forum, one.route, f"what {one.forum.title} decides") for one in others]
            yield hit(right.forum, right.route, message, "Widen a band, or give the rest to a forum.", where)
        for one, other in ladder.overlaps:
            message = f"{other.forum.title!r} and {one.forum.title!r} both decide {ladder.type!r}{_common(one, other)}."
            where = [related(one.forum, one.route, f"what {one.forum.title} decides")]
            yield hit(
                other.forum, other.route, message, "Let one of the two decide, or part the bands.", where
            )


def _between(ladder: Ladder, low: float | None, high: float | None) -> str:
    unit = f" {ladder.unit}" if ladder.unit and ladder.unit != "priority" else ""
    mark = "p" if ladder.unit == "priority" else ""
    parts = [
        f"above {mark}{low:,g}" if low is not None else "",
        f"below {mark}{high:,g}" if high is not None else "",
    ]
    return " and ".join(filter(None, parts)) + unit


def _common(one: Right, other: Right) -> str:
    if not one.bounded and not other.bounded:
        return ""
    start = max(float("-inf") if right.low is None else right.low for right in (one, other))
    return f" from {start:,g}" if start > float("-inf") else ""
