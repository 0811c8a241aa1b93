"""Row by row: what is different from the records as they are now, and whether it may be taken over.

Three things are compared: the sheet as it came back, the records now, and the fingerprints of what was written. A row
that nobody touched is left alone, even if the file has changed since. Where both have changed, nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skms.fit import Record
from skms.formats import Line
from skms.model import Model
from skms.returns.reading import Book, Page, Trouble
from skms.tables.cells import Cell, fingerprint, plain
from skms.tables.columns import NUMBERED, Column, Sheet
from skms.tables.rows import Keys, Row, mark, rows_of
from skms.words import did_you_mean

TOO_LONG = "(too long for a cell: edit the file)"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else than the record."""

    page: Page
    line: Line
    row: Row
    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class Addition:
    """A row that is new; without keys of its own it is put at the end of its list."""

    page: Page
    line: Line
    keys: Keys
    cells: tuple[tuple[Column, Cell], ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """A row that was written and did not come back."""

    sheet: Sheet
    row: Row


Difference = Change | Addition | Removal | Trouble


def compare(book: Book, model: Model) -> Iterator[Difference]:
    """Everything that is different, sheet by sheet."""
    ids = {
        kind: {record.id: record for record in model.of(kind)} for kind in {p.sheet.kind for p in book.pages}
    }
    yield from book.troubles
    new = {
        (page.sheet.kind, page.text(line, "id"))
        for page in book.pages
        if not page.sheet.pattern
        for line in page.lines
    }
    for page in book.pages:
        yield from _compare(page, book.written.get(page.sheet.file, {}), ids[page.sheet.kind], new)


def _compare(
    page: Page, written: Mapping[Keys, str], records: Mapping[str, Record], new: set[tuple[str, str]]
) -> Iterator[Difference]:
    sheet = page.sheet
    now = {row.keys: row for record in records.values() for row in rows_of(sheet, record)}
    seen: dict[Keys, Line] = {}
    for line in page.lines:
        keys = tuple(page.text(line, key) for key in sheet.keys)
        trouble = _key_trouble(page, line, keys, records, new, seen)
        if trouble:
            yield trouble
            continue
        if keys[-1]:
            seen[keys] = line
        row = now.get(keys)
        if row is not None:
            yield from _changes(page, line, row, written.get(keys))
        elif keys in written:
            if _fingerprint(page, line) != written[keys]:
                yield Trouble(
                    page.place(line, sheet.keys[0]),
                    f"{_called(sheet, keys)} was changed here, but is no longer in the records.",
                    "Somebody has removed or renamed it since. Export again, and repeat the change there.",
                )
        else:
            cells = tuple((column, page.cell(line, column.name)) for column in _present(page))
            yield Addition(page, line, keys, tuple((c, one) for c, one in cells if plain(one)))
    for keys, row in now.items():
        if keys in written and keys not in seen:
            yield Removal(sheet, row)


def _present(page: Page) -> Iterator[Column]:
    """Columns that came back: what is gone from a sheet is not emptied."""
    return (column for column in page.sheet.columns if column.name in page.at)


def _changes(page: Page, line: Line, row: Row, written: str | None) -> Iterator[Difference]:
    before = dict(zip((column.name for column in page.sheet.columns), row.cells, strict=True))
    different = []
    for column in _present(page):
        cell = page.cell(line, column.name)
        if plain(cell) != plain(before[column.name]) and plain(cell) != TOO_LONG:
            different.append((column, cell))
    if not different:
        return
    if written is None:
        yield Trouble(
            page.place(line, page.sheet.keys[-1]),
            f"{_called(page.sheet, row.keys)} has come into the records since this was exported.",
            "Export again, and make the change there.",
        )
    elif mark(page.sheet, row.cells) == written:
        yield from (Change(page, line, row, column, cell) for column, cell in different)
    elif _fingerprint(page, line) != written:
        column, cell = different[0]
        yield Trouble(
            page.place(line, column.name),
            f"{_called(page.sheet, row.keys)} was changed both here and in {row.record.path}: "
            f"here {column.name} is {plain(cell)!r}, there it is {plain(before[column.name])!r}.",
            "Nothing is overwritten. Export again, and repeat the change there.",
        )


def _fingerprint(page: Page, line: Line) -> str:
    names = [column.name for column in page.sheet.columns]
    return fingerprint(names, [page.cell(line, name) if name in page.at else None for name in names])


def _key_trouble(
    page: Page, line: Line, keys: Keys, records: Mapping[str, Record], new: set[tuple[str, str]],
    seen: Mapping[Keys, Line],
) -> Trouble | None:  # fmt: skip
    """What is wrong with the cells that say which row it is."""
    sheet = page.sheet
    for name, key in zip(sheet.keys, keys, strict=True):
        if not key and name != NUMBERED:
            return Trouble(page.place(line, name), f"{name!r} is empty.", "It says which row is which.")
    if keys in seen:
        place = page.place(seen[keys], sheet.keys[-1])
        return Trouble(page.place(line, sheet.keys[-1]), f"{_called(sheet, keys)} stands in {place} already.")
    if sheet.pattern and keys[0] not in records and (sheet.kind, keys[0]) not in new:
        hint = did_you_mean(keys[0], records)
        return Trouble(page.place(line, "record"), f"There is no {sheet.kind} {keys[0]!r}.{hint}")
    return None


def _called(sheet: Sheet, keys: Keys) -> str:
    name = f"{sheet.kind}/{keys[0]}"
    return f"{name} ({' '.join(key for key in keys[1:] if key)})" if any(keys[1:]) else name
