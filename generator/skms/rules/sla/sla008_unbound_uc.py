"""A live UC rests on no `service-level` clause of a live contract of its provider.

Why: A list of targets binds a supplier only if the contract says so. Without the clause it is a wish.

Bad:
    # file: catalogue/agreements/hosting-uc.yaml
    kind: agreement
    title: Hosting uc
    owner: service-level-manager
    status: active
    type: uc
    provider: supplier/example-hosting
    recipient: team/messaging
    covers: [mail-platform]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    contract: hosting
    clauses: []  # expect
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:
      - {id: levels, title: Levels, type: service-level, party: supplier, text: As in the UC., due: monthly}
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud

Good:
    # file: catalogue/agreements/hosting-uc.yaml
    kind: agreement
    title: Hosting uc
    owner: service-level-manager
    status: active
    type: uc
    provider: supplier/example-hosting
    recipient: team/messaging
    covers: [mail-platform]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    contract: hosting
    clauses: [hosting#levels]
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:
      - {id: levels, title: Levels, type: service-level, party: supplier, text: As in the UC., due: monthly}
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.integration import Clause, linked_clause, named_clauses, supplier_of
from skms.model import Model, hit
from skms.service_levels import live

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the clauses of every live UC; that a contract has ended or not begun is another rule's matter."""
    for agreement in live(model, "uc"):
        supplier = model.look(agreement.data.get("provider"), "team", "supplier")
        if supplier and not _unclear(model, agreement):
            found = named_clauses(model, agreement)
            if not any(_binds(model, clause, supplier) for clause in found):
                yield _hit(agreement, supplier, found)


def _unclear(model: Model, agreement: Record) -> bool:
    """Whether a contract or clause that is named, or the supplier of that contract, is missing or broken."""
    if model.unclear(agreement, "contract", "clauses"):
        return True
    named = [link for link in model.links(agreement.name) if link.route[0] in ("contract", "clauses")]
    contracts = [contract for link in named if (contract := model.get(link.target))]
    return any(model.unclear(contract, "supplier") for contract in contracts) or any(
        link.fragment and linked_clause(model, link) is None for link in named
    )


def _binds(model: Model, clause: Clause, supplier: Record) -> bool:
    party = supplier_of(model, clause.contract)
    return clause.type == "service-level" and party is not None and party.name == supplier.name


def _hit(agreement: Record, supplier: Record, found: tuple[Clause, ...]) -> Hit:
    if not found:
        message = f"No clause of a contract with {supplier.id!r} is named that binds it."
    else:
        message = f"None of the clauses named is of type service-level and agreed with {supplier.id!r}."
    contract = str(agreement.data.get("contract", "contract"))
    field = next((one for one in ("clauses", "contract") if one in agreement.data), "type")
    remedy = f"Name the clause about service levels: `clauses: [{contract}#service-level]`."
    return hit(agreement, (field,), message, remedy)
