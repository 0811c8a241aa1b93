"""Suppliers operate every service and every process.

Why: An organisation that does nothing itself can no longer judge what is done for it.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    provider: supplier/example-hosting  # expect
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    operated_by: supplier/example-hosting
    activities:
      - id: triage
        title: Classify and assign
        lane: desk-lead
        next: [{to: restore}]
      - id: restore
        title: Restore the platform
        lane: supplier/example-hosting

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    provider: messaging
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    operated_by: supplier/example-hosting
    activities:
      - id: triage
        title: Classify and assign
        lane: desk-lead
        next: [{to: restore}]
      - id: restore
        title: Restore the platform
        lane: supplier/example-hosting
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look for one live service and one live process in our own hands, and report once at the first service."""
    services = [one for one in model.of("service") if one.live]
    processes = [one for one in model.of("process") if one.live]
    if services and processes and not model.unread("service", "process", "team"):
        outside = [one for one in services if _by_supplier(model, one, "provider")]
        run = [one for one in processes if _by_supplier(model, one, "operated_by")]
        if len(outside) == len(services) and len(run) == len(processes):
            message = f"Suppliers operate all {len(services)} live services and all {len(processes)} live processes."
            yield hit(
                services[0],
                ("provider",),
                message,
                "Keep at least the steering of suppliers in your own hands.",
            )


def _by_supplier(model: Model, record: Record, field: str) -> bool:
    party = model.look(record.data.get(field), "team", "supplier")
    return party is not None and party.kind == "supplier"
