"""Requester, owner or fulfiller is also the approver, or a finding's owner its verifier, as role or sole person.

Why: An approval is worth something only when it comes from somebody else. One person in two roles can approve as
little as one role twice.

Bad:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: in-review
    owner: security-manager
    type: standard
    subject: policy/patching
    requester: print-service-owner
    approver: print-service-owner  # expect
    # file: raci/roles/print-service-owner.yaml
    kind: role
    title: Print service owner
    status: active
    type: owner
    purpose: Answers for printing.
    responsibilities: [{id: own, text: Answers for printing.}]

Good:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: in-review
    owner: security-manager
    type: standard
    subject: policy/patching
    requester: print-service-owner
    approver: head-of-it
    # file: raci/roles/print-service-owner.yaml
    kind: role
    title: Print service owner
    status: active
    type: owner
    purpose: Answers for printing.
    responsibilities: [{id: own, text: Answers for printing.}]
    # file: raci/roles/head-of-it.yaml
    kind: role
    title: Head of IT
    status: active
    type: governance
    purpose: Directs IT.
    responsibilities: [{id: direct, text: Directs IT.}]
"""

from collections.abc import Iterator
from datetime import date

from skms.dates import parse_date
from skms.findings import Hit, Route
from skms.fit import Record
from skms.model import Model, hit, related
from skms.roles import holders

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare those who ask or own with those who approve, on the day of the approval."""
    for record in model.of("exception"):
        if record.phase != "ended":
            day = parse_date(record.data.get("approved_on"))
            yield from _pair(model, record, ("requester", "owner"), ("approver",), day)
    for record in model.of("policy"):
        if record.phase != "ended":
            day = parse_date(record.data.get("approval", {}).get("date"))
            yield from _pair(model, record, ("owner",), ("approval", "by"), day)
            yield from _pair(model, record, ("owner",), ("approver",), day)
    for record in model.of("service"):
        if record.phase != "ended":
            yield from _requests(model, record)


def _pair(
    model: Model, record: Record, asking: tuple[str, ...], approving: Route, day: date | None
) -> Iterator[Hit]:
    """At most one hit for an approver, whatever the number of fields it stands in."""
    names = {link.route: link.target for link in model.links(record.name)}
    judge = names.get(approving)
    for field in asking if judge else ():
        asker = names.get((field,))
        why = _same(model, asker, judge, day) if asker and judge else ""
        if why:
            message = f"`{'.'.join(map(str, approving))}` and `{field}` are {why}."
            where = [related(record, (field,), f"the {field}")]
            yield hit(record, approving, message, "Let somebody else approve.", where)
            return


def _same(model: Model, one: str, other: str, day: date | None) -> str:
    """Why two roles are one: the same role, or on the day of the approval the same only person."""
    if one == other:
        return f"the same role {one.partition('/')[2]!r}"
    first, second = model.get(one), model.get(other)
    if not day or not first or not second:
        return ""
    people = {holding.person.name for holding in holders(model, first, day=day)}
    if len(people) == 1 and people == {holding.person.name for holding in holders(model, second, day=day)}:
        person = model.get(next(iter(people)))
        return f"the same person, {person.title}, in two roles" if person else ""
    return ""


def _requests(model: Model, service: Record) -> Iterator[Hit]:
    """Who fulfils a request must not be who approves it."""
    names = {link.route: link for link in model.links(service.name) if link.route[0] == "request_types"}
    for index in range(len(service.data.get("request_types", ()))):
        approval = names.get(("request_types", index, "approval"))
        work = names.get(("request_types", index, "fulfilment_process"))
        process = model.get(work.target) if work else None
        found = (
            model.part(process, work.fragment, ("activities",))
            if process and work and work.fragment
            else None
        )
        lane = model.resolve(found[1].get("lane", ""), ("role", "team", "supplier")) if found else None
        if approval and lane and lane == approval.target and process and found:
            where = [related(process, (*found[0], "lane"), "who fulfils it")]
            message = f"The request is approved and fulfilled by the same role {approval.text!r}."
            yield hit(
                service, approval.route, message, "Let somebody else approve, or set `approval: none`.", where
            )
