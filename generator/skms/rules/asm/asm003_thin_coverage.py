"""Less than 80 % of the applicable nodes are rated; the result is shown as indicative.

Why: A level reckoned from half of the questions says which questions were easy. The limit is set in `skms.yml`:
`limits: {rated-percent: 80}`.

Bad:
    # file: policies/assessments/first.yaml
    kind: assessment
    title: First look
    status: done
    owner: assessor
    type: maturity
    framework: pmf
    items: [{node: VS, score: 1}]  # expect
    # file: policies/frameworks/pmf.yaml
    kind: framework
    title: Process maturity
    status: active
    publisher: Example
    edition: "1"
    licence: Names only
    rights: {tier: B}
    nodes: [{id: VS, title: Vision}, {id: PR, title: Process}]

Good:
    # file: policies/assessments/first.yaml
    kind: assessment
    title: First look
    status: done
    owner: assessor
    type: maturity
    framework: pmf
    items: [{node: VS, score: 1}, {node: PR, applicable: false, reason: There is none yet.}]
    # file: policies/frameworks/pmf.yaml
    kind: framework
    title: Process maturity
    status: active
    publisher: Example
    edition: "1"
    licence: Names only
    rights: {tier: B}
    nodes: [{id: VS, title: Vision}, {id: PR, title: Process}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.maturity_facts import rated_percent
from skms.model import Model, hit

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Reckon the share of assessments in force; a Statement of Applicability rates nothing."""
    least = model.settings.limit("rated-percent", 80)
    for record in model.of("assessment"):
        if record.live and record.data["type"] != "applicability" and "items" in record.data:
            share = rated_percent(model, record)
            if share is not None and share < least:
                message = f"Only {share:.0f} % of the nodes that apply are rated; the result is indicative."
                remedy = "Rate the rest, or mark with `applicable: false` and a reason what does not apply."
                yield hit(record, ("items",), message, remedy, on_key=True)
