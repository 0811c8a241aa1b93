"""A score lies outside the scale, or is 3 or more without evidence at most 18 months old on the assessment's date.

Why: High marks are quickly given. From level 3 on something written has to show that the work is done that way.
The limit is set in `skms.yml`: `limits: {evidence-months: 18}`.

Bad:
    # file: policies/assessments/first.yaml
    kind: assessment
    title: First look
    status: done
    owner: assessor
    type: maturity
    framework: pmf
    date: 2026-05-01
    items:
      - {node: VS, score: 7}  # expect
      - {node: PR, score: 3}  # expect
      - {node: PE, score: 4, evidence: [{url: "https://intranet.example.org/plan", dated: 2024-01-01}]}  # expect
    # file: policies/frameworks/pmf.yaml
    kind: framework
    title: Process maturity
    status: active
    publisher: Example
    edition: "1"
    licence: Names only
    rights: {tier: B}
    scale: {min: 1, max: 5}
    nodes: [{id: VS, title: Vision}, {id: PR, title: Process}, {id: PE, title: People}]

Good:
    # file: policies/assessments/first.yaml
    kind: assessment
    title: First look
    status: done
    owner: assessor
    type: maturity
    framework: pmf
    date: 2026-05-01
    items:
      - {node: VS, score: 2}
      - {node: PE, score: 4, evidence: [{url: "https://intranet.example.org/plan", dated: 2026-01-01}]}
    # file: policies/frameworks/pmf.yaml
    kind: framework
    title: Process maturity
    status: active
    publisher: Example
    edition: "1"
    licence: Names only
    rights: {tier: B}
    scale: {min: 1, max: 5}
    nodes: [{id: VS, title: Vision}, {id: PR, title: Process}, {id: PE, title: People}]
"""

from collections.abc import Iterator

from skms.dates import add, parse_date
from skms.findings import Hit
from skms.maturity_facts import Score, framework_of, scores
from skms.model import Model, hit

SEVERITY = "error"

_PROVEN = 3
"""Level from which evidence is asked for."""


def check(model: Model) -> Iterator[Hit]:
    """Look at every item of assessments that are not superseded. Below the scale lies 0: nothing was reached."""
    for record in model.of("assessment"):
        framework = framework_of(model, record)
        scale = framework.data.get("scale") if framework else None
        for one in scores(model, record) if record.phase != "ended" else ():
            highest = max((int(key) for key in one.data.get("ratings", {})), default=0)
            outside = scale and one.level is not None and not 0 <= one.level <= scale["max"]
            if scale and (outside or highest > scale["max"]):
                span = f"{scale['min']} to {scale['max']}"
                message = f"{one.node} is rated {max(one.level or 0, highest)}, outside the scale of {span}."
                yield hit(record, one.route, message, "Use the levels of the framework's scale.")
            elif one.level is not None and one.level >= _PROVEN:
                yield from _evidence(model, one)


def _evidence(model: Model, one: Score) -> Iterator[Hit]:
    day = parse_date(one.assessment.data.get("date"))
    months = int(model.settings.limit("evidence-months", 18))
    fresh = one.newest and day and add(one.newest, f"{months}M") >= day
    if day and not fresh:
        about = f" for {one.subject.title}" if one.subject else ""
        lack = f"none dated within {months} months before it" if one.newest else "no dated evidence"
        message = f"{one.node}{about} is rated {one.level:g}, but the item has {lack}."
        yield hit(
            one.assessment, one.route, message, "Add evidence with `url` and `dated`, or rate it below 3."
        )
