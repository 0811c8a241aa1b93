"""A supplier's R or S is bound to no `raci` clause or UC target of a live contract with it.

Why: A matrix binds our own people. A supplier is bound by its contract only: without a clause it may do the work or
not.

Bad:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows:
      - activity: restore
        assign:
          incident-manager: A
          supplier/example-hosting: R  # expect
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud

Good:
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows:
      - activity: restore
        assign:
          incident-manager: A
          supplier/example-hosting: R
        bound_by: {supplier/example-hosting: contract/hosting#raci}
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
"""

from collections.abc import Iterator

from skms.findings import Hit, Route
from skms.fit import Record
from skms.integration import linked_clause, supplier_of
from skms.link import Link
from skms.model import Model, hit, related
from skms.raci import actors, all_rows
from skms.words import plural

SEVERITY = "error"

BINDING = frozenset("RS")


def check(model: Model) -> Iterator[Hit]:
    """Report each supplier once in a matrix. That a contract has ended is another rule's matter."""
    for matrix, rows in all_rows(model):
        unbound: dict[str, tuple[Record, list[Route]]] = {}
        bound: set[tuple[int, str]] | None = None
        unclear = _unclear(model, matrix)
        for row in rows:
            for text, actor in actors(model, matrix, row) if int(row.route[1]) not in unclear else ():
                if actor.kind == "supplier" and BINDING & set(row.cells.get(text, ())):
                    bound = _bound(model, matrix) if bound is None else bound
                    if (int(row.route[1]), actor.name) not in bound:
                        unbound.setdefault(actor.name, (actor, []))[1].append((*row.route, "assign", text))
        for supplier, routes in unbound.values():
            yield _hit(matrix, supplier, routes)


def _unclear(model: Model, matrix: Record) -> set[int]:
    """Rows that say of something unknown what binds it: it may be any supplier of the row."""
    links = (link for link in model.links(matrix.name) if link.on_key and link.target is None)
    return {int(link.route[1]) for link in links if link.route[2:3] == ("bound_by",)}


def _bound(model: Model, matrix: Record) -> set[tuple[int, str]]:
    """Rows and suppliers for which a clause or target with that supplier is named; what is broken counts."""
    links = [link for link in model.links(matrix.name) if link.route[2:3] == ("bound_by",)]
    actor_at = {link.route: link.target for link in links if link.on_key}
    found = set()
    for link in links:
        actor = actor_at.get(link.route)
        if not link.on_key and actor and _binds(model, link, actor):
            found.add((int(link.route[1]), actor))
    return found


def _binds(model: Model, link: Link, actor: str) -> bool:
    target = model.get(link.target)
    if target is None:
        return True
    if target.kind == "agreement":
        return model.resolve(str(target.data.get("provider", "")), ("team", "supplier")) == actor
    clause, supplier = linked_clause(model, link), supplier_of(model, target)
    if clause is None:
        return True  # dangling-fragment tells of it
    return supplier is None or (clause.type == "raci" and supplier.name == actor)


def _hit(matrix: Record, supplier: Record, routes: list[Route]) -> Hit:
    rows = plural(len(routes), "row")
    message = (
        f"Nothing binds {supplier.id!r} to its part in {rows}: no raci clause and no target of a UC with it."
    )
    where = [related(matrix, route, "not bound here either", True) for route in routes[1:]]
    remedy = f"Add to the row: `bound_by: {{{supplier.name}: contract/…#raci}}`."
    return hit(matrix, routes[0], message, remedy, where, on_key=True)
