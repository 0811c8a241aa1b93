"""A live supplier lacks a tested, clause-bound interlock for one of its patterns.

Why: A supplier is on board when an incident, a change or an invoice has been passed to it and back once, and the
contract says so.

Bad:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    patterns: [incident]  # expect

Good:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    patterns: [incident]
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
    pattern: incident
    clauses: [hosting#process-interlock]
    test: {method: table-top, last: 2026-05-04, frequency: 12M}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import interlocks_of
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the patterns of every live supplier and at its live interlocks."""
    if model.unread("interlock"):
        return
    astray = _astray(model)
    for supplier in model.of("supplier"):
        if supplier.live and supplier.data.get("patterns"):
            ready, begun = set(), set()
            for interlock, _, _ in interlocks_of(model, supplier):
                pattern = interlock.data.get("pattern")
                begun.add(pattern)
                if (
                    interlock.live
                    and interlock.data.get("clauses")
                    and interlock.data.get("test", {}).get("last")
                ):
                    ready.add(pattern)
            missing = [one for one in supplier.data["patterns"] if one not in ready | astray]
            if missing:
                untested = [one for one in missing if one in begun]
                what = one_of(missing, "and")
                message = (
                    f"No live interlock with {supplier.id!r} for {what} is tested and rests on a clause."
                )
                remedy = (
                    f"Finish {one_of(untested, 'and')}: publish it, name its clauses, and test it."
                    if untested
                    else f"Add an interlock with `pattern: {missing[0]}`, its clauses and a test."
                )
                yield hit(supplier, ("patterns",), message, remedy)


def _astray(model: Model) -> set[str]:
    """Patterns of interlocks with a party that does not exist."""
    links = (link for link in model.astray("interlock", "from", "to") if link.route[1] == "party")
    return {str(model.records[link.source].data.get("pattern")) for link in links}
