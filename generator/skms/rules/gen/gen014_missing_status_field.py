"""A field that the present status requires is missing.

Why: A draft may be rough, but what people rely on must say who provides it, for whom and how to get help. The
status says how much must be known.

Bad:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: in-review  # expect
    owner: incident-manager
    governance_domain: itsm
    purpose: Restore service quickly.
    scope: {in: [unplanned interruptions]}
    triggers: [{id: reported, title: A user reports a fault}]
    inputs: [{id: fault, title: Fault report}]
    outputs: [{id: restored, title: Restored service}]

Good:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: draft
    owner: incident-manager
    purpose: Restore service quickly.
"""

from collections.abc import Iterator
from typing import Any

from skms.findings import Hit
from skms.fit import Record
from skms.kinds import Kind, resolve
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Apply the `x-required` lists of each kind to its records."""
    for name, kind in model.kinds.items():
        by_status = _by_status(kind)
        for record in model.of(name):
            data = record.data
            for demand in by_status.get(record.status or "", ()):
                missing = [field for field in demand["fields"] if field not in data]
                if missing and _applies(record, demand):
                    yield from (_hit(record, demand, field, kind.schema["properties"]) for field in missing)


def _by_status(kind: Kind) -> dict[str, list[dict[str, Any]]]:
    """What each status asks for."""
    demands = kind.schema.get("x-required", ())
    return {
        status: [demand for demand in demands if kind.lifecycle.asks(status, demand["from"])]
        for status in kind.lifecycle.phases
    }


def _applies(record: Record, demand: dict[str, Any]) -> bool:
    fits = (record.data.get(field) in _list(allowed) for field, allowed in demand.get("when", {}).items())
    return all(fits) and not any(field in record.data for field in demand.get("unless", ()))


def _hit(record: Record, demand: dict[str, Any], field: str, fields: dict[str, Any]) -> Hit:
    why = "".join(f" and {other} {record.data[other]}" for other in demand.get("when", {}))
    node = resolve(fields.get(field, {}))
    title = str(node.get("title", field)).lower()
    meaning = f" ({title})" if title != field.replace("_", " ") else ""
    one = f"{'An' if record.kind[0] in 'aeiou' else 'A'} {record.kind}"
    message = f"{one} with status {record.status}{why} needs the field {field!r}{meaning}."
    instead = "".join(f", or `{other}`" for other in demand.get("unless", ()))
    remedy = f"Add `{field}`{instead}: {node.get('description', 'see the page of the kind.')}"
    return hit(record, ("status",), message, remedy)


def _list(allowed: Any) -> list[Any]:
    return allowed if isinstance(allowed, list) else [allowed]
