"""Files to sheets: which of our tables each grid is, where its columns stand, and what was written once."""

from __future__ import annotations

import string
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from skms import formats
from skms.formats import Cell as GridCell
from skms.formats import Content, Grid, Line
from skms.tables.cells import Cell, plain, truth, unguarded
from skms.tables.columns import BOOLEAN, Sheet, sheets
from skms.tables.rows import MANIFEST, MANIFEST_HEADER, Keys
from skms.words import did_you_mean

README = "Read me"


class NotOurs(Exception):
    """The files are no export of ours; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a cell, a row or a sheet cannot be taken over; `place` is `Services!F12`."""

    place: str
    message: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet as it came back."""

    sheet: Sheet
    name: str
    """What people call it: the name of the sheet, or of the file."""
    at: Mapping[str, int]
    """Where each column stands."""
    lines: tuple[Line, ...]
    """Rows that are not blank, without the header."""

    def place(self, line: Line, column: str) -> str:
        """A cell as people name it: `Services!F12`."""
        return f"{self.name}!{letters(self.at.get(column, 0))}{line.number}"

    def cell(self, line: Line, column: str) -> Cell:
        """What stands in a cell."""
        at = self.at[column]
        return line.cells[at] if at < len(line.cells) else None

    def text(self, line: Line, column: str) -> str:
        """A cell in its plain form."""
        return plain(self.cell(line, column)) if column in self.at else ""


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that came back."""

    pages: tuple[Page, ...]
    written: Mapping[str, Mapping[Keys, str]]
    """The rows that were written once, by sheet and keys, with their fingerprints."""
    troubles: tuple[Trouble, ...] = field(default=())


def letters(at: int) -> str:
    """The letters of a column: 0 is A, 26 is AA.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = string.ascii_uppercase[rest] + name
    return name


def read(sources: Iterable[tuple[str, bytes]]) -> Book:
    """Read a workbook, or the CSV files of an export. `NotOurs` where the files are something else."""
    grids = [grid for name, content in sources for grid in _grids(name, content)]
    manifest = next((grid for _, key, grid in grids if key == MANIFEST), None)
    if manifest is None:
        raise NotOurs(
            f"This was not written by `skms export`, or the sheet or file {MANIFEST!r} is missing that says what was "
            "written. To import other spreadsheets, give a map with --map."
        )
    troubles: list[Trouble] = []
    pages: list[Page] = []
    for name, key, grid in grids:
        if key not in (MANIFEST, README):
            page = _page(name, key, grid, troubles)
            if page:
                pages.append(page)
    return Book(tuple(pages), _written(manifest), tuple(troubles))


def _grids(name: str, content: bytes) -> list[tuple[str, str, Grid]]:
    """The grids of a file, each with what people call it and the name that says which sheet it is."""
    style = formats.for_ending(PurePosixPath(name).suffix)
    if style not in ("xlsx", "csv"):
        raise NotOurs(f"{name} is neither a workbook nor a CSV file. To import it, give a map with --map.")
    found: Content = formats.read(style, content)
    if style == "xlsx":
        return [(grid.name, grid.name, grid) for grid in found.grids]
    file = PurePosixPath(name)
    return [(file.name, file.stem, _unguarded(grid)) for grid in found.grids]


def _unguarded(grid: Grid) -> Grid:
    def said(cell: GridCell) -> GridCell:
        return unguarded(cell) if isinstance(cell, str) else cell

    return Grid(grid.name, tuple(_changed(line, said, range(len(line.cells))) for line in grid.lines))


def _page(name: str, key: str, grid: Grid, troubles: list[Trouble]) -> Page | None:
    known = {one.name: one for one in sheets()} | {one.file: one for one in sheets()}
    sheet = known.get(key)
    if sheet is None:
        hint = did_you_mean(key, known)
        troubles.append(Trouble(name, f"There is no table {key!r}.{hint}", "Give the sheet its name back."))
        return None
    header = grid.lines[0].cells if grid.lines else ()
    at: dict[str, int] = {}
    for index, cell in enumerate(header):
        column = plain(cell)
        if column and column not in sheet.header:
            hint = did_you_mean(column, sheet.header)
            troubles.append(
                Trouble(f"{name}!{letters(index)}1", f"There is no column {column!r} here.{hint}")
            )
        elif column:
            at.setdefault(column, index)
    for column in sheet.keys:
        if column not in at:
            troubles.append(
                Trouble(name, f"The column {column!r} is missing.", "It says which row is which.")
            )
            return None
    truths = {at[column.name] for column in sheet.columns if column.shape == BOOLEAN and column.name in at}
    lines = (line for line in grid.lines[1:] if any(plain(cell) for cell in line.cells))
    return Page(sheet, name, at, tuple(_changed(line, _told, truths) for line in lines))


def _told(cell: GridCell) -> GridCell:
    """True or false where a cell means one of them; anything else stays, to be refused at its cell."""
    known = truth(cell)
    return cell if known is None else known


def _changed(line: Line, change: Callable[[GridCell], GridCell], places: Container[int]) -> Line:
    """A line with the cells at some places changed."""
    cells = tuple(change(cell) if at in places else cell for at, cell in enumerate(line.cells))
    return Line(line.number, line.line, cells)


def _written(grid: Grid) -> dict[str, dict[Keys, str]]:
    found: dict[str, dict[Keys, str]] = {}
    for line in grid.lines[1:]:
        sheet, keys, mark = (plain(cell) for cell in (*line.cells, None, None, None)[: len(MANIFEST_HEADER)])
        found.setdefault(sheet, {})[tuple(keys.split("\t"))] = mark
    return found
