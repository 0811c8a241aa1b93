"""Files to sets of rows: each file in its format, each set of rows read once for all entries that ask for it."""

from __future__ import annotations

from fnmatch import fnmatch

from skms import formats
from skms.formats import Unreadable
from skms.imports.grids import grid_rows
from skms.imports.mapfile import ImportMap
from skms.imports.rows import RowSet
from skms.imports.trees import Places


def read(name: str, content: bytes, imap: ImportMap) -> tuple[list[RowSet], list[str]]:
    """Every set of rows of a file that an entry of the map asks for, and the sheets that none asks for.

    Raises `Unreadable` where the file cannot be read.
    """
    found = formats.read(_format(name, imap), content)
    asked = tuple(dict.fromkeys(entry.rows for entry in imap.entries if matches(entry.file, name))) or ("",)
    wanted = [grid for grid in found.grids if "" in asked or grid.name in asked]
    row_sets = [grid_rows(name, grid, imap.header, imap.transpose) for grid in wanted]
    many = len(found.trees) > 1
    for number, tree in enumerate(found.trees, 1):
        places = Places(name, number if many else 0, tree)
        row_sets += [places.rows(expression) for expression in asked]
    return row_sets, [grid.name for grid in found.grids if grid not in wanted and grid.lines]


def _format(name: str, imap: ImportMap) -> str:
    ending = f".{name.rpartition('.')[2]}" if "." in name.rpartition("/")[2] else ""
    wanted = imap.format or formats.for_ending(ending)
    if wanted is None:
        known = sorted({known for module in formats.formats().values() for known in module.ENDINGS})
        message = f"Nothing is known about files that end in {ending or 'nothing'}."
        raise Unreadable(message, f"Read are {', '.join(known)}.")
    return wanted


def matches(pattern: str, file: str) -> bool:
    """Whether a file is one that an entry is about: by its name, or with its folders where the pattern has a `/`."""
    return not pattern or fnmatch(file if "/" in pattern else file.rpartition("/")[2], pattern)


def asks(rows: str, row_set: RowSet) -> bool:
    """Whether an entry's `rows` names this set: a sheet by its name, or every sheet; a tree by the same expression."""
    if row_set.columns is None:
        return rows == row_set.rows_expression
    return rows in ("", row_set.sheet)
