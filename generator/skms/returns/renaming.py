"""An id that was changed in its cell: the row is the same record under another name, not one record more and one less.

For the comparison the former id is put back wherever the sheets say the new one; the rename itself is made on what
comes out of it, so that every reference follows and the former id is remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from skms.edits.rename import rename
from skms.edits.steps import Refused
from skms.formats import Line
from skms.model import Model
from skms.pipeline import model_of
from skms.returns import comparing, planning
from skms.returns.planning import Plan
from skms.returns.reading import Book, Page, Trouble
from skms.tables.cells import plain
from skms.tables.columns import LIST, TEXT, Column
from skms.tables.rows import Row, rows_of

ALIKE, WITH_TITLE = 0.85, 0.6
"""Share of the cells that must say the same, and how many where the title is one of them."""


@dataclass(frozen=True, slots=True)
class Rename:
    """One record that has another id in the sheet."""

    kind: str
    old: str
    new: str
    place: str
    """The cell with the new id."""

    def trouble(self) -> Trouble:
        """What to do about it."""
        return Trouble(
            self.place,
            f"This row is {self.kind}/{self.old} with another id, {self.new!r}.",
            f"`skms import --rename` renames it, and references follow (so does `skms rename {self.kind}/{self.old} "
            f"{self.new}`). With --no-rename it is one record more, and {self.kind}/{self.old} stays.",
        )


def plan(book: Book, model: Model, *, delete: bool = False, wanted: bool | None = None) -> Plan:
    """What taking a book over would do. `wanted`: whether rows with another id are records that are to be renamed;
    None where nobody has said so, which is then asked."""
    found = renames(book, model) if wanted is not False else ()
    asked = () if wanted else tuple(one.trouble() for one in found)
    differences = comparing.compare(put_back(book, found), model)
    return carried_out(planning.plan((*asked, *differences), model, delete=delete), model, found)


def renames(book: Book, model: Model) -> tuple[Rename, ...]:
    """Rows whose id is new while a row that says the same, or nearly so, did not come back."""
    return tuple(one for page in book.pages if not page.sheet.pattern for one in _renames(page, book, model))


def _renames(page: Page, book: Book, model: Model) -> Iterator[Rename]:
    sheet = page.sheet
    written = book.written.get(sheet.file, {})
    records = {record.id: record for record in model.of(sheet.kind)}
    here = {page.text(line, "id"): line for line in page.lines}
    new = {
        name: line for name, line in here.items() if name and name not in records and (name,) not in written
    }
    gone = {
        name: row
        for name, record in records.items()
        if new and name not in here and (name,) in written
        for row in rows_of(sheet, record)
    }
    for name, line in new.items():
        alike = [old for old, row in gone.items() if _alike(page, line, row)]
        claimed = [other for other, one in new.items() if alike and _alike(page, one, gone[alike[0]])]
        if len(alike) == len(claimed) == 1:
            yield Rename(sheet.kind, alike[0], name, page.place(line, "id"))


def _alike(page: Page, line: Line, row: Row) -> bool:
    there = [
        (column.name, page.text(line, column.name), plain(cell))
        for column, cell in zip(page.sheet.columns, row.cells, strict=True)
        if column.name in page.at
    ]
    filled = [(name, now == was) for name, now, was in there if now or was]
    share = sum(same for _, same in filled) / len(filled) if filled else 0
    return share >= (WITH_TITLE if ("title", True) in filled else ALIKE)


def put_back(book: Book, found: Sequence[Rename]) -> Book:
    """The sheets with the former ids, in the cells that name rows and in references."""
    names = {(one.kind, one.new): one.old for one in found}
    return replace(book, pages=tuple(_former(page, names) for page in book.pages)) if found else book


def _former(page: Page, names: Mapping[tuple[str, str], str]) -> Page:
    key = page.sheet.keys[0]
    columns = {column.name: column for column in page.sheet.columns if "x-ref" in column.node}
    changed = []
    for line in page.lines:
        cells = list(line.cells)
        for name, at in page.at.items():
            if at < len(cells) and isinstance(cells[at], str):
                if name == key:
                    cells[at] = names.get((page.sheet.kind, str(cells[at])), cells[at])
                elif name in columns:
                    cells[at] = _referring(str(cells[at]), columns[name], names)
        changed.append(replace(line, cells=tuple(cells)))
    return replace(page, lines=tuple(changed))


def _referring(text: str, column: Column, names: Mapping[tuple[str, str], str]) -> str:
    if column.shape not in (TEXT, LIST):
        return text
    return "\n".join(_reference(word, column.node["x-ref"], names) for word in text.split("\n"))


def _reference(word: str, kinds: Sequence[str], names: Mapping[tuple[str, str], str]) -> str:
    base, mark, fragment = word.strip().partition("#")
    kind, slash, name = base.rpartition("/")
    old = names.get((kind or kinds[0], name))
    return f"{kind}{slash}{old}{mark}{fragment}" if old else word


def carried_out(plan: Plan, model: Model, found: Sequence[Rename]) -> Plan:
    """The plan with the renames made on what it leads to; with any trouble nothing is left of it."""
    if plan.troubles or not found:
        return plan
    edits, moves, said = dict(plan.edits), dict(plan.moves), list(plan.changes)
    for one in found:
        texts = {path: text for path, text in {**model.texts, **edits}.items() if text is not None}
        now = model_of(texts, model.as_of, model.settings)
        try:
            done = rename(now, now.records[f"{one.kind}/{one.old}"], one.new)
        except Refused as error:
            return replace(plan, edits={}, moves={}, troubles=(Trouble(one.place, str(error)),))
        edits |= done.edit
        moves |= done.moves
        follow = "reference follows" if done.references == 1 else "references follow"
        said.append(
            f"{one.place}: {one.kind}/{one.old} is now {one.kind}/{one.new}; {done.references} {follow}"
        )
    return replace(plan, edits=edits, moves=moves, changes=tuple(said))
