"""A live supplier lacks service or escalation contacts.

Why: On the night when everything stands still, somebody must know whom to call there, and whom to call when that
does not help.

Bad:
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: desk-service-owner
    type: external
    contacts:  # expect
      - {purpose: service, desk: Operations desk, channel: hotline}

Good:
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: desk-service-owner
    type: external
    contacts:
      - {purpose: service, desk: Operations desk, channel: hotline}
      - {purpose: escalation-1, desk: Duty manager, channel: hotline}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"

NEEDED = ("service", "escalation-1")


def check(model: Model) -> Iterator[Hit]:
    """Look for both purposes among the contacts; that there are none at all is missing-status-field."""
    for supplier in model.of("supplier"):
        if supplier.live and "contacts" in supplier.data:
            purposes = {contact["purpose"] for contact in supplier.data["contacts"]}
            missing = [purpose for purpose in NEEDED if purpose not in purposes]
            if missing:
                message = f"The supplier {supplier.id!r} has no contact for {one_of(missing, 'and')}."
                remedy = f"Add one: `{{purpose: {missing[0]}, desk: …, channel: …}}`."
                yield hit(supplier, ("contacts",), message, remedy, on_key=True)
