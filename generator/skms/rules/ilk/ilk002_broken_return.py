"""A handover has neither return nor `terminal`, or the case does not come back to an internal owner.

Why: What is handed to a supplier has to come back to somebody who tells the customer. Otherwise the case is solved
there and open here.

Bad:
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover  # expect
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
    case_owner: {before: desk-lead, during: supplier/example-hosting, after: desk-lead}
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Desk lead
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]

Good:
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
    case_owner: {before: desk-lead, during: supplier/example-hosting, after: desk-lead}
    return: hosting-to-desk
    # file: catalogue/interlocks/hosting-to-desk.yaml
    kind: interlock
    title: Hosting to desk
    owner: incident-manager
    status: published
    type: handover
    from: {party: supplier/example-hosting, activity: incident#restore}
    to: {party: desk-lead, activity: incident#triage}
    case_owner: {before: desk-lead, during: supplier/example-hosting, after: desk-lead}
    terminal: true
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Desk lead
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.integration import End, interlocks, is_ours, party_supplier
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Follow the way back of every live handover."""
    known = {one[0].name: one for one in interlocks(model)}
    for interlock, _, to in interlocks(model):
        if interlock.live and interlock.data["type"] == "handover" and not interlock.data.get("terminal"):
            if "return" in interlock.data:
                yield from _way_back(model, interlock, to, known)
            else:
                message = "The handover says neither how the case comes back nor that it ends there."
                remedy = "Name the interlock that brings it back in `return`, or write `terminal: true`."
                yield hit(interlock, ("type",), message, remedy)


def _way_back(
    model: Model, interlock: Record, to: End, known: dict[str, tuple[Record, End, End]]
) -> Iterator[Hit]:
    back = model.look(interlock.data["return"], "interlock")
    if back is None or back.name not in known:
        return  # missing or over: other rules tell of it
    _, starts, _ = known[back.name]
    if to.party and starts.party and _side(model, starts.party) != _side(model, to.party):
        message = (
            f"The case goes to {to.party.name}, but {back.id!r} brings it back from {starts.party.name}."
        )
        where = [related(back, ("from",), "the way back begins here", True)]
        yield hit(
            interlock, ("return",), message, "Name the interlock that begins where this one ends.", where
        )
        return
    if not _home(model, back, known):
        where = [related(back, ("to",), "the way back", True)]
        message = f"By {back.id!r} the case does not come back to one of our own roles or teams."
        yield hit(interlock, ("return",), message, "Let the way back end with an internal role.", where)
        return
    owner = interlock.data.get("case_owner", {}).get("after")
    party = model.look(owner, "role", "team", "supplier")
    if party and not is_ours(model, party):
        message = f"Afterwards the case belongs to {party.name}, which is not one of our own."
        yield hit(interlock, ("case_owner", "after"), message, "Name the internal role that closes it.")


def _home(model: Model, back: Record, known: dict[str, tuple[Record, End, End]]) -> bool:
    """Whether the chain of returns reaches an internal party; what cannot be read counts as home."""
    seen: set[str] = set()
    while back.name not in seen:
        seen.add(back.name)
        party = known[back.name][2].party
        if party is None or is_ours(model, party):
            return True
        following = model.look(back.data.get("return"), "interlock")
        if following is None or following.name not in known:
            return "return" in back.data
        back = following
    return False


def _side(model: Model, party: Record) -> str:
    supplier = party_supplier(model, party)
    return supplier.name if supplier else "customer" if party.kind == "customer" else "ours"
