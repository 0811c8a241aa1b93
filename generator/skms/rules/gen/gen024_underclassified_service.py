"""A service or interface handles data of a higher class than its `data_classification`.

Why: Whoever protects a service looks at its class. If the data in it is higher, it is protected too little.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    data_classification: internal  # expect
    data_assets: [mailbox-data]
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner
    status: active
    data_classification: confidential
    personal_data: false
    steward: mail-steward
    custodian: supplier/example-hosting

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    data_classification: confidential
    data_assets: [mailbox-data]
    # file: catalogue/data/mailbox-data.yaml
    kind: data-asset
    title: Mailbox data
    owner: mail-owner
    status: active
    data_classification: confidential
    personal_data: false
    steward: mail-steward
    custodian: supplier/example-hosting
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import class_rank
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare each service and interface that is not over with the highest of its data assets."""
    for record in (*model.of("service"), *model.of("interface")):
        own = record.data.get("data_classification")
        if own and record.phase != "ended" and "data_assets" in record.data:
            assets = [
                model.get(link.target) for link in model.links(record.name) if link.route[0] == "data_assets"
            ]
            there = [one for one in assets if one and one.phase != "ended"]
            highest = max(
                there, key=lambda one: class_rank(one.data.get("data_classification")), default=None
            )
            if highest and class_rank(highest.data.get("data_classification")) > class_rank(own):
                word = highest.data["data_classification"]
                message = f"This {record.kind} is classed {own}, but handles {highest.id!r}, which is {word}."
                where = [related(highest, ("data_classification",), f"{highest.id} is {word}")]
                remedy = f"Raise `data_classification` to {word}, or keep the data out of it."
                yield hit(record, ("data_classification",), message, remedy, where)
