"""Controls: which statements and nodes they answer to, how fresh their evidence is, Statements of Applicability.

Facts for rules and pages alike (domain specification 4.15, 4.31).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms.dates import add, parse_date
from skms.findings import Route
from skms.fit import Record
from skms.model import Model

_IN_PLACE = frozenset({"partial", "implemented", "alternative"})


@dataclass(frozen=True, slots=True)
class Applicability:
    """One line of a Statement of Applicability: a node of the framework and what is stated about it."""

    node: str
    title: str
    items: tuple[tuple[Route, dict[str, Any]], ...]
    """The items of the assessment for this node; sound is exactly one."""
    applicable: bool
    reason: str
    controls: tuple[Record, ...]
    """Live controls that answer to the node, themselves or through a statement that they implement."""


def statement_controls(model: Model, policy: Record) -> Mapping[str, tuple[Record, ...]]:
    """Live controls of each statement of a policy by its id, whichever of the two names the other."""
    return model.once(_statement_controls).get(policy.name, {})


def controlled_activities(model: Model, control: Record) -> tuple[tuple[Record, str], ...]:
    """`(process, activity id)` of every activity that a control works in."""
    found = []
    for link in model.backlinks(control.name):
        process = model.get(link.source)
        if process and process.kind == "process" and link.route[:1] == ("activities",):
            found.append((process, str(process.data["activities"][link.route[1]]["id"])))
    return tuple(found)


def evidence_due(entry: Mapping[str, Any]) -> date | None:
    """The last day on which a piece of evidence of a control is fresh; None where it never needs renewal."""
    dated, every = parse_date(entry.get("dated")), entry.get("renew_after")
    return add(dated, every) if dated and every else None


def in_place(control: Record) -> bool:
    """Whether a control is live and at least partly implemented."""
    return control.live and control.data["implementation_status"] in _IN_PLACE


def node_controls(model: Model, framework: Record) -> Mapping[str, tuple[Record, ...]]:
    """Live controls that answer to each node of a framework, themselves or through a statement they implement."""
    return model.once(_node_controls).get(framework.name, {})


def applicability(model: Model, assessment: Record) -> tuple[Applicability, ...]:
    """A Statement of Applicability: every control node of its framework in published order, with its items.

    Of ISO/IEC 27001 these are the nodes of Annex A, of another framework all nodes that can be assessed.
    """
    framework = model.look(assessment.data.get("framework"), "framework")
    if framework is None or assessment.data["type"] != "applicability":
        return ()
    items: dict[str, list[tuple[Route, dict[str, Any]]]] = {}
    for index, item in enumerate(assessment.data.get("items", ())):
        items.setdefault(item["node"], []).append((("items", index), item))
    controls = node_controls(model, framework)
    found = []
    for node in assessable(framework):
        stated = tuple(items.get(node["id"], ()))
        first = stated[0][1] if stated else {}
        found.append(
            Applicability(
                node["id"], node["title"], stated, first.get("applicable", True), str(first.get("reason", "")),
                controls.get(node["id"], ()),
            )
        )  # fmt: skip
    annex = tuple(one for one in found if one.node.startswith("A."))
    return annex or tuple(found)


def assessable(framework: Record) -> tuple[dict[str, Any], ...]:
    """Nodes of a framework that can be assessed: those marked so, and unmarked ones with none below them."""
    nodes = framework.data.get("nodes", ())
    parents = {node.get("parent") for node in nodes}
    return tuple(node for node in nodes if node.get("assessable", node["id"] not in parents))


def _statement_controls(model: Model) -> dict[str, dict[str, tuple[Record, ...]]]:
    found: dict[str, dict[str, dict[str, Record]]] = {}
    for control in model.of("control"):
        if control.live:
            for link in model.links(control.name):
                if link.route[0] == "implements" and link.target and link.fragment:
                    found.setdefault(link.target, {}).setdefault(link.fragment, {})[control.name] = control
    for policy in model.of("policy"):
        statements = policy.data.get("statements", ())
        for link in model.links(policy.name):
            if link.route[0] == "statements" and link.route[2] == "controls":
                named = model.get(link.target)
                if named and named.live:
                    key = str(statements[link.route[1]]["id"])
                    found.setdefault(policy.name, {}).setdefault(key, {})[named.name] = named
    return {
        name: {key: tuple(group[one] for one in sorted(group)) for key, group in by_statement.items()}
        for name, by_statement in found.items()
    }


def _node_controls(model: Model) -> dict[str, dict[str, tuple[Record, ...]]]:
    found: dict[str, dict[str, dict[str, Record]]] = {}
    for control in model.of("control"):
        for link in model.links(control.name) if control.live else ():
            if link.route[0] == "satisfies" and link.target and link.fragment:
                found.setdefault(link.target, {}).setdefault(link.fragment, {})[control.name] = control
    for policy in model.of("policy"):
        by_statement = statement_controls(model, policy) if policy.live else {}
        statements = policy.data.get("statements", ())
        for link in model.links(policy.name) if by_statement else ():
            if (
                link.route[0] == "statements"
                and link.route[2] == "satisfies"
                and link.target
                and link.fragment
            ):
                for control in by_statement.get(str(statements[link.route[1]]["id"]), ()):
                    found.setdefault(link.target, {}).setdefault(link.fragment, {})[control.name] = control
    return {
        name: {node: tuple(group[one] for one in sorted(group)) for node, group in nodes.items()}
        for name, nodes in found.items()
    }
