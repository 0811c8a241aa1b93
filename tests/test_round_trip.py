"""Spreadsheets out and back: what nobody touched stays as it is, and one changed cell changes one value."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from skms import exports, formats
from skms.cli import run as command_line
from skms.edits.slots import comments, slots
from skms.model import Model
from skms.parse import parse
from skms.pipeline import model_of
from skms.returns import reading, renaming
from skms.returns.planning import Plan
from skms.settings import Settings
from skms.tables.cells import cell, guarded, plain, unguarded, value
from skms.tables.columns import Column, sheets
from skms.tables.rows import tables, value_at

Files = dict[str, bytes]
KINDS = {"agreement", "contract", "policy", "process", "raci", "role", "service", "supplier"}


def back(model: Model, files: Files, *, delete: bool = False, rename: bool | None = None) -> Plan:
    """Bring files back into a model."""
    return renaming.plan(reading.read(files.items()), model, delete=delete, wanted=rename)


def written(model: Model, style: str) -> Files:
    """An export of everything."""
    return {file.path: file.content for file in exports.export(style, model)}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def with_rows(files: Files, name: str, change: Callable[[list[list[str]]], None]) -> Files:
    """The same files with one table changed."""
    table = rows(files[name])
    change(table)
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return {**files, name: text.getvalue().encode()}


def put(files: Files, name: str, row: str, column: str, text: str) -> Files:
    """The same files with one cell changed."""

    def change(table: list[list[str]]) -> None:
        at = table[0].index(column)
        line = next(line for line in table[1:] if line[0] == row)
        line[at] = text

    return with_rows(files, name, change)


@pytest.fixture(scope="module")
def sheets_of_example(example: Model) -> Files:
    return written(example, "csv")


@pytest.fixture
def small() -> Model:
    """Few records with comments, quotes and layout of their own."""
    texts = {
        "catalogue/suppliers/north.yaml": (
            "# Kept by Ann.\nkind: supplier\ntitle: 'North Hosting'   # as on the invoice\nowner: buyer\n"
            "status: prospective\ntype: external\ntier: standard\ntags: [hosting, cloud]\n"
            "contacts:\n  # the one who answers\n  - {purpose: service, desk: Desk, channel: Telephone}\n"
        ),
        "raci/roles/buyer.yaml": (
            "kind: role\ntitle: Buyer\nstatus: active\ntype: owner\npurpose: Buys.\nteam: smo\n"
            "responsibilities:\n  - {id: buy, text: Buys what is needed.}\n"
        ),
        "raci/teams/smo.yaml": "kind: team\ntitle: Service office\nstatus: active\ntype: team\n",
    }
    return model_of(texts, date(2026, 11, 22), Settings())


@pytest.mark.parametrize("style", ["xlsx", "csv"])
def test_an_export_that_nobody_touched_changes_nothing(example: Model, style: str) -> None:
    plan = back(example, written(example, style))
    assert plan == Plan({}, (), (), ())


@pytest.mark.parametrize("style", sorted(exports.formats()))
def test_exports_are_the_same_every_time(example: Model, style: str) -> None:
    files = exports.export(style, example)
    assert files
    assert files == exports.export(style, example)


def test_every_value_of_the_example_is_read_back_from_its_cell(example: Model) -> None:
    count = 0
    for table in tables(example.records.values()):
        for row in table.rows:
            for column, content in zip(table.sheet.columns, row.cells, strict=True):
                before = value_at(row.item, column.route)
                after = value(content, column, before)
                same = after == before or plain(cell(after, column)) == plain(content)
                assert same, (row.record.name, column.name)
                count += content is not None
    assert count > 10_000


def routes(data: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every scalar of a record with its route."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, below in pairs:
        yield from routes(below, (*route, key))
    if not isinstance(data, (dict, list)):
        yield route, data


@dataclass(frozen=True)
class Cell:
    """A cell of the export of the example, and the value that it stands for."""

    file: str
    line: int
    at: int
    path: str
    route: tuple[Any, ...]

    @property
    def place(self) -> str:
        return f"{self.file}!{reading.letters(self.at)}{self.line + 1}"

    @property
    def row(self) -> str:
        return f"{self.file}!{self.line + 1}"


def text_cells(model: Model) -> Iterator[Cell]:
    """One text cell of every column of every sheet."""
    for table in tables(record for record in model.records.values() if record.kind in KINDS):
        for at, column in enumerate(table.sheet.columns):
            if column.shape != "text" or column.name == "body":
                continue
            for line, row in enumerate(table.rows, 1):
                if isinstance(row.cells[at], str):
                    route = (*row.route, *column.route)
                    yield Cell(
                        f"{table.sheet.file}.csv", line, len(table.sheet.keys) + at, row.record.path, route
                    )
                    break


def altered(files: Files, cells: Iterable[Cell]) -> Files:
    """The same files with a word added to each of these cells."""
    found = {name: rows(content) for name, content in files.items()}
    for one in cells:
        found[one.file][one.line][one.at] += " x"
    result = {}
    for name, table in found.items():
        text = io.StringIO()
        csv.writer(text).writerows(table)
        result[name] = text.getvalue().encode()
    return result


def test_one_changed_cell_changes_one_value(example: Model, sheets_of_example: Files) -> None:
    """One cell of every text column is changed: it is refused at that cell, or changes that value and nothing else."""
    taken = list(text_cells(example))
    total = len(taken)
    # References, dates and codes are refused: shapes first, then what one cell has to do with another, then references.
    while refused := {one.place for one in back(example, altered(sheets_of_example, taken)).troubles}:
        rows_refused = {re.sub(r"[A-Z]+(?=\d+$)", "", place) for place in refused}
        cells = {one.place for one in taken}
        again = [one for one in taken if one.place not in refused]
        taken = again if refused & cells else [one for one in again if one.row not in rows_refused]
    assert total - len(taken) > 50
    assert len(taken) > 60
    plan = back(example, altered(sheets_of_example, taken))
    assert plan.troubles == ()
    assert len(plan.changes) == len(taken)
    changed = set()
    for path, text in plan.edits.items():
        old = str(example.texts[path])
        before, after = dict(routes(parse(path, old).data)), dict(routes(parse(path, str(text)).data))
        keys = before.keys() | after.keys()
        changed |= {(path, route) for route in keys if before.get(route) != after.get(route)}
        assert comments(old, slots(old)) == comments(str(text), slots(str(text)))
    assert changed == {(one.path, one.route) for one in taken}


def test_comments_quotes_and_layout_stay(small: Model) -> None:
    files = put(written(small, "csv"), "supplier.csv", "north", "title", "South Hosting")
    plan = back(small, files)
    assert plan.troubles == ()
    path = "catalogue/suppliers/north.yaml"
    assert plan.edits == {path: str(small.texts[path]).replace("North Hosting", "South Hosting")}
    assert plan.changes == ("supplier.csv!B2: supplier/north, title: North Hosting → South Hosting",)


def test_a_list_in_a_cell_changes_item_by_item(small: Model) -> None:
    files = put(written(small, "csv"), "supplier.csv", "north", "tags", "hosting\ncloud\ncolocation")
    text = back(small, files).edits["catalogue/suppliers/north.yaml"]
    assert text is not None
    assert "tags: [hosting, cloud, colocation]\n" in text
    assert "# the one who answers" in text


def test_an_empty_cell_takes_the_value_away(small: Model) -> None:
    files = put(written(small, "csv"), "supplier.csv", "north", "tags", "")
    text = back(small, files).edits["catalogue/suppliers/north.yaml"]
    assert text == str(small.texts["catalogue/suppliers/north.yaml"]).replace("tags: [hosting, cloud]\n", "")


def test_new_rows_make_new_files_and_new_entries(small: Model) -> None:
    files = written(small, "csv")

    def supplier(table: list[list[str]]) -> None:
        row = dict.fromkeys(table[0], "") | {
            "id": "south", "title": "South Print", "owner": "buyer", "status": "prospective", "type": "cloud",
        }  # fmt: skip
        table.append(list(row.values()))

    def contact(table: list[list[str]]) -> None:
        for record in ("north", "south"):
            row = dict.fromkeys(table[0], "") | {
                "record": record, "purpose": "security", "desk": "Night desk",
            }  # fmt: skip
            table.append(list(row.values()))

    plan = back(
        small, with_rows(with_rows(files, "supplier.csv", supplier), "supplier.contacts.csv", contact)
    )
    assert plan.troubles == ()
    new = parse("south.yaml", str(plan.edits["catalogue/suppliers/south.yaml"])).data
    assert new == {
        "kind": "supplier", "title": "South Print", "owner": "buyer", "status": "prospective", "type": "cloud",
        "contacts": [{"purpose": "security", "desk": "Night desk"}],
    }  # fmt: skip
    old = parse("north.yaml", str(plan.edits["catalogue/suppliers/north.yaml"])).data
    assert old is not None
    assert [one["desk"] for one in old["contacts"]] == ["Desk", "Night desk"]


def test_rows_that_are_gone_are_only_told_of(small: Model) -> None:
    files = with_rows(written(small, "csv"), "supplier.csv", lambda table: table.pop())
    plan = back(small, files)
    assert (plan.edits, plan.removed, plan.troubles) == ({}, ("supplier/north",), ())
    plan = back(small, files, delete=True)
    assert plan.edits == {"catalogue/suppliers/north.yaml": None}


def test_what_others_need_is_not_deleted(small: Model) -> None:
    files = with_rows(written(small, "csv"), "role.csv", lambda table: table.pop())
    plan = back(small, files, delete=True)
    assert plan.edits == {}
    assert "There is no role 'buyer'." in plan.troubles[0].message


def changed_since(model: Model, path: str, old: str, new: str) -> Model:
    texts = {name: str(text) for name, text in model.texts.items()}
    assert old in texts[path]
    return model_of({**texts, path: texts[path].replace(old, new)}, model.as_of, model.settings)


def test_what_was_changed_on_both_sides_is_told_and_not_overwritten(small: Model) -> None:
    files = put(written(small, "csv"), "supplier.csv", "north", "title", "South Hosting")
    now = changed_since(small, "catalogue/suppliers/north.yaml", "North Hosting", "East Hosting")
    plan = back(now, files)
    assert plan.edits == {}
    assert plan.troubles[0].place == "supplier.csv!B2"
    assert "changed both here and in catalogue/suppliers/north.yaml" in plan.troubles[0].message


def test_a_change_of_the_file_alone_is_no_change_of_the_sheet(small: Model) -> None:
    files = written(small, "csv")
    now = changed_since(small, "catalogue/suppliers/north.yaml", "North Hosting", "East Hosting")
    assert back(now, files) == Plan({}, (), (), ())


def test_records_that_are_new_since_the_export_are_not_gone_rows(small: Model) -> None:
    files = written(small, "csv")
    path = "catalogue/suppliers/north.yaml"
    texts = {name: str(text) for name, text in small.texts.items()}
    now = model_of({**texts, "catalogue/suppliers/west.yaml": texts[path]}, small.as_of, small.settings)
    assert back(now, files, delete=True) == Plan({}, (), (), ())


@pytest.mark.parametrize(
    ("column", "text", "place", "message"),
    [
        ("type", "externl", "supplier.csv!F2", "Did you mean 'external'?"),
        ("owner", "buyr", "supplier.csv!D2", "Did you mean 'buyer'?"),
        ("title", "", "supplier.csv!B2", "must be given"),
        ("tags", "Not An Id", "supplier.csv!", ""),
    ],
)
def test_errors_name_the_cell(small: Model, column: str, text: str, place: str, message: str) -> None:
    plan = back(small, put(written(small, "csv"), "supplier.csv", "north", column, text))
    assert plan.edits == {}
    assert plan.troubles[0].place.startswith(place)
    assert message in plan.troubles[0].message


def test_a_misspelt_heading_is_told(small: Model) -> None:
    def change(table: list[list[str]]) -> None:
        table[0][table[0].index("title")] = "titel"

    plan = back(small, with_rows(written(small, "csv"), "supplier.csv", change))
    assert [trouble.place for trouble in plan.troubles] == ["supplier.csv!B1"]
    assert "Did you mean 'title'?" in plan.troubles[0].message


def test_a_workbook_that_was_edited_comes_back(small: Model) -> None:
    content = written(small, "xlsx")["catalogue.xlsx"]
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"North Hosting", b"=South &amp; Hosting"))
    plan = back(small, {"catalogue.xlsx": changed.getvalue()})
    assert plan.changes == ("Suppliers!B2: supplier/north, title: North Hosting → =South & Hosting",)
    assert "title: '=South & Hosting'   # as on the invoice" in str(
        plan.edits["catalogue/suppliers/north.yaml"]
    )


def saved_elsewhere(content: bytes, change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """The workbook as another program saves it: opened, changed, written anew cell by cell.

    Whole numbers come back as floating-point ones, dates with a time of day, true and false as 1 and 0 (as in a file of
    LibreOffice), and empty cells as empty texts.
    """
    old, new, memory = load_workbook(io.BytesIO(content)), Workbook(), io.BytesIO()
    new.remove(new.active)
    for sheet in old:
        copy = new.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for one in row:
                found = one.value
                found = float(found) if isinstance(found, int) else "" if found is None else found
                copy.cell(one.row, one.column, found)
    change(new)
    new.save(memory)
    return memory.getvalue()


def test_another_program_may_save_the_workbook(example: Model) -> None:
    content = written(example, "xlsx")["catalogue.xlsx"]
    assert back(example, {"catalogue.xlsx": saved_elsewhere(content)}) == Plan({}, (), (), ())


def test_truth_may_be_written_otherwise(example: Model, sheets_of_example: Files) -> None:
    """A program that opens the CSV writes TRUE where true stood."""
    name = "framework.nodes.csv"

    def change(table: list[list[str]]) -> None:
        at = table[0].index("assessable")
        for line in table[1:]:
            line[at] = line[at].upper()

    changed = with_rows(sheets_of_example, name, change)
    assert changed != sheets_of_example
    assert b",TRUE," in changed[name] or b",FALSE," in changed[name]
    assert back(example, changed) == Plan({}, (), (), ())


@pytest.mark.parametrize(
    ("kind", "sheet", "column", "found", "said"),
    [
        ("contract", "Contracts", "end", datetime(2031, 1, 1), "2031-01-01"),
        ("contract", "Contracts", "notice_days.customer", 91.0, "91"),
        ("contract", "Contracts", "value.annual.amount", 1234.5, '"1234.5"'),
        ("service", "Services", "design_availability_percent", 98.25, "98.25"),
        ("framework", "Frameworks nodes", "assessable", True, "true"),
    ],
)
def test_one_cell_changed_in_another_program_changes_one_value(
    example: Model, kind: str, sheet: str, column: str, found: object, said: str
) -> None:
    """A day, numbers, an amount of money, yes or no: the value changes, and nothing else does."""

    def change(book: Workbook) -> None:
        page = book[sheet]
        at = next(one.column for one in page[1] if one.value == column)
        row = next(row for row in page.iter_rows(min_row=2) if row[at - 1].value not in ("", found))
        row[at - 1].value = found

    (exported,) = exports.export("xlsx", example, [kind])
    plan = back(example, {"catalogue.xlsx": saved_elsewhere(exported.content, change)})
    assert plan.troubles == ()
    assert len(plan.changes) == 1
    ((path, text),) = plan.edits.items()
    old, new = str(example.texts[path]).split("\n"), str(text).split("\n")
    ((_, line),) = [(one, two) for one, two in zip(old, new, strict=True) if one != two]
    assert said in line


def test_cells_of_a_workbook_are_typed_and_never_formulas(example: Model) -> None:
    content = written(example, "xlsx")["catalogue.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [
            book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
        ]
    assert sheets
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert all("<pane" in sheet for sheet in sheets[1:-1])
    grids = {grid.name: grid for grid in formats.read("xlsx", content).grids}
    header = grids["Contracts"].lines[0].cells
    cells = dict(zip(header, grids["Contracts"].lines[1].cells, strict=True))
    assert cells["end"] == example.of("contract")[0].data["end"]  # read as a date, shown as one
    assert isinstance(cells["notice_days.customer"], int)


def test_formulas_are_text_in_csv() -> None:
    for text in ("=1+1", "+44", "-x", "@home", "'=x", "'quoted", "\t="):
        assert guarded(text)[0] == "'"
        assert unguarded(guarded(text)) == text
    assert guarded("plain") == "plain"
    assert unguarded("'tis") == "'tis"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    st.sampled_from([c for s in sheets() for c in s.columns]),
)
def test_any_text_is_read_back_from_its_cell(text: str, column: Column) -> None:
    if column.shape == "text" and column.node.get("type") == "string":
        assert plain(value(cell(text, column), column, text)) == plain(text)


def renamed(model: Model) -> Files:
    """An export in which the role is called otherwise, in its own row and where the supplier names it; its purpose is
    another one, too."""
    files = put(written(model, "csv"), "role.csv", "buyer", "purpose", "Buys well.")
    files = put(files, "role.csv", "buyer", "id", "purchaser")
    return put(files, "supplier.csv", "north", "owner", "purchaser")


def test_a_row_with_another_id_is_the_same_record(small: Model) -> None:
    plan = back(small, renamed(small))
    assert not plan.edits
    (trouble,) = plan.troubles
    assert trouble.place == "role.csv!A2"
    assert trouble.message == "This row is role/buyer with another id, 'purchaser'."
    assert "skms rename role/buyer purchaser" in trouble.help

    plan = back(small, renamed(small), rename=True)
    assert not plan.troubles
    assert not plan.removed
    assert plan.moves == {"raci/roles/buyer.yaml": "raci/roles/purchaser.yaml"}
    assert plan.edits["raci/roles/buyer.yaml"] is None
    before = str(small.texts["raci/roles/buyer.yaml"])
    assert (
        plan.edits["raci/roles/purchaser.yaml"]
        == before.replace("Buys.", "Buys well.") + "aliases: [buyer]\n"
    )
    supplier = str(small.texts["catalogue/suppliers/north.yaml"])
    assert plan.edits["catalogue/suppliers/north.yaml"] == supplier.replace(
        "owner: buyer", "owner: purchaser"
    )
    assert plan.changes[-1] == "role.csv!A2: role/buyer is now role/purchaser; 1 reference follows"


def test_lists_of_a_renamed_record_may_still_name_the_former_id(small: Model) -> None:
    files = put(written(small, "csv"), "supplier.csv", "north", "id", "north-hosting")
    plan = back(small, files, rename=True)
    assert not plan.troubles
    text = str(plan.edits["catalogue/suppliers/north-hosting.yaml"])
    assert text == str(small.texts["catalogue/suppliers/north.yaml"]) + "aliases: [north]\n"
    files = put(files, "supplier.contacts.csv", "north", "desk", "New desk")
    assert "desk: New desk" in str(
        back(small, files, rename=True).edits["catalogue/suppliers/north-hosting.yaml"]
    )
    files = put(files, "supplier.contacts.csv", "north", "record", "north-hosting")
    assert "desk: New desk" in str(
        back(small, files, rename=True).edits["catalogue/suppliers/north-hosting.yaml"]
    )


def test_a_row_that_says_other_things_is_another_record(small: Model) -> None:
    files = put(written(small, "csv"), "team.csv", "smo", "title", "Field crew")
    files = put(files, "team.csv", "smo", "type", "department")
    plan = back(small, put(files, "team.csv", "smo", "id", "field"))
    assert not plan.troubles
    assert plan.removed == ("team/smo",)
    assert list(plan.edits) == ["raci/teams/field.yaml"]
    same = put(written(small, "csv"), "team.csv", "smo", "id", "field")
    assert back(small, same).troubles
    plan = back(small, same, rename=False)
    assert plan.removed == ("team/smo",)
    assert list(plan.edits) == ["raci/teams/field.yaml"]


@pytest.mark.parametrize(("new", "why"), [("Purchaser", "cannot be an id"), ("con", "cannot be an id")])
def test_an_id_that_cannot_be_is_told(small: Model, new: str, why: str) -> None:
    plan = back(small, put(written(small, "csv"), "role.csv", "buyer", "id", new), rename=True)
    assert why in plan.troubles[0].message
    assert not plan.edits


def test_each_record_of_the_example_is_known_again_by_its_row(
    example: Model, sheets_of_example: Files
) -> None:
    """Of every kind the first record that its id was changed of: one question, and it names the right record."""
    for kind in sorted(KINDS):
        record = example.of(kind)[0]
        files = put(sheets_of_example, f"{kind}.csv", record.id, "id", "called-otherwise")
        found = renaming.renames(reading.read(files.items()), example)
        assert [(one.kind, one.old, one.new) for one in found] == [(kind, record.id, "called-otherwise")]


def test_the_command_writes_what_was_changed_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small: Model
) -> None:
    for path, text in small.texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(str(text))
    (tmp_path / "skms.yml").write_text("name: Test\n")
    monkeypatch.chdir(tmp_path)
    assert command_line(["export", "csv", "--out", "sheets"]) == 0
    assert command_line(["import", "sheets"]) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    sheet = tmp_path / "sheets/supplier.csv"
    sheet.write_bytes(sheet.read_bytes().replace(b"North", b"South"))
    assert command_line(["import", "sheets", "--dry-run"]) == 0
    place = tmp_path / "catalogue/suppliers/north.yaml"
    assert place.read_text() == small.texts["catalogue/suppliers/north.yaml"]
    assert command_line(["import", "sheets"]) == 0
    assert "title: 'South Hosting'   # as on the invoice" in place.read_text()
    sheet.write_bytes(sheet.read_bytes().replace(b"standard", b"standerd"))
    assert command_line(["import", "sheets"]) == 1
    assert "supplier.csv!" in capsys.readouterr().out
    assert command_line(["import", "sheets/supplier.csv"]) == 2  # without the list of what was written
