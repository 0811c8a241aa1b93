"""What an import has to say about rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from skms.imports.rows import Row
from skms.imports.values import Value, column

_NUMBER = re.compile(r"\d+")
_ROW = re.compile(r"\d+\Z")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row could not become (part of) a record; a note where it did, but something is worth knowing."""

    file: str
    place: str
    """Cell (`B7`), row or path (`groups[3].name`)."""
    line: int
    """Line of the file; 0 where the format has no lines."""
    message: str
    help: str = ""
    note: bool = False


def about(
    row: Row, message: str, help_text: str = "", value: Value | None = None, *, note: bool = False
) -> Trouble:
    """A trouble with a row, or with the cell or key that a value of the map takes from it."""
    return Trouble(row.file, row.place(column(value, row.data)), row.line, message, help_text, note)


def order(trouble: Trouble) -> tuple[str, int, str, int, str, str]:
    """In the order of the files: by line, by row of a sheet, and with `[9]` before `[10]`."""
    sheet, mark, cell = trouble.place.rpartition("!")
    row = int(found.group()) if (mark or not trouble.line) and (found := _ROW.search(cell)) else 0
    place = _NUMBER.sub(lambda number: number.group().zfill(7), cell)
    return trouble.file, trouble.line, sheet, row, place, trouble.message
