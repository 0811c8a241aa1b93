"""A chain of parents, reports, escalations, prerequisites, subcontractors, successors or (non-mutual) dependencies
returns to its start.

Why: Who reports to oneself has no superior, and a service that needs itself can never be started. Whatever follows
such a chain never comes to an end.

Bad:
    # file: raci/teams/it.yaml
    kind: team
    title: IT department
    status: active
    type: department
    parent: operations  # expect
    # file: raci/teams/operations.yaml
    kind: team
    title: Operations
    status: active
    type: team
    parent: it

Good:
    # file: raci/teams/it.yaml
    kind: team
    title: IT department
    status: active
    type: department
    # file: raci/teams/operations.yaml
    kind: team
    title: Operations
    status: active
    type: team
    parent: it
"""

from collections.abc import Iterator, Mapping
from typing import Any

from skms.findings import Hit, Route
from skms.fit import Record
from skms.graphs import circles
from skms.kinds import marked, values
from skms.link import Link
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look for circles among the references with `x-chain`, in each kind and field, and within records."""
    chains: dict[tuple[str, str], dict[str, dict[str, Link]]] = {}
    for source in model.records.values():
        for link in model.links(source.name):
            if link.field.chain and link.target and not _mutual(source, link):
                graph = chains.setdefault((source.kind, str(link.route[0])), {})
                graph.setdefault(source.name, {}).setdefault(link.target, link)
    for graph in chains.values():
        for circle in circles(graph):
            yield _hit(model, graph, circle)
    yield from _within(model)


def _mutual(source: Record, link: Link) -> bool:
    """Dependencies that are stated to be mutual may lead back."""
    entry: Any = source.data
    for step in link.route[:2]:
        entry = entry[step]
    return isinstance(entry, dict) and entry.get("mode") == "mutual"


def _hit(model: Model, graph: Mapping[str, Mapping[str, Link]], circle: list[str]) -> Hit:
    links = [graph[a][b] for a, b in zip(circle, [*circle[1:], circle[0]], strict=True)]
    field = links[0].field.name
    way = " → ".join([*circle, circle[0]])
    message = (
        f"`{field}` leads back to where it starts: {way}."
        if len(circle) > 1
        else f"`{field}` names the record itself."
    )
    where = [
        related(model.records[link.source], link.route, f"leads on to {link.target}") for link in links[1:]
    ]
    return hit(model.records[circle[0]], links[0].route, message, "Take one of these references out.", where)


def _within(model: Model) -> Iterator[Hit]:
    """The same among the parts of one record, such as the headings of a framework."""
    for name in model.kinds:
        for pattern, node in marked(name, "x-chain"):
            for record in model.of(name) if "x-ref" not in node else ():
                yield from _parts(record, pattern)


def _parts(record: Record, pattern: tuple[str, ...]) -> Iterator[Hit]:
    *above, field = pattern[:-1] if pattern[-1] == "*" else pattern
    graph: dict[str, dict[str, Route]] = {}
    for route, item in values(record.data, tuple(above)):
        for below, text in values(item, pattern[len(above) :]):
            graph.setdefault(item["id"], {})[text] = (*route, *below)
    for circle in circles(graph):
        routes = [graph[a][b] for a, b in zip(circle, [*circle[1:], circle[0]], strict=True)]
        message = f"`{field}` leads back to where it starts: {' → '.join([*circle, circle[0]])}."
        where = [related(record, route, "leads on") for route in routes[1:]]
        yield hit(record, routes[0], message, "Take one of these references out.", where)
