"""The approver's authority is below the risk; high risk needs a forum.

Why: Who sets a rule aside takes the risk on behalf of the company, and may take no more than was given to them. A risk
record counts with its residual score; the words stand for 1 to 5 (low), 6 to 12 (medium) and more (high). A role's
authority is its `risk_limit`; without one it may take low risks.

Bad:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: approved
    owner: security-manager
    type: standard
    subject: policy/patching
    risk: medium
    approver: head-of-it  # expect
    # file: policies/exceptions/shared-sign-in.yaml
    kind: exception
    title: Shared sign-in in the laboratory
    status: approved
    owner: security-manager
    type: standard
    subject: policy/patching
    risk: high
    approver: cio  # expect
    # file: raci/roles/head-of-it.yaml
    kind: role
    title: Head of IT
    status: active
    type: governance
    purpose: Directs IT.
    responsibilities: [{id: direct, text: Directs IT.}]
    authorities: [{text: Takes small risks, risk_limit: 4}]
    # file: raci/roles/cio.yaml
    kind: role
    title: Chief information officer
    status: active
    type: governance
    purpose: Directs IT.
    responsibilities: [{id: direct, text: Directs IT.}]
    authorities: [{text: Takes risks, risk_limit: 20}]

Good:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: approved
    owner: security-manager
    type: standard
    subject: policy/patching
    risk: medium
    approver: cio
    # file: raci/roles/cio.yaml
    kind: role
    title: Chief information officer
    status: active
    type: governance
    purpose: Directs IT.
    responsibilities: [{id: direct, text: Directs IT.}]
    authorities: [{text: Takes risks, risk_limit: 20}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.governance import risk_authority
from skms.model import Model, hit, related
from skms.risks import LEVELS, level, risk

SEVERITY = "error"
WAIVABLE = False

_LOWEST = {word: (LEVELS[at - 1][1] + 1 if at else 1) for at, (word, _) in enumerate(LEVELS)}


def check(model: Model) -> Iterator[Hit]:
    """Compare the risk of exceptions in force or under review with what their approver may accept."""
    for record in model.of("exception"):
        approver = model.look(record.data.get("approver"), "role", "forum")
        score = _score(model, record)
        if record.phase == "ended" or record.status == "draft" or approver is None or score is None:
            continue
        most = risk_authority(model, approver)
        where = (
            [related(approver, ("authorities",), "its authority", True)] if approver.kind == "role" else []
        )
        if level(score) == "high" and approver.kind == "role":
            message = f"The risk is high, and {approver.title!r} approves it alone."
            yield hit(record, ("approver",), message, "Let a forum approve it, or lower the risk.", where)
        elif score > (most if most is not None else LEVELS[0][1] if approver.kind == "role" else 25):
            limit = f"up to {most}" if most is not None else "low ones, since no `risk_limit` is stated"
            word = f"{level(score)} (score {score} or more)"
            message = f"The risk is {word}, but {approver.title!r} may only take {limit}."
            yield hit(record, ("approver",), message, "Let somebody with more authority approve it.", where)


def _score(model: Model, record: Record) -> int | None:
    stated = record.data.get("risk")
    if stated in _LOWEST:
        return _LOWEST[stated]
    named = model.look(stated, "risk")
    return risk(named).residual if named else None
