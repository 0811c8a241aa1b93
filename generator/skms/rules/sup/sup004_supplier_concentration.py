"""One supplier underpins more than 30 % of tier-1 services.

Why: When too much rests on one company, its bad day is everybody's. The limit is set in `skms.yml`: `supplier-
concentration-percent: 30`.

Bad:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier  # expect
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: catalogue/services/storage.yaml
    kind: service
    title: Storage
    owner: storage-owner
    status: live
    type: technical
    criticality: tier-1
    provider: supplier/example-hosting
    # file: catalogue/services/servers.yaml
    kind: service
    title: Servers
    owner: servers-owner
    status: live
    type: technical
    criticality: tier-1
    provider: supplier/example-hosting
    # file: catalogue/services/wan.yaml
    kind: service
    title: Wan
    owner: wan-owner
    status: live
    type: technical
    criticality: tier-1
    provider: networks
    # file: catalogue/services/voice.yaml
    kind: service
    title: Voice
    owner: voice-owner
    status: live
    type: technical
    criticality: tier-1
    provider: networks

Good:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: catalogue/services/storage.yaml
    kind: service
    title: Storage
    owner: storage-owner
    status: live
    type: technical
    criticality: tier-1
    provider: supplier/example-hosting
    # file: catalogue/services/servers.yaml
    kind: service
    title: Servers
    owner: servers-owner
    status: live
    type: technical
    criticality: tier-1
    provider: platforms
    # file: catalogue/services/wan.yaml
    kind: service
    title: Wan
    owner: wan-owner
    status: live
    type: technical
    criticality: tier-1
    provider: networks
    # file: catalogue/services/voice.yaml
    kind: service
    title: Voice
    owner: voice-owner
    status: live
    type: technical
    criticality: tier-1
    provider: networks
"""

from collections.abc import Iterator

from skms.dependencies import all_dependants
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related

SEVERITY = "warning"

FEW = 2
"""A single service is no concentration."""


def check(model: Model) -> Iterator[Hit]:
    """Count the tier-1 services that a supplier provides, or that rest on what it provides."""
    important = {
        one.name for one in model.of("service") if one.live and one.data.get("criticality") == "tier-1"
    }
    most = model.settings.limit("supplier-concentration-percent", 30)
    provided: dict[str, list[Record]] = {}
    for service in model.of("service") if important else ():
        provider = model.look(service.data.get("provider"), "team", "supplier") if service.live else None
        if provider and provider.kind == "supplier":
            provided.setdefault(provider.name, []).append(service)
    for name, services in sorted(provided.items()):
        resting = {
            one.name for service in services for one in (service, *all_dependants(model, service))
        } & important
        share = 100 * len(resting) / len(important)
        supplier = model.get(name)
        if supplier and len(resting) >= FEW and share > most:
            message = (
                f"{len(resting)} of {len(important)} tier-1 services ({share:.0f} %) rest on {supplier.id!r}; "
                f"{most:g} % is the limit."
            )
            where = [related(one, ("provider",), f"provides {one.id}") for one in services[:5]]
            yield hit(
                supplier,
                ("kind",),
                message,
                "Spread them, or accept the risk in an exception.",
                where,
                on_key=True,
            )
