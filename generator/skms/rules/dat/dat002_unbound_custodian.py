"""A supplier is custodian without ownership, processing, return and location clauses.

Why: Data in a supplier's hands is ours only as far as the contract says so.

Bad:
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner
    status: active
    data_classification: confidential
    personal_data: false
    steward: mail-steward
    custodian: supplier/example-hosting  # expect
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud

Good:
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner
    status: active
    data_classification: confidential
    personal_data: false
    steward: mail-steward
    custodian: supplier/example-hosting
    clauses: [hosting#data-ownership, hosting#data-processing, hosting#data-return, hosting#data-location]
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:
      - {id: data-ownership, title: Clause, type: data-ownership, party: both, text: Agreed., due: always}
      - {id: data-processing, title: Clause, type: data-processing, party: both, text: Agreed., due: always}
      - {id: data-return, title: Clause, type: data-return, party: both, text: Agreed., due: always}
      - {id: data-location, title: Clause, type: data-location, party: both, text: Agreed., due: always}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import named_clauses, supplier_of
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"

NEEDED = ("data-ownership", "data-processing", "data-return", "data-location")


def check(model: Model) -> Iterator[Hit]:
    """Look at the clauses that a live data asset names, of contracts with its custodian."""
    for asset in model.of("data-asset"):
        custodian = model.look(asset.data.get("custodian"), "team", "supplier") if asset.live else None
        links = [link for link in model.links(asset.name) if link.route[0] == "clauses"]
        if custodian and custodian.kind == "supplier" and all(model.get(link.target) for link in links):
            there = {
                clause.type
                for clause in named_clauses(model, asset)
                if (party := supplier_of(model, clause.contract)) and party.name == custodian.name
            }
            missing = [word for word in NEEDED if word not in there]
            if missing:
                message = (
                    f"{custodian.id!r} keeps this data, but no clause of type {one_of(missing)} is named."
                )
                remedy = "Name the clauses of its contract in `clauses`, or agree on them first."
                yield hit(asset, ("custodian",), message, remedy)
