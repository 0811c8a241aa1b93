"""A live service, agreement or holder depends on a supplier without a live contract.

Why: Without a contract nothing is owed: neither the work, nor the return of our data.

Bad:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier  # expect
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    provider: supplier/example-hosting

Good:
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
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    provider: supplier/example-hosting
"""

from collections.abc import Iterator

from skms.findings import Hit, Related
from skms.fit import Record
from skms.integration import contracts
from skms.model import Model, hit, related
from skms.roles import employer, outsiders
from skms.words import plural

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Report each supplier once with what depends on it; one that has ended is reported where it is named."""
    if model.unread("contract"):
        return
    places: dict[str, list[Related]] = {}
    for party, place in _reliances(model):
        places.setdefault(party.name, []).append(place)
    for name, found in sorted(places.items()):
        supplier = model.get(name)
        unclear = supplier and model.may_be_meant(supplier, "contract", "supplier")
        if supplier and not unclear and supplier.phase != "ended" and not contracts(model, supplier):
            depend = f"{plural(len(found), 'live record')} {'depends' if len(found) == 1 else 'depend'}"
            message = f"There is no live contract with {supplier.id!r}, on which {depend}."
            remedy = f"Add the contract with `supplier: {supplier.id}`, or end the supply."
            yield hit(supplier, ("kind",), message, remedy, found, on_key=True)


def _reliances(model: Model) -> Iterator[tuple[Record, Related]]:
    for kind in ("service", "agreement"):
        for record in model.of(kind):
            provider = model.look(record.data.get("provider"), "team", "supplier") if record.live else None
            if provider and provider.kind == "supplier":
                yield provider, related(record, ("provider",), f"{record.name} is provided by it")
    for role in model.of("role"):
        for holding in outsiders(model, role) if role.live else ():
            staffing = employer(model, holding.person)
            if staffing:
                yield staffing, related(role, holding.route, f"its staff hold {role.id}")
