"""Rows of trees: what JMESPath finds, with the path and line of each piece and what stands around it."""

from __future__ import annotations

from typing import Any

from skms.findings import Route
from skms.formats import Tree
from skms.imports import expressions
from skms.imports.rows import Row, RowSet, file_names


class Places:
    """Where the pieces of a tree stand: JMESPath hands out the very objects of the tree, so identity finds them."""

    def __init__(self, file: str, number: int, tree: Tree) -> None:
        self.file, self.number, self.tree = file, number, tree
        self.routes: dict[int, tuple[Route, Any]] = {}
        self.contexts: dict[int, dict[str, Any]] = {}
        stack: list[tuple[Any, Route, Any]] = [(tree.data, (), None)]
        while stack:
            value, route, parent = stack.pop()
            if not isinstance(value, dict | list) or id(value) in self.routes:
                continue
            self.routes[id(value)] = (route, parent)
            inner = value if isinstance(value, dict) else parent
            below = value.items() if isinstance(value, dict) else enumerate(value)
            stack += [(child, (*route, step), inner) for step, child in below]

    def rows(self, expression: str) -> RowSet:
        """The pieces that a `rows` expression names; without one, the items of a list, or the tree itself."""
        found = expressions.path(expression).search(self.tree.data) if expression else self.tree.data
        pieces = found if isinstance(found, list) else [] if found is None else [found]
        rows = (self.row(piece, index, expression) for index, piece in enumerate(pieces) if piece is not None)
        return RowSet(self.file, "", expression, tuple(rows), None)

    def row(self, piece: Any, index: int, expression: str) -> Row:
        if id(piece) in self.routes and isinstance(piece, dict):
            route = self.routes[id(piece)][0]
            label, line = _path(route), self.line(route)
        else:
            # A value that the expression made (or a bare text) has no place of its own.
            label, line = f"{expression or 'item'} [{index}]", 0
        if self.number:
            label = f"document {self.number} {label}".strip()
        return Row(self.file, label or "the document", line, self.context(piece, index), {})

    def line(self, route: Route) -> int:
        while route and route not in self.tree.lines:
            route = route[:-1]
        return self.tree.lines.get(route, 0)

    def context(self, piece: Any, index: int | None = None) -> dict[str, Any]:
        """What expressions see of a piece; each mapping's is made once."""
        if not isinstance(piece, dict):
            return {
                "_value": piece,
                "_index": index,
                "_root": self.tree.data,
                **file_names(self.file),
                **self.tree.extra,
            }
        if id(piece) in self.contexts:
            return self.contexts[id(piece)]
        route, parent = self.routes.get(id(piece), ((), None))
        names = [step for step in route if isinstance(step, str)]
        special = {
            **file_names(self.file), **self.tree.extra, "_row": index, "_root": self.tree.data,
            "_key": route[-1] if route else None,
            "_list": names[-1] if names else None,
            "_index": next((step for step in reversed(route) if isinstance(step, int)), None),
            "_parent": self.context(parent) if parent is not None else None,
        }  # fmt: skip
        self.contexts[id(piece)] = {**special, **piece}
        return self.contexts[id(piece)]


def _path(route: Route) -> str:
    """`groups[3].name`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)
    return steps.removeprefix(".")
