"""Excel: a sheet for every kind and every list of sub-records, made for editing and importing again.

Cells are typed (dates, numbers, true and false), everything else is text and never a formula or a link. The header
stays in sight and explains each column in a note; what may be chosen is offered as a list.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from xlsxwriter import Workbook

from skms.exports import File
from skms.fit import Record
from skms.model import Model
from skms.tables.cells import Cell
from skms.tables.columns import BOOLEAN, DATE, LIST, NUMBER, PAIRS, Column, Sheet
from skms.tables.rows import MANIFEST, Table, manifest, tables

KINDS = None
NAME = "catalogue.xlsx"
LONGEST = 32_767
"""Longest text of a cell; what is longer is left out, and left alone when the sheet is imported."""
TOO_LONG = "(too long for a cell: edit the file)"
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheet programs disagree on the days before."""
README = "Read me"
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_CHOICES = 255

_HELP = (
    "How to edit these records",
    "",
    "Each row is one record, or one entry of a list within a record. Change cells, save, then run: skms import FILE",
    "The note on each heading says what the column means. Only what you change is changed in the files.",
    "Several values in one cell: one a line (Alt+Enter). Several named values: one “name: value” a line.",
    "A new record: a new row with an id of small letters, digits and hyphens.",
    "A new entry of a list: a new row that names its record.",
    "An empty cell takes the value away. A row that is gone is only reported, unless skms import is run with --delete.",
    "What somebody else has changed in the files since this was written is never overwritten; you are told instead.",
)


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield one workbook."""
    memory = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    }  # fmt: skip
    book = Workbook(memory, options)
    book.set_properties({"title": model.settings.name, "created": _MADE})
    formats = _Formats(book)
    _readme(book, model)
    filled = tuple(tables(records))
    for table in filled:
        _sheet(book, formats, table)
    _manifest(book, filled)
    book.close()
    yield File(NAME, memory.getvalue())


class _Formats:
    """The few cell formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.head = book.add_format({"bold": True, "bg_color": "#E7ECF4", "border": 1, "num_format": "@"})
        self.must = book.add_format({"bold": True, "bg_color": "#CFDDF2", "border": 1, "num_format": "@"})
        self.text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.plain = book.add_format({"valign": "top"})

    def of(self, column: Column) -> Any:
        """The format of a column's cells."""
        return self.date if column.shape == DATE else self.plain if _typed(column) else self.text


def _typed(column: Column) -> bool:
    return column.shape in (NUMBER, BOOLEAN)


def _readme(book: Workbook, model: Model) -> None:
    sheet = book.add_worksheet(README)
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
    for number, line in enumerate((model.settings.name, f"As of {model.as_of.isoformat()}", "", *_HELP)):
        sheet.write_string(number, 0, line)


def _manifest(book: Workbook, filled: Iterable[Table]) -> None:
    """What was written, on a sheet that nobody sees."""
    page = book.add_worksheet(MANIFEST)
    page.very_hidden()
    for number, row in enumerate(manifest(filled)):
        for at, text in enumerate(row):
            page.write_string(number, at, text)


def _sheet(book: Workbook, formats: _Formats, table: Table) -> None:
    sheet, page = table.sheet, book.add_worksheet(table.sheet.name)
    page.freeze_panes(1, len(sheet.keys))
    _head(page, formats, sheet)
    last = len(table.rows) + 200
    for at, column in enumerate(sheet.columns, len(sheet.keys)):
        if choices := _choices(column):
            page.data_validation(1, at, last, at, {"validate": "list", "source": choices})
    for number, row in enumerate(table.rows, 1):
        for at, content in enumerate(row.all_cells):
            if content is not None:
                _write(page, number, at, content, _format(formats, sheet, at))
    page.autofilter(0, 0, max(len(table.rows), 1), len(sheet.header) - 1)


def _head(page: Any, formats: _Formats, sheet: Sheet) -> None:
    for at, key in enumerate(sheet.keys):
        page.set_column(at, at, 26, formats.text)
        page.write_string(0, at, key, formats.must)
    for at, column in enumerate(sheet.columns, len(sheet.keys)):
        page.set_column(at, at, _width(column), formats.of(column))
        page.write_string(0, at, column.name, formats.must if column.required else formats.head)
        page.write_comment(0, at, _note(column), {"x_scale": 2, "y_scale": 1.5})


def _note(column: Column) -> str:
    several = {LIST: "\nSeveral: one a line.", PAIRS: "\nOne “name: value” a line."}.get(column.shape, "")
    must = "\nMust be given." if column.required else ""
    return f"{column.title}\n{column.help}{several}{must}"


def _width(column: Column) -> int:
    return 12 if _typed(column) or column.shape == DATE else 50 if column.node.get("contentMediaType") else 24


def _choices(column: Column) -> list[str]:
    """The values that a cell offers to choose from; none where they would not fit."""
    if column.shape == BOOLEAN:
        return ["TRUE", "FALSE"]
    values = column.node.get("enum", ()) if column.shape not in (LIST, PAIRS) else ()
    known = [str(value) for value in values]
    return known if len(",".join(known)) <= _CHOICES else []


def _format(formats: _Formats, sheet: Sheet, at: int) -> Any:
    at -= len(sheet.keys)
    return formats.text if at < 0 else formats.of(sheet.columns[at])


def _write(page: Any, row: int, at: int, content: Cell, style: Any) -> None:
    if isinstance(content, bool):
        page.write_boolean(row, at, content, style)
    elif isinstance(content, (int, float)):
        page.write_number(row, at, content, style)
    elif isinstance(content, date):
        if content >= FIRST_DAY:
            page.write_datetime(row, at, content, style)
        else:
            page.write_string(row, at, content.isoformat(), style)
    elif content is not None:
        page.write_string(row, at, content if len(content) <= LONGEST else TOO_LONG, style)
