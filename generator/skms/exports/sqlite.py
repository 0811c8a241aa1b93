"""SQLite: a table of all records, one for each kind and each list of sub-records, and a table of all references.

`links.target` is a foreign key to `records`, and so is the record of every row. Lists are JSON, which SQLite can read
(`json_each`); dates are text such as 2026-01-31, true is 1.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from skms.exports import File
from skms.fit import Record
from skms.model import Model
from skms.tables.columns import BOOLEAN, NUMBER, Sheet
from skms.tables.rows import Row, Table, tables, value_at

KINDS = None
NAME = "catalogue.sqlite"

_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
  name TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, status TEXT, phase TEXT NOT NULL,
  path TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE links (
  source TEXT NOT NULL REFERENCES records (name), field TEXT NOT NULL, route TEXT NOT NULL, text TEXT NOT NULL,
  target TEXT REFERENCES records (name), part TEXT
);
CREATE INDEX links_by_source ON links (source);
CREATE INDEX links_by_target ON links (target);
"""


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield one database."""
    chosen = tuple(records)
    base = sqlite3.connect(":memory:")
    try:
        base.executescript(_SCHEMA)
        base.executemany(
            "INSERT INTO about VALUES (?, ?)",
            [("name", model.settings.name), ("as_of", model.as_of.isoformat()), ("version", "1")],
        )
        base.executemany(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(one.name, one.kind, one.id, one.title, one.status, one.phase, one.path) for one in chosen],
        )
        base.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", _links(model, chosen))
        for table in tables(chosen):
            _fill(base, table)
        base.commit()
        yield File(NAME, base.serialize())
    finally:
        base.close()


def _links(model: Model, records: Sequence[Record]) -> Iterator[tuple[str | None, ...]]:
    names = {record.name for record in records}
    for record in records:
        for link in model.links(record.name):
            target = link.target if link.target in names else None
            route = ".".join(map(str, link.route))
            yield link.source, link.field.name or route, route, link.text, target, link.fragment


def _fill(base: sqlite3.Connection, table: Table) -> None:
    sheet = table.sheet
    name = _quoted(sheet.file.replace(".", "_").replace("-", "_"))
    columns = ["record TEXT NOT NULL REFERENCES records (name)"]
    columns += [f"{_quoted(key)} TEXT NOT NULL" for key in _keys(sheet)]
    columns += [f"{_quoted(column.name)}{_type(column.shape)}" for column in sheet.columns]
    base.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    base.executemany(f"INSERT INTO {name} VALUES ({marks})", [_values(sheet, row) for row in table.rows])


def _keys(sheet: Sheet) -> tuple[str, ...]:
    """Key columns besides the record, which every table has."""
    return sheet.keys[1:] if sheet.pattern else sheet.keys


def _values(sheet: Sheet, row: Row) -> list[Any]:
    keys = row.keys[1:] if sheet.pattern else row.keys
    return [row.record.name, *keys, *(_plain(value_at(row.item, column.route)) for column in sheet.columns)]


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def _type(shape: str) -> str:
    # Values that may be of either type keep the one they have.
    return {NUMBER: "", BOOLEAN: " INTEGER"}.get(shape, " TEXT")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
