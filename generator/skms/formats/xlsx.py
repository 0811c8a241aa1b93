"""Excel and OpenDocument spreadsheets: the values that the cells show, one grid a sheet.

Formulas and macros are not run: the value that was last saved is read.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from skms.formats import MAX_VALUES, Cell, Content, Grid, Line, Unreadable, _text

ENDINGS = (".xlsx", ".xlsm", ".ods")
MAX_UNPACKED = 512 * 1024 * 1024


def read(content: bytes) -> Content:
    """One grid for every sheet."""
    _weigh(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = tuple(_grid(book, name) for name in book.sheet_names)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(f"The spreadsheet cannot be read: {error}.", "Save it as .xlsx or .csv.") from error
    return Content(grids=grids)


def _weigh(content: bytes) -> None:
    """Refuse a small file that unpacks to a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable("This is not a spreadsheet.", "Save it as .xlsx or .csv.") from error
    if size > MAX_UNPACKED:
        raise Unreadable(f"The spreadsheet unpacks to {size:,} bytes; that is too much.", "Split it.")


def _grid(book: CalamineWorkbook, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.height * sheet.width > MAX_VALUES:
        size = f"{sheet.height:,} × {sheet.width:,}"
        raise Unreadable(
            f"The sheet {name!r} has {size} cells; that is too much.", "Delete what is not data."
        )
    rows = sheet.to_python(skip_empty_area=False)
    return Grid(
        name, tuple(Line(number, 0, tuple(_cell(v) for v in row)) for number, row in enumerate(rows, 1))
    )


def _cell(value: Any) -> Cell:
    """A cell as text or number: whole numbers without `.0`, dates as year-month-day."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time()
            else value.isoformat(sep=" ", timespec="minutes")
        )
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, str):
        return _text.clean(value) or None
    return value  # type: ignore[no-any-return] # bool or int
