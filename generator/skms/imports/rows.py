"""Rows of a file: what expressions see of each, and what to call its cells in a message.

Beside its columns or keys every row has `_file`, `_stem` (file name without ending), `_sheet`, `_row` (its number) and
`_columns` (name and value of each, in tables), and in trees `_parent` (the mapping around it), `_list` (the key it
stands under), `_key` (its own key), `_index` and `_root`; in Markdown also `_body` and `_heading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or one piece of a tree."""

    file: str
    label: str
    line: int
    data: Mapping[str, Any]
    cells: Mapping[str, str]
    """Column → cell (`B7`), in tables."""
    problem: str = ""
    """Why the row itself cannot be used."""

    def place(self, name: str | None = None) -> str:
        """The cell or path of a column or key of this row; the row itself without a name."""
        if name is None or name.startswith("_"):
            return self.label
        if name in self.cells:
            return self.cells[name]
        return self.label if self.cells or " " in name or name not in self.data else f"{self.label}.{name}"


@dataclass(frozen=True, slots=True)
class RowSet:
    """The rows of one sheet or one `rows` expression of a file, and the columns they have (tables only)."""

    file: str
    sheet: str
    rows_expression: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] | None


def file_names(file: str) -> dict[str, str]:
    """What a row knows of its file."""
    name = file.rpartition("/")[2]
    return {"_file": name, "_stem": name.partition(".")[0]}
