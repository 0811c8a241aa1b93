"""An interlock with a supplier names no `process-interlock` clause, or carries data without `data-interchange` and
`data-ownership` clauses; between suppliers this holds for both contracts.

Why: A hand-over that the contract does not know is a favour. So is the promise that the data in it stays ours.

Bad:
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock  # expect
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
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
    clauses: [hosting#process-interlock]
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
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:
      - {id: process-interlock, title: Clause, type: process-interlock, party: both, text: Agreed., due: always}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.integration import interlocks, named_clauses, party_supplier, supplier_of
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at every live interlock and each supplier in it; clauses that do not exist are dangling references."""
    for interlock, *ends in interlocks(model):
        suppliers = {one.name: one for end in ends if (one := party_supplier(model, end.party))}
        if interlock.live and suppliers:
            links = [link for link in model.links(interlock.name) if link.route[0] == "clauses"]
            if all(model.get(link.target) for link in links):
                yield from _check(model, interlock, suppliers)


def _check(model: Model, interlock: Record, suppliers: dict[str, Record]) -> Iterator[Hit]:
    carries = any(one.get("data_assets") for one in interlock.data.get("carries", ()))
    wanted = ("process-interlock", *(("data-interchange", "data-ownership") if carries else ()))
    agreed: dict[str, set[str]] = {}
    for clause in named_clauses(model, interlock):
        supplier = supplier_of(model, clause.contract)
        if supplier:
            agreed.setdefault(supplier.name, set()).add(clause.type)
    for name, supplier in suppliers.items():
        missing = [word for word in wanted if word not in agreed.get(name, ())]
        if missing:
            message = (
                f"The interlock names no clause of type {one_of(missing)} of a contract with {supplier.id!r}."
            )
            at = "clauses" if "clauses" in interlock.data else "kind"
            remedy = "Name it in `clauses`, or agree on it with the supplier first."
            yield hit(interlock, (at,), message, remedy, on_key=True)
