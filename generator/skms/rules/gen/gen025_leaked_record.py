"""An `audience` is wider than the record's classification allows: `public` needs public, `customer` and `employee`
at most internal, others at most confidential.

Why: The record says in one field who is meant to use it and in another who may read it. Where the first are more,
either something leaks or people cannot read what is meant for them.

Bad:
    # file: catalogue/services/tap-water.yaml
    kind: service
    title: Drinking water
    owner: water-service-owner
    status: idea
    type: business
    classification: internal
    audience: [public, employee]  # expect

Good:
    # file: catalogue/services/tap-water.yaml
    kind: service
    title: Drinking water
    owner: water-service-owner
    status: idea
    type: business
    classification: public
    audience: [public, employee]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.kinds import resolve
from skms.model import Model, hit, related
from skms.words import one_of

SEVERITY = "error"

CLASSES = ("public", "internal", "confidential", "restricted")
WIDEST = {"public": "public", "customer": "internal", "employee": "internal"}
"""The highest class that each audience may read; for all others that is confidential."""


def check(model: Model) -> Iterator[Hit]:
    """Compare both fields of every record that is not over."""
    for record in model.records.values():
        audience = record.data.get("audience") if record.valid and record.phase != "ended" else None
        if isinstance(audience, list):
            own = record.data.get("classification", _default(model, record))
            for index, group in enumerate(audience):
                most = WIDEST.get(group, "confidential")
                if CLASSES.index(own) > CLASSES.index(most):
                    assumed = (
                        "" if "classification" in record.data else ", as is assumed where nothing is said"
                    )
                    message = f"The audience {group!r} may not read this record: its classification is {own}{assumed}."
                    allowed = one_of(CLASSES[: CLASSES.index(most) + 1])
                    where = [related(record, ("classification",), f"classified {own}")] if not assumed else []
                    yield hit(
                        record,
                        ("audience", index),
                        message,
                        f"Set `classification` to {allowed}, or take {group!r} out.",
                        where,
                    )


def _default(model: Model, record: Record) -> str:
    node = resolve(model.kinds[record.kind].schema["properties"].get("classification", {}))
    return str(node.get("default", "internal"))
