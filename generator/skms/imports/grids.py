"""Rows of tables: the header, the columns, the cells with their spreadsheet names."""

from __future__ import annotations

from dataclasses import dataclass

from skms.formats import Cell, Grid, Line
from skms.imports.filters import missing
from skms.imports.rows import Row, RowSet, file_names
from skms.words import plural


def grid_rows(file: str, grid: Grid, header: int | None, transpose: bool) -> RowSet:
    """The rows of a sheet below its header. Rows without any text are not rows."""
    table = _table(grid)
    if transpose:
        table = [list(column) for column in zip(*table, strict=True)]
    start = header - 1 if header else next((n for n, row in enumerate(table) if not _blank(row)), len(table))
    if start >= len(table):
        return RowSet(file, grid.name, "", (), ())
    names = _names(table[start])
    rows = tuple(
        _grid_row(file, grid.name, names, row, transpose) for row in table[start + 1 :] if not _blank(row)
    )
    return RowSet(file, grid.name, "", rows, tuple(name for name in names if name))


@dataclass(frozen=True, slots=True)
class _At:
    """A cell with its place."""

    cell: Cell
    name: str
    line: int


def _table(grid: Grid) -> list[list[_At]]:
    width = max((len(line.cells) for line in grid.lines), default=0)
    return [
        [_At(_get(line, column), f"{_letters(column)}{line.number}", line.line) for column in range(width)]
        for line in grid.lines
    ]


def _get(line: Line, column: int) -> Cell:
    return line.cells[column] if column < len(line.cells) else None


def _blank(row: list[_At]) -> bool:
    return all(missing(at.cell) for at in row)


def _names(header: list[_At]) -> list[str]:
    """Names of the columns; one that stands twice becomes `Name (2)`, one without a name is empty."""
    names: list[str] = []
    for at in header:
        name = " ".join(str(at.cell).split()) if not missing(at.cell) else ""
        seen = sum(1 for other in names if other == name or other.startswith(f"{name} ("))
        names.append(f"{name} ({seen + 1})" if name and name in names else name)
    return names


def _grid_row(file: str, sheet: str, names: list[str], row: list[_At], transpose: bool) -> Row:
    mark = f"{sheet}!" if sheet else ""
    values = {name: at.cell for name, at in zip(names, row, strict=True) if name}
    stray = [at.name for name, at in zip(names, row, strict=True) if not name and not missing(at.cell)]
    number = (
        row[0].name.rstrip("0123456789") if transpose else row[0].name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    )
    special = {
        "_sheet": sheet,
        "_row": number,
        "_columns": [{"name": name, "value": value} for name, value in values.items()],
    }
    problem = (
        f"{plural(len(stray), 'cell')} ({', '.join(stray[:3])}) stand under no column name" if stray else ""
    )
    label = f"{mark}{'column' if transpose else 'row'} {number}"
    cells = {name: f"{mark}{at.name}" for name, at in zip(names, row, strict=True) if name}
    return Row(file, label, row[0].line, {**file_names(file), **special, **values}, cells, problem)


def _letters(column: int) -> str:
    """0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text
