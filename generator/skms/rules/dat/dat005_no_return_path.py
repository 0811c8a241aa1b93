"""Data held by a supplier has no format and period for its return.

Why: On the last day of a contract it is too late to ask in which form our data comes back.

Bad:
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner
    status: active
    data_classification: confidential
    personal_data: false
    steward: mail-steward
    custodian: supplier/example-hosting
    returns_on_exit: {format: mbox}  # expect
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
    returns_on_exit: {format: mbox, period: 30d}
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import keepers
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"

NEEDED = ("format", "period")


def check(model: Model) -> Iterator[Hit]:
    """Look at live data assets that a supplier keeps."""
    for asset in model.of("data-asset"):
        suppliers = keepers(model, asset) if asset.live else ()
        missing = [field for field in NEEDED if field not in asset.data.get("returns_on_exit", {})]
        if suppliers and missing:
            who = one_of((repr(one.id) for one in suppliers), "and")
            field = next(one for one in ("returns_on_exit", "custodian", "locations") if one in asset.data)
            message = f"Nothing says in which {one_of(missing, 'and')} {who} returns this data."
            remedy = "Add it as agreed: `returns_on_exit: {format: CSV, period: 30d}`."
            yield hit(asset, (field,), message, remedy, on_key=field != "custodian")
