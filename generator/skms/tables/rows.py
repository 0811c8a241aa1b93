"""The sheets of a model, filled: which rows there are and what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from skms.findings import Route
from skms.fit import Record
from skms.tables.cells import Cell, cell, fingerprint
from skms.tables.columns import Pattern, Sheet, sheets_of

Keys = tuple[str, ...]
MANIFEST = "_rows"
"""The sheet or file that says what was written."""
MANIFEST_HEADER = ("sheet", "row", "fingerprint")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its keys, the route of the item it stands for, and the cells besides the keys."""

    record: Record
    keys: Keys
    route: Route
    item: dict[str, Any]
    cells: tuple[Cell, ...]

    @property
    def all_cells(self) -> tuple[Cell, ...]:
        """Every cell of the row, as it is written."""
        return (*(_key_cell(key) for key in self.keys), *self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet and its rows."""

    sheet: Sheet
    rows: tuple[Row, ...]


def tables(records: Iterable[Record]) -> Iterator[Table]:
    """The sheets that the valid ones among the records fill, kind by kind; a kind without records has none."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        if record.valid:
            groups.setdefault(record.kind, []).append(record)
    for kind, group in sorted(groups.items()):
        for sheet in sheets_of(kind):
            rows = tuple(row for record in group for row in rows_of(sheet, record))
            if rows or not sheet.pattern:
                yield Table(sheet, rows)


def rows_of(sheet: Sheet, record: Record) -> Iterator[Row]:
    """The rows of one record in a sheet."""
    for keys, route, item in _items(sheet, record.data, sheet.pattern, (record.id,), ()):
        cells = tuple(cell(value_at(item, column.route), column) for column in sheet.columns)
        yield Row(record, keys, route, item, cells)


def mark(sheet: Sheet, cells: Sequence[Cell]) -> str:
    """The fingerprint of a row, from its cells besides the keys."""
    return fingerprint([column.name for column in sheet.columns], cells)


def manifest(filled: Iterable[Table]) -> Iterator[tuple[str, ...]]:
    """What was written: a header, then for each row its sheet, its keys and its fingerprint.

    An import finds by it what was added, taken away, or changed in the files since.
    """
    yield MANIFEST_HEADER
    for table in filled:
        for row in table.rows:
            yield table.sheet.file, "\t".join(row.keys), mark(table.sheet, row.cells)


def value_at(item: Any, route: Pattern) -> Any:
    """The value of a field of an item; None where it is not given."""
    for step in route:
        if not isinstance(item, dict):
            return None
        item = item.get(step)
    return item


def _items(
    sheet: Sheet, data: Any, pattern: Pattern, keys: Keys, route: Route
) -> Iterator[tuple[Keys, Route, dict[str, Any]]]:
    """Every item of a sheet's list in a record, with its keys and its route."""
    if not pattern:
        yield keys, route, data
        return
    at = pattern.index("*") if "*" in pattern else len(pattern)
    items = value_at(data, pattern[:at])
    rest = pattern[at + 1 :]
    for index, (key, item) in enumerate(
        zip(names_of(items, _id_field(sheet, route, pattern[:at])), items or (), strict=False)
    ):
        yield from _items(sheet, item, rest, (*keys, key), (*route, *pattern[:at], index))


def names_of(items: Any, field: str | None) -> list[str]:
    """How the items of a list are called: by their id, else by their place from 1.

    An item whose id is missing, taken by another or could be taken for a place is called by its place, too.
    """
    if not isinstance(items, list):
        return []
    ids = [item.get(field) if field and isinstance(item, dict) else None for item in items]
    often = Counter(name for name in ids if isinstance(name, str))
    return [
        name if isinstance(name, str) and often[name] == 1 and not name.isdigit() else str(number)
        for number, name in enumerate(ids, 1)
    ]


def _id_field(sheet: Sheet, route: Route, pattern: Pattern) -> str | None:
    """The field that names the items of a list on the way to a sheet's rows."""
    steps = tuple("*" if isinstance(step, int) else step for step in (*route, *pattern))
    return next((one.item_id for one in sheets_of(sheet.kind) if one.pattern == steps), None)


def _key_cell(key: str) -> Cell:
    return int(key) if key.isdigit() and len(key) < 10 else key
