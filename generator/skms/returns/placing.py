"""From places in records back to cells, and the order in which fields stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from skms.findings import Hit, Route
from skms.formats import Line
from skms.kinds import Schema, resolve
from skms.model import Model
from skms.returns.reading import Page
from skms.tables.columns import sheets_of
from skms.tables.rows import Keys, rows_of


@dataclass(slots=True)
class Places:
    """Where the rows that were taken over stand."""

    lines: dict[tuple[str, Keys], tuple[Page, Line]] = field(default_factory=dict)

    def note(self, page: Page, line: Line, keys: Keys) -> None:
        """Remember where a row stands."""
        self.lines[page.sheet.file, keys] = (page, line)

    def find(self, model: Model, hit: Hit) -> str | None:
        """The cell that a hit is about; None where it is not in a row that was taken over."""
        record = next((one for one in model.everything if one.path == hit.path), None)
        if record is None:
            return None
        for sheet in sorted(sheets_of(record.kind), key=lambda one: -len(one.pattern)):
            for row in rows_of(sheet, record):
                if hit.route[: len(row.route)] != row.route or (sheet.file, row.keys) not in self.lines:
                    continue
                page, line = self.lines[sheet.file, row.keys]
                rest = tuple(str(step) for step in hit.route[len(row.route) :])
                column = next(
                    (one.name for one in sheet.columns if rest and rest[: len(one.route)] == one.route),
                    None,
                )
                return page.place(line, column or sheet.keys[-1])
        return None


def ordered(node: Schema, route: Route) -> tuple[str, ...]:
    """The usual order of the fields of the group at a route."""
    for step in route:
        node = resolve(node)
        below = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        node = below if isinstance(below, dict) else {}
    return tuple(resolve(node).get("properties", ()))


def blank(data: Any, route: Route) -> list[Any]:
    """The list at a route; an empty one where there is none."""
    for step in route:
        if isinstance(data, dict) and step not in data:
            return []
        data = data[step]
    return data if isinstance(data, list) else []
