"""A data owner is an external role or held by a supplier's staff.

Why: Whoever owns the data decides who may see it and when it is deleted. That cannot be left to those who keep it.

Bad:
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner  # expect
    status: active
    data_classification: confidential
    personal_data: false
    steward: mail-steward
    custodian: supplier/example-hosting
    # file: raci/roles/mail-owner.yaml
    kind: role
    title: Mail owner
    status: active
    type: external
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]

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
    # file: raci/roles/mail-owner.yaml
    kind: role
    title: Mail owner
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.roles import is_internal, outsiders

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the owner role of every data asset that is not over."""
    for asset in model.of("data-asset"):
        owner = model.look(asset.data["owner"], "role") if asset.phase != "ended" else None
        if owner and not is_internal(model, owner):
            held = outsiders(model, owner)
            why = "is held by a supplier's staff" if held else "is an external role"
            where = [related(owner, held[0].route if held else ("type",), f"{owner.id} {why}")]
            message = f"The data owner {owner.id!r} {why}."
            yield hit(asset, ("owner",), message, "Make one of our own roles the data owner.", where)
