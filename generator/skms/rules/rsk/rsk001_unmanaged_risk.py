"""Residual exceeds inherent, or exceeds appetite without improvement or dated acceptance by sufficient authority.

Why: A risk above the appetite is either being lowered or has been taken by somebody who may. Everything else is hope.
An improvement answers if the risk is its source and it is not closed or cancelled. A role's authority is its
`risk_limit`, a forum's its right to decide about scores.

Bad:
    # file: policies/risks/single-mast.yaml
    kind: risk
    title: One mast carries all telemetry
    status: open
    owner: telemetry-owner
    statement: {cause: One mast, event: It fails, effect: Works go dark}
    governance_domain: itsm
    subjects: [service/telemetry]
    inherent: {likelihood: 3, impact: 5}
    residual: {likelihood: 3, impact: 4}  # expect
    appetite: 8
    treatment: mitigate
    # file: policies/risks/lost-papers.yaml
    kind: risk
    title: Papers are lost
    status: open
    owner: telemetry-owner
    statement: {cause: Paper, event: It is lost, effect: Nobody knows}
    governance_domain: itsm
    subjects: [service/telemetry]
    inherent: {likelihood: 2, impact: 2}
    residual: {likelihood: 3, impact: 2}  # expect
    appetite: 8
    treatment: mitigate

Good:
    # file: policies/risks/single-mast.yaml
    kind: risk
    title: One mast carries all telemetry
    status: accepted
    owner: telemetry-owner
    statement: {cause: One mast, event: It fails, effect: Works go dark}
    governance_domain: itsm
    subjects: [service/telemetry]
    inherent: {likelihood: 3, impact: 5}
    residual: {likelihood: 3, impact: 4}
    appetite: 8
    treatment: accept
    acceptance: {by: cio, until: 2027-03-31}
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
from skms.governance import risk_authority
from skms.model import Model, hit, related
from skms.risks import Risk, risks

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at every live risk; an acceptance that is past its end is found by another rule."""
    for one in risks(model):
        if one.residual > one.inherent:
            message = (
                f"What remains ({one.residual}) is more than the risk without any measure ({one.inherent})."
            )
            where = [related(one.record, ("inherent",), "the inherent risk")]
            yield hit(one.record, ("residual",), message, "Score one of the two again.", where)
        elif one.above_appetite and not _improving(model, one):
            yield from _acceptance(model, one)


def _acceptance(model: Model, one: Risk) -> Iterator[Hit]:
    accepted = one.record.data.get("acceptance")
    above = f"The remaining risk ({one.residual}) is above the appetite ({one.appetite})"
    if not accepted:
        message = f"{above}, no improvement lowers it, and nobody has accepted it."
        yield hit(
            one.record,
            ("residual",),
            message,
            "Start an improvement with this risk as its source, or accept it.",
        )
        return
    by = model.look(accepted["by"], "role", "forum")
    most = risk_authority(model, by) if by else None
    if by and (most if most is not None else 0 if by.kind == "role" else 25) < one.residual:
        limit = (
            f"only accept risks up to {most}" if most is not None else "accept none: it has no `risk_limit`"
        )
        message = f"{above}, and {by.title!r}, who accepted it, may {limit}."
        where = [
            related(by, ("authorities" if by.kind == "role" else "decision_types",), "its authority", True)
        ]
        yield hit(
            one.record, ("acceptance", "by"), message, "Let somebody with more authority accept it.", where
        )


def _improving(model: Model, one: Risk) -> bool:
    """Whether an improvement has the risk as its source, or one that does not exist and may be it."""
    if model.may_be_meant(one.record, "improvement", "source"):
        return True
    links = (link for link in model.backlinks(one.record.name) if link.route == ("source", "ref"))
    return any(
        found is not None and found.phase != "ended" for found in (model.get(link.source) for link in links)
    )
