"""In a live Statement of Applicability an Annex A node has not exactly one item, is excluded without reason, or applies
without a control.

Why: An auditor reads this list first. A control that is left out without a word, or claimed without anything behind
it, is the first finding. A live control answers to a node itself (`satisfies`) or through a statement it implements.

Bad:
    # file: policies/assessments/soa.yaml
    kind: assessment
    title: Statement of Applicability
    status: done
    owner: security-manager
    type: applicability
    framework: iso
    items:  # expect
      - {node: A.5.1}  # expect
      - {node: A.5.2, applicable: false}  # expect
    # file: policies/frameworks/iso.yaml
    kind: framework
    title: Information security
    status: active
    publisher: ISO
    edition: "2022"
    licence: Identifiers only
    rights: {tier: C}
    nodes:
      - {id: "4.1", title: Context}
      - {id: A.5.1, title: Rules}
      - {id: A.5.2, title: Roles}
      - {id: A.5.3, title: Duties}

Good:
    # file: policies/assessments/soa.yaml
    kind: assessment
    title: Statement of Applicability
    status: done
    owner: security-manager
    type: applicability
    framework: iso
    items:
      - {node: A.5.1}
      - {node: A.5.2, applicable: false, reason: One person does it all.}
    # file: policies/frameworks/iso.yaml
    kind: framework
    title: Information security
    status: active
    publisher: ISO
    edition: "2022"
    licence: Identifiers only
    rights: {tier: C}
    nodes: [{id: "4.1", title: Context}, {id: A.5.1, title: Rules}, {id: A.5.2, title: Roles}]
    # file: policies/controls/rule-book.yaml
    kind: control
    title: Rule book
    status: active
    owner: security-manager
    type: directive
    implementation_status: implemented
    satisfies: [{node: iso#A.5.1, relation: implements}]
"""

from collections.abc import Iterator

from skms.controls import applicability
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.words import one_of, plural

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Go through the nodes of every live statement."""
    for record in model.of("assessment"):
        if record.live and record.data["type"] == "applicability":
            yield from _statement(model, record)


def _statement(model: Model, record: Record) -> Iterator[Hit]:
    lines = applicability(model, record)
    missing = [line.node for line in lines if not line.items]
    if missing:
        message = f"{plural(len(missing), 'node')} of the framework {_have(missing)} no item: {one_of(missing, 'and')}."
        yield hit(
            record, ("items",), message, "Add an item for each: it applies, or why it does not.", on_key=True
        )
    astray = {link.fragment for link in model.astray("control", "satisfies")}
    for line in lines:
        for route, _ in line.items[1:]:
            where = [related(record, line.items[0][0], "the first one")]
            yield hit(record, route, f"{line.node} has a second item.", "Keep one of the two.", where)
        if line.items and not line.applicable and not line.reason:
            message = f"{line.node} ({line.title}) is excluded without a reason."
            yield hit(record, line.items[0][0], message, "Say under `reason` why it does not apply.")
        if line.items and line.applicable and not line.controls and line.node not in astray:
            message = f"{line.node} ({line.title}) applies, but no live control answers to it."
            remedy = "Let a control name the node under `satisfies`, or exclude it with a reason."
            yield hit(record, line.items[0][0], message, remedy)


def _have(missing: list[str]) -> str:
    return "has" if len(missing) == 1 else "have"
