"""Which records answer to which node of a framework, and where nothing does.

A node is *covered* where a live record implements it, *partial* where live records only support or evidence it,
*planned* where only records not yet in force name it, and a *gap* otherwise. A node that cannot be assessed itself (a
heading) has no state of its own; its figures are those of the nodes below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from skms.findings import Route
from skms.fit import Record
from skms.model import Model

STATES = ("covered", "partial", "planned", "gap")
FIELD = ("satisfies", "*", "node")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement that a record answers to a node."""

    record: Record
    relation: str
    """`implements`, `supports` or `evidences`."""
    route: Route
    """Of the statement, in the record: a whole record's, or one of its parts'."""

    @property
    def part(self) -> Route:
        """Route of the part that makes it: `()` for the whole record, `("statements", 2)` for a statement."""
        return self.route[: self.route.index("satisfies")]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a framework with its evidence. `depth` counts its parents."""

    id: str
    title: str
    depth: int
    assessable: bool
    evidence: tuple[Evidence, ...]
    state: str | None
    """One of `STATES`; None for a node that cannot be assessed."""
    below: Mapping[str, int]
    """Number of assessable nodes in each state, this one and all below it."""


def coverage(model: Model, framework: Record) -> tuple[Node, ...]:
    """Every node of a framework in its published order, children right after their parent."""
    return model.once(_all)[framework.name]


def totals(nodes: Iterable[Node]) -> dict[str, int]:
    """Number of assessable nodes in each state."""
    found = [node.state for node in nodes]
    return {state: found.count(state) for state in STATES}


def share(counts: Mapping[str, int]) -> float | None:
    """Share of covered nodes from 0 to 1; None where there is nothing to cover."""
    whole = sum(counts.values())
    return counts["covered"] / whole if whole else None


def _all(model: Model) -> dict[str, tuple[Node, ...]]:
    return {framework.name: _nodes(model, framework) for framework in model.of("framework")}


def _nodes(model: Model, framework: Record) -> tuple[Node, ...]:
    evidence = _evidence(model, framework)
    items = {str(item["id"]): item for item in framework.data["nodes"]}
    children: dict[str | None, list[str]] = {}
    for key, item in items.items():
        parent = item.get("parent")
        children.setdefault(parent if parent in items else None, []).append(key)
    found: list[Node] = []
    for key in children.get(None, ()):
        _add(key, 0, items, children, evidence, found)
    return tuple(found)


def _add(
    key: str, depth: int, items: Mapping[str, dict[str, object]], children: Mapping[str | None, list[str]],
    evidence: Mapping[str, list[Evidence]], found: list[Node],
) -> dict[str, int]:  # fmt: skip
    """Append a node and all below it; return the counts of the whole branch."""
    item, own = items[key], tuple(evidence.get(key, ()))
    assessable = bool(item.get("assessable", not children.get(key)))
    state = _state(own) if assessable else None
    counts = {name: int(name == state) for name in STATES}
    place = len(found)
    for child in children.get(key, ()):
        below = _add(child, depth + 1, items, children, evidence, found)
        counts = {name: counts[name] + below[name] for name in STATES}
    found.insert(place, Node(key, str(item.get("title", key)), depth, assessable, own, state, counts))
    return counts


def _state(evidence: tuple[Evidence, ...]) -> str:
    live = {one.relation for one in evidence if one.record.live}
    if live:
        return "covered" if "implements" in live else "partial"
    return "planned" if any(one.record.phase == "planned" for one in evidence) else "gap"


def _evidence(model: Model, framework: Record) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for link in model.backlinks(framework.name):
        record = model.get(link.source)
        if record and link.fragment and link.field.pattern[-3:] == FIELD:
            statement = record.data
            for step in link.route[:-1]:
                statement = statement[step]  # type: ignore[index]  # routes of links lead through lists too
            found.setdefault(link.fragment, []).append(
                Evidence(record, str(statement.get("relation", "implements")), link.route)
            )
    return found
