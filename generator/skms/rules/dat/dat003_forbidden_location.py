"""Data is kept outside the contract's permitted locations.

Why: Another country is another law. Where data may be is agreed beforehand, and kept.

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
    locations:
      - {country: "US", purpose: storage, party: supplier/example-hosting}  # expect
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
    permitted_locations: ["GB"]

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
    locations:
      - {country: "GB", purpose: storage, party: supplier/example-hosting}
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
    permitted_locations: ["GB"]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.integration import contracts, named_clauses, supplier_of
from skms.model import Model, hit, related
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare the places of every live data asset with the contracts of whoever keeps it there."""
    for asset in model.of("data-asset"):
        custodian = asset.data.get("custodian")
        for index, place in enumerate(asset.data.get("locations", ()) if asset.live else ()):
            party = model.look(place.get("party", custodian), "team", "supplier")
            agreed = _agreed(model, asset, party) if party and party.kind == "supplier" else []
            allowed = {country for one in agreed for country in one.data["permitted_locations"]}
            if party and allowed and place["country"] not in allowed:
                where = [
                    related(one, ("permitted_locations",), f"{one.id} allows these", True) for one in agreed
                ]
                message = (
                    f"{party.id!r} keeps this data in {place['country']}; its contract allows only "
                    f"{one_of(sorted(allowed), 'and')}."
                )
                yield hit(
                    asset, ("locations", index), message, "Move the data, or agree on the place first.", where
                )


def _agreed(model: Model, asset: Record, supplier: Record) -> list[Record]:
    """Contracts that the asset names with this supplier, else all live ones, as far as they say where data may be."""
    named = {one.contract.name: one.contract for one in named_clauses(model, asset)}
    own = [
        one for one in named.values() if (party := supplier_of(model, one)) and party.name == supplier.name
    ]
    return [one for one in (own or contracts(model, supplier)) if one.data.get("permitted_locations")]
