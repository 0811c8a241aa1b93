"""A critical supplier lacks exit plan, alternative or `audit-right` clause.

Why: Whoever cannot leave a supplier, or may not look behind the curtain, does not steer it.

Bad:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    tier: critical  # expect
    alternatives: [Another hosting company]
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:
      - {id: audit-right, title: Clause, type: audit-right, party: both, text: Agreed., due: always}

Good:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    tier: critical
    alternatives: [Another hosting company]
    exit_plan: hosting-exit
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:
      - {id: audit-right, title: Clause, type: audit-right, party: both, text: Agreed., due: always}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.integration import clauses, contracts
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at every live critical supplier; one without any contract is uncontracted-supplier."""
    for supplier in model.of("supplier"):
        if supplier.live and supplier.data.get("tier") == "critical":
            missing = list(_missing(model, supplier))
            if missing:
                message = f"The critical supplier {supplier.id!r} has no {one_of(missing)}."
                remedy = "Add it here, or agree on the clause in its contract."
                yield hit(supplier, ("tier",), message, remedy)


def _missing(model: Model, supplier: Record) -> Iterator[str]:
    agreed = contracts(model, supplier)
    if "exit_plan" not in supplier.data and not any("plan" in one.data.get("exit", {}) for one in agreed):
        yield "exit plan"
    if not supplier.data.get("alternatives"):
        yield "alternative"
    types = {clause.type for one in agreed for clause in clauses(one)}
    if agreed and "audit-right" not in types and not model.unread("contract"):
        yield "audit-right clause"
