"""Personal data at a supplier has no `dpa` clause, or has no retention basis.

Why: The law asks for both: a contract about data protection with whoever processes it, and a reason for how long it
is kept.

Bad:
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner
    status: active
    data_classification: confidential
    personal_data: true
    steward: mail-steward
    custodian: messaging
    retention: {period: 7Y}  # expect

Good:
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner
    status: active
    data_classification: confidential
    personal_data: true
    steward: mail-steward
    custodian: messaging
    retention: {period: 7Y, basis: Schedule 3}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import keepers, named_clauses, supplier_of
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at live data assets with personal data, and at each supplier that keeps them."""
    for asset in model.of("data-asset"):
        if not asset.live or not asset.data.get("personal_data"):
            continue
        if "basis" not in asset.data.get("retention", {}):
            field = "retention" if "retention" in asset.data else "personal_data"
            message = "Nothing says why this personal data is kept as long as it is."
            yield hit(asset, (field,), message, "Add it: `retention: {period: 7Y, basis: …}`.", on_key=True)
        links = [link for link in model.links(asset.name) if link.route[0] == "clauses"]
        if all(model.get(link.target) for link in links):
            covered = {
                party.name
                for clause in named_clauses(model, asset)
                if clause.type == "dpa" and (party := supplier_of(model, clause.contract))
            }
            for supplier in keepers(model, asset):
                if supplier.name not in covered:
                    message = f"{supplier.id!r} keeps this personal data, but no dpa clause with it is named."
                    remedy = "Name the clause about data protection in `clauses`, or agree on it first."
                    yield hit(asset, ("personal_data",), message, remedy)
