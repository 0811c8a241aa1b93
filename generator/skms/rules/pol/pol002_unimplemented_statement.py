"""A `shall` statement has no control or activity with an A.

Why: What everybody shall do and nobody answers for is not done. Either a live control carries the statement, or one of
the activities that it names has an accountable role in a live matrix.

Bad:
    # file: policies/policies/access.yaml
    kind: policy
    title: Access control policy
    status: published
    owner: security-manager
    type: policy
    statements:
      - {id: s1, text: Access shall be approved., modality: shall}  # expect
      - {id: s2, text: Access should be short., modality: should}

Good:
    # file: policies/policies/access.yaml
    kind: policy
    title: Access control policy
    status: published
    owner: security-manager
    type: policy
    statements:
      - {id: s1, text: Access shall be approved., modality: shall, activities: [access#approve]}
      - {id: s2, text: Rights shall be checked., modality: shall}
    # file: policies/controls/half-yearly-check.yaml
    kind: control
    title: Half-yearly check of rights
    status: active
    owner: security-manager
    type: detective
    implementation_status: implemented
    implements: [access#s2]
    # file: policies/processes/access.yaml
    kind: process
    title: Access management
    status: published
    owner: security-manager
    activities: [{id: approve, title: Approve access}]
    # file: raci/matrices/access.yaml
    kind: raci
    title: Access management
    status: published
    for: access
    rows: [{activity: approve, assign: {security-manager: A/R}}]
"""

from collections.abc import Iterator

from skms.controls import statement_controls
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit
from skms.raci import all_rows, subject, unsure

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look at the statements of published policies."""
    astray = {link.fragment for link in model.astray("control", "implements")}
    for policy in model.of("policy"):
        if policy.live:
            controls = statement_controls(model, policy)
            answered = _answered(model, policy)
            for index, one in enumerate(policy.data.get("statements", ())):
                silent = one["id"] in astray or one["id"] in controls or index in answered
                if one["modality"] == "shall" and not silent:
                    message = f"Nothing carries out {one['id']!r}: no live control, no activity with an A."
                    remedy = (
                        "Name a control or an activity in it, or let a control name it under `implements`."
                    )
                    yield hit(policy, ("statements", index), message, remedy)


def _answered(model: Model, policy: Record) -> set[int]:
    """Indexes of the statements that name an activity with a row, or a control or activity that is broken.

    A row without an A is the matter of no-accountable.
    """
    found = set()
    unknown = unsure(model)
    for link in model.links(policy.name):
        if link.route[0] == "statements" and link.route[2] in ("activities", "controls"):
            target = model.get(link.target)
            named = f"{target.name}#{link.fragment}" if target else ""
            if target is None or named in model.once(_in_rows) or not unknown.isdisjoint((target.name, None)):
                found.add(int(link.route[1]))
    return found


def _in_rows(model: Model) -> frozenset[str]:
    return frozenset(
        f"{process.name}#{row.activity}"
        for matrix, rows in all_rows(model) if matrix.live and (process := subject(model, matrix))
        for row in rows
    )  # fmt: skip
