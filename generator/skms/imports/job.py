"""One import from files to steps. Nothing is written here; `write.apply` does that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from skms import formats
from skms.formats import Unreadable
from skms.imports.finish import File, finish
from skms.imports.make import Made, make
from skms.imports.mapfile import ImportMap
from skms.imports.notes import check_columns, notes
from skms.imports.rows import Row, RowSet
from skms.imports.sources import read
from skms.imports.troubles import Trouble, about, order


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the rows. `rows` is always `used + aside + bad`."""

    rows: int
    used: int
    aside: tuple[tuple[str, int], ...]
    """Rows set aside, by the reason that the map gives."""
    bad: int
    files: tuple[File, ...]
    findings: tuple[Trouble, ...]
    notes: tuple[Trouble, ...]


def inputs(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Name and path of every file; of a folder all files below it that a format reads, sorted."""
    for path in paths:
        if path.is_dir():
            inside = sorted(
                entry for entry in path.rglob("*") if entry.is_file() and formats.for_ending(entry.suffix)
            )
            yield from ((entry.relative_to(path.parent).as_posix(), entry) for entry in inside)
        else:
            yield path.name, path


def run(sources: Iterable[tuple[str, bytes]], imap: ImportMap) -> Result:
    """Work out what a map makes of files. `NoColumn` where a table is not the one that the map is for."""
    row_sets: list[RowSet] = []
    unread: list[tuple[Row, Trouble]] = []
    unasked: list[Trouble] = []
    for name, content in sources:
        try:
            found, sheets = read(name, content, imap)
            row_sets += found
            unasked += [
                Trouble(name, sheet, 0, f"No entry of the map reads the sheet {sheet!r}.", note=True)
                for sheet in sheets
            ]
        except Unreadable as error:
            row = Row(name, "", error.line, {}, {})  # a file that cannot be read counts as one row
            unread.append((row, about(row, str(error), error.help)))
    check_columns(row_sets, imap)
    made = make(row_sets, imap)
    for row, trouble in unread:
        made.rows.append(row)
        made.refuse(row, trouble)
    files = finish(made, imap.name)
    return _result(made, files, [*made.troubles, *unasked, *notes(row_sets, imap)])


def _result(made: Made, files: tuple[File, ...], troubles: list[Trouble]) -> Result:
    aside = tuple(sorted((reason, len(rows)) for reason, rows in made.aside.items()))
    rows, bad = len(made.rows), len(made.bad)
    found = sorted(dict.fromkeys(troubles), key=order)
    return Result(
        rows, rows - bad - sum(count for _, count in aside), aside, bad, files,
        tuple(trouble for trouble in found if not trouble.note), tuple(trouble for trouble in found if trouble.note),
    )  # fmt: skip
