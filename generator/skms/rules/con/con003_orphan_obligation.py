"""A `raci`, `process-interlock`, `data-interchange` or `data-ownership` clause is used by no cell, interlock, interface
or data asset.

Why: A clause that nobody works by is forgotten on both sides. Who relies on it says so in their record.

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
    clauses:
      - {id: raci, title: Clause, type: raci, party: both, text: Agreed., due: always}  # expect

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
    clauses:
      - {id: raci, title: Clause, type: raci, party: both, text: Agreed., due: always}
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows:
      - activity: restore
        assign: {incident-manager: A, supplier/example-hosting: R}
        bound_by: {supplier/example-hosting: contract/hosting#raci}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import clause_uses, clauses
from skms.link import Link, kinds_meant
from skms.model import Model, hit

SEVERITY = "error"

USERS = {
    "raci": "a cell of a RACI matrix",
    "process-interlock": "an interlock",
    "data-interchange": "an interface or interlock",
    "data-ownership": "a data asset or interlock",
}
KINDS = ("raci", "interlock", "interface", "data-asset")


def check(model: Model) -> Iterator[Hit]:
    """Look for a use of each such clause of a live contract."""
    if model.unread(*KINDS):
        return
    dangling = (link for links in model.dangling.values() for link in links)
    astray = {link.fragment for link in dangling if _user(link) and "contract" in kinds_meant(link)}
    for contract in model.of("contract"):
        for clause in clauses(contract) if contract.live else ():
            uses = clause_uses(model, clause) if clause.type in USERS else ()
            used = clause.id in astray or any(_user(link) for link in uses)
            if clause.type in USERS and not used:
                message = f"Nothing uses the {clause.type} clause {clause.id!r}."
                remedy = f"Name `{clause.name}` in {USERS[clause.type]}."
                yield hit(contract, clause.route, message, remedy)


def _user(link: Link) -> bool:
    return link.source.partition("/")[0] in KINDS
