"""A subcontractor is not permitted by the contract.

Why: Who really does the work, and where the data really goes, is for us to know beforehand.

Bad:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    subcontractors:
      - {supplier: small-works, scope: Nights}  # expect
    # file: catalogue/suppliers/small-works.yaml
    kind: supplier
    title: Small Works
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
    subcontracting: with-consent

Good:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    subcontractors:
      - {supplier: small-works, scope: Nights, consent: 2026-02-01}
    # file: catalogue/suppliers/small-works.yaml
    kind: supplier
    title: Small Works
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
    subcontracting: with-consent
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import contracts
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare the subcontractors of every live supplier with what its live contracts allow."""
    for supplier in model.of("supplier"):
        entries = supplier.data.get("subcontractors", ()) if supplier.live else ()
        agreed = contracts(model, supplier) if entries and not model.unread("contract") else ()
        said = {one.data.get("subcontracting") for one in agreed}
        for index, entry in enumerate(entries if agreed else ()):
            if "yes" in said or ("with-consent" in said and "consent" in entry):
                continue
            who = repr(entry["supplier"])
            if "with-consent" in said:
                message, remedy = (
                    f"The contract asks for consent to {who}, and none is recorded.",
                    "Add `consent` with its date.",
                )
            else:
                why = "forbids it" if "no" in said else "does not allow it"
                message = f"{who} works for {supplier.id!r}, but the contract {why}."
                remedy = "End it, or agree on it in the contract: `subcontracting: with-consent`."
            where = [
                related(one, ("subcontracting",), f"{one.id}")
                for one in agreed
                if "subcontracting" in one.data
            ]
            yield hit(supplier, ("subcontractors", index), message, remedy, where)
