"""A live contract with a critical or high supplier lacks a `raci`, `data-ownership`, `process-interlock`,
`data-interchange`, `service-level` or `exit` clause, or one of its profile.

Why: What is not in the contract cannot be asked for later. Who does what, whose the data is and how we leave belong
in it before it is signed.

Bad:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    tier: high
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:  # expect
      - {id: raci, title: Clause, type: raci, party: both, text: Agreed., due: always}
      - {id: data-ownership, title: Clause, type: data-ownership, party: both, text: Agreed., due: always}
      - {id: process-interlock, title: Clause, type: process-interlock, party: both, text: Agreed., due: always}
      - {id: data-interchange, title: Clause, type: data-interchange, party: both, text: Agreed., due: always}
      - {id: service-level, title: Clause, type: service-level, party: both, text: Agreed., due: always}

Good:
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    tier: high
    # file: catalogue/contracts/hosting.yaml
    kind: contract
    title: Hosting
    owner: supplier-manager
    status: active
    supplier: example-hosting
    reference: C-0042
    type: saas
    clauses:
      - {id: raci, title: Clause, type: raci, party: both, text: Agreed., due: always}
      - {id: data-ownership, title: Clause, type: data-ownership, party: both, text: Agreed., due: always}
      - {id: process-interlock, title: Clause, type: process-interlock, party: both, text: Agreed., due: always}
      - {id: data-interchange, title: Clause, type: data-interchange, party: both, text: Agreed., due: always}
      - {id: service-level, title: Clause, type: service-level, party: both, text: Agreed., due: always}
      - {id: exit, title: Clause, type: exit, party: both, text: Agreed., due: always}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.integration import clauses, contracts
from skms.model import Model, hit, related
from skms.words import one_of

SEVERITY = "error"

ALWAYS = ("raci", "data-ownership", "process-interlock", "data-interchange", "service-level", "exit")
PROFILES = {
    "dora-art30": (
        "subcontracting", "data-location", "dpa", "data-return", "incident-notification", "authorities", "termination",
    ),
}  # fmt: skip
PAPERS = ("nda", "dpa")
"""By themselves no basis of work."""


def check(model: Model) -> Iterator[Hit]:
    """Contracts that belong together (a master, its statements of work, its amendments) are looked at as one."""
    for supplier in model.of("supplier"):
        if supplier.live and supplier.data.get("tier") in ("critical", "high"):
            families: dict[str, list[Record]] = {}
            for contract in contracts(model, supplier):
                families.setdefault(_root(model, contract).name, []).append(contract)
            for name, family in families.items():
                if any(one.data["type"] not in PAPERS for one in family):
                    head = next((one for one in family if one.name == name), family[0])
                    yield from _family(supplier, head, family)


def _root(model: Model, contract: Record) -> Record:
    seen = {contract.name}
    while (parent := model.look(contract.data.get("parent"), "contract")) and parent.name not in seen:
        seen.add(parent.name)
        contract = parent
    return contract


def _family(supplier: Record, head: Record, family: list[Record]) -> Iterator[Hit]:
    there = {clause.type for one in family for clause in clauses(one)}
    extra = [word for one in family for word in PROFILES.get(one.data.get("profile", ""), ())]
    missing = [word for word in dict.fromkeys((*ALWAYS, *extra)) if word not in there]
    if missing:
        tier = supplier.data["tier"]
        message = (
            f"The contract with the {tier} supplier {supplier.id!r} has no clause of type {one_of(missing)}."
        )
        remedy = "Agree on it, and add it in your own words: `{id: …, title: …, type: …, party: …, text: …, due: …}`."
        where = [related(one, ("type",), f"looked at with it: {one.id}") for one in family if one is not head]
        field = "clauses" if "clauses" in head.data else "type"
        yield hit(head, (field,), message, remedy.replace("{", "").replace("}", ""), where, on_key=True)
