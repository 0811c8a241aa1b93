"""CSV: one file a table, and one that says what was written, for importing.

UTF-8 with a byte-order mark, because spreadsheet programs guess wrongly without one. A text that they could take for a
formula gets a quote in front, and so does one that begins with a quote; importing takes the quote away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from skms.exports import File
from skms.fit import Record
from skms.model import Model
from skms.tables.cells import Cell, guarded, plain
from skms.tables.rows import MANIFEST, Table, manifest, tables

KINDS = None


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield one file for every table."""
    filled = tuple(tables(records))
    for table in filled:
        yield File(f"{table.sheet.file}.csv", content(table))
    yield File(f"{MANIFEST}.csv", _written(manifest(filled)))


def content(table: Table) -> bytes:
    """One table."""
    rows = ([_shown(cell) for cell in row.all_cells] for row in table.rows)
    return _written([table.sheet.header, *rows])


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _shown(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else plain(cell)
