"""A gap of 1 or more to the target has neither improvement nor accepted gap.

Why: An assessment that changes nothing was a questionnaire. Each gap leads to work, or to the decision to live with it
for a time. An improvement answers if the assessment is its source; where it names `subjects` or, under `satisfies`,
nodes, the gap's must be among them.

Bad:
    # file: policies/assessments/first.yaml
    kind: assessment
    title: First look
    status: done
    owner: assessor
    type: maturity
    framework: pmf
    items:
      - {node: VS, score: 1}  # expect
      - {node: PR, score: 2}
    target_profile: {VS: 3, PR: 2}
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
    items: [{node: VS, score: 1}]
    target_profile: {VS: 3}
    accepted_gaps: [{node: VS, reason: The plan comes first., until: 2026-12-31}]
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
from skms.maturity_facts import answers, astray, gaps
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the gaps of assessments that are in force."""
    for record in model.of("assessment"):
        for one in gaps(model, record) if record.live else ():
            if not one.accepted and not answers(model, one) and not astray(model, one):
                about = f" of {one.subject.title}" if one.subject else ""
                message = (
                    f"{one.title}{about} is at {one.level:g} instead of {one.target:g}, and nothing follows."
                )
                remedy = f"Start an improvement with `source: {{ref: {record.name}}}`, or accept the gap for a time."
                yield hit(record, one.route, message, remedy)
