"""A `raci` or `data-ownership` clause was agreed after the contract started.

Why: Who does what, and whose the data is, is settled before the work begins. Afterwards the other side has no reason
to agree.

Bad:
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
    signed_on: 2025-12-01
    start: 2026-01-01
    clauses:
      - {id: raci, title: Clause, type: raci, party: both, text: Agreed., due: always, agreed_on: 2026-03-01}  # expect

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
    signed_on: 2025-12-01
    start: 2026-01-01
    clauses:
      - {id: raci, title: Clause, type: raci, party: both, text: Agreed., due: always}
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.integration import clauses
from skms.model import Model, hit, related

SEVERITY = "error"

EARLY = ("raci", "data-ownership")


def check(model: Model) -> Iterator[Hit]:
    """Compare the day of each such clause of a live contract with its start; contracts signed late count once."""
    for contract in model.of("contract"):
        start, signed = (parse_date(contract.data.get(field)) for field in ("start", "signed_on"))
        late = [
            (clause, day)
            for clause in (clauses(contract) if contract.live and start else ())
            if clause.type in EARLY
            and (day := parse_date(clause.data.get("agreed_on")) or signed) is not None
            and start is not None
            and day > start
        ]
        told = False
        for clause, day in late:
            own = "agreed_on" in clause.data
            if start and (own or not told):
                told = told or not own
                what = (
                    f"The {clause.type} clause was agreed"
                    if own
                    else "The contract with such clauses was signed"
                )
                message = f"{what} on {long_date(day)}, after it had started on {long_date(start)}."
                where = [related(contract, ("start",), "started here")]
                remedy = "Agree on it before the start next time; for this one record an exception."
                yield hit(contract, clause.route if own else ("signed_on",), message, remedy, where)
