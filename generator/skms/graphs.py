"""Graphs as plain mappings: circles, found without recursion and in time linear in nodes and edges."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)
Graph = Mapping[Node, Collection[Node]]
"""From each node to those that it leads to; a node without an entry leads nowhere."""


def circles(graph: Graph[Node]) -> Iterator[list[Node]]:
    """One circle of every knot of nodes that lead to each other: the shortest through its first node."""
    for knot in knots(graph):
        first = min(knot, key=str)
        if len(knot) > 1 or first in graph.get(first, ()):
            yield _way_back(graph, first, frozenset(knot))


def reached(graph: Graph[Node], starts: Iterable[Node]) -> set[Node]:
    """The starts and every node that they lead to."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for node in graph.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def knots(graph: Graph[Node]) -> Iterator[list[Node]]:
    """The strongly connected components (Tarjan's algorithm with a stack of its own)."""
    order: dict[Node, int] = {}
    low: dict[Node, int] = {}
    open_nodes: list[Node] = []
    is_open: set[Node] = set()
    for root in graph:
        if root in order:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(graph.get(root, ())))]
        order[root] = low[root] = len(order)
        open_nodes.append(root)
        is_open.add(root)
        while work:
            node, rest = work[-1]
            for following in rest:
                if following not in order:
                    order[following] = low[following] = len(order)
                    open_nodes.append(following)
                    is_open.add(following)
                    work.append((following, iter(graph.get(following, ()))))
                    break
                if following in is_open:
                    low[node] = min(low[node], order[following])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    yield _close(node, open_nodes, is_open)


def _close(node: Node, open_nodes: list[Node], is_open: set[Node]) -> list[Node]:
    knot: list[Node] = []
    while not knot or knot[-1] != node:
        knot.append(open_nodes.pop())
    is_open.difference_update(knot)
    return knot


def _way_back(graph: Graph[Node], first: Node, knot: frozenset[Node]) -> list[Node]:
    """The nodes of the shortest way from a node back to itself, the last step left out."""
    before: dict[Node, Node] = {}
    waiting = deque([first])
    while waiting:
        node = waiting.popleft()
        for following in sorted((one for one in graph.get(node, ()) if one in knot), key=str):
            if following == first:
                way = [node]
                while way[-1] != first:
                    way.append(before[way[-1]])
                return way[::-1]
            if following not in before:
                before[following] = node
                waiting.append(following)
    raise AssertionError("nodes of one knot lead back to each other")
