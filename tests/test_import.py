"""Importing: what people write in maps, what becomes of rows, and what is never done."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from skms import formats
from skms.cli import run as command_line
from skms.imports import expressions, job, mapfile, write, yaml_text
from skms.imports.expressions import Wrong
from skms.imports.filters import slug
from skms.imports.job import Result
from skms.imports.mapfile import BadMap
from skms.imports.notes import NoColumn
from skms.imports.troubles import Trouble, order
from skms.imports.yaml_text import dump
from skms.judge import judge
from skms.parse import parse
from skms.pipeline import model_of
from skms.texts import FORBIDDEN

DOCS = Path(__file__).parents[1] / "docs/import.md"
SERVICES = """
records:
  - kind: service
    id: Name | slug
    set: {status: live, type: technical}
    fields: {title: Name, description: Text?, owner: Owner? | slug}
"""


def imported(map_text: str, **files: str | bytes) -> Result:
    """Import files, given as `name_ending=content`, with a map."""
    sources = [
        (name.replace("_", "."), text if isinstance(text, bytes) else text.encode())
        for name, text in files.items()
    ]
    return job.run(sources, mapfile.read(map_text, "map.yaml", "test"))


def data(result: Result, name: str) -> dict[str, object]:
    """The data of an imported record."""
    file = next(file for file in result.files if file.name == name)
    source = parse(file.path, file.text)
    assert not source.hits
    assert source.data is not None
    return source.data


def value(expression: str, row: dict[str, object], **tables: dict[str, object]) -> object:
    return expressions.evaluate(expressions.parse(expression, tables), row)


# Expressions and filters


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Service name", "Café  & Bar"),
        ("Nothing || Service name | slug", "cafe-bar"),
        ("Nothing", None),
        ("'a | b' | upper", "A | B"),
        ("'it''s'", "it's"),
        ("Owner's name | slug | suffix '-owner'", "jo-bloggs-owner"),
        ("contact.email | lower", "jo@example.org"),
        ('["Service name", n] | join " / "', "Café  & Bar / 7"),
        ("when | date", "2018-06-01"),
        ("day | date 'DD/MM/YYYY'", "2026-03-02"),
        ("day | date 'MM/DD/YYYY'", "2026-02-03"),
        ("share | times 100 | suffix ' %'", "98.72 %"),
        ("money | number", 1200.5),
        ("list | split ';' | slug", ["one-two", "three"]),
        ("list | split ';' | last", "three"),
        ("[n, n] | unique", [7]),
        ("na | blank 'N/A' | default 'none'", "none"),
        ("text | sentence", "First e.g. this."),
        ("text | truncate 12", "First e.g…"),
        ("web | addresses", ["https://www.example.org/a", "http://b.example.org"]),
        ("list | contains 'three'", True),
        ("na | one 'n/a'", True),
        ("n == `7` && na", "N/A"),
        ("n == `8` || na == 'N/A'", True),
        ("contact | missing", False),
        ("text | after 'this. '", "Second."),
        ("text | before ' e.g.'", "First"),
        ("hidden | visible", "ab"),
        ("state | lookup states", "live"),
        ("na | lookup states 'draft'", "draft"),
    ],
)
def test_expressions_say_what_they_mean(expression: str, expected: object) -> None:
    row: dict[str, object] = {
        "Service name": "Café  & Bar", "Owner's name": "Jo Bloggs", "contact": {"email": "JO@example.org"}, "n": 7,
        "when": "Jun 1 2018", "day": "02/03/2026", "share": "0.9872", "money": "1,200.50", "list": "One two; ;three",
        "na": "N/A", "text": "First e.g. this. Second.", "web": "see www.example.org/a, or http://b.example.org.",
        "hidden": "a\x0cb\u202e", "state": " OPERATIONAL ",
    }  # fmt: skip
    assert value(expression, row, states={"Operational": "live"}) == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("Name | slog", "Did you mean 'slug'?"),
        ("Name | lookup stats", "Did you mean 'states'?"),
        ("Name | truncate", "takes length"),
        ("Name | 'x", "quotation mark"),
        ("Name |", "nothing after a bar"),
        ("| slug", "nothing between the bars"),
    ],
)
def test_a_wrong_expression_is_explained(expression: str, message: str) -> None:
    with pytest.raises(Wrong, match=re.escape(message)):
        expressions.parse(expression, {"states": {"a": "b"}})


NUMBERED = """
records:
  - {file: a.csv, kind: service, id: Name | slug, key: No, set: {status: live}, fields: {title: Name}}
  - file: b.csv
    kind: agreement
    id: No | prefix 'sla-'
    set: {status: draft, type: sla, owner: x}
    fields: {title: No | record service title | suffix ' agreement', covers: [No | record service]}
"""


def test_rows_name_the_records_of_other_rows() -> None:
    made = imported(NUMBERED, a_csv="Name,No\nDirect mail,7\n", b_csv="No\n7\n")
    assert made.findings == ()
    assert data(made, "agreement/sla-7")["title"] == "Direct mail agreement"
    assert data(made, "agreement/sla-7")["covers"] == ["direct-mail"]
    # Whatever comes first, in the map or among the files.
    turned = NUMBERED.replace("a.csv", "z.csv")
    assert imported(turned, b_csv="No\n7\n", z_csv="Name,No\nDirect mail,7\n").findings == ()


@pytest.mark.parametrize(
    ("map_text", "row", "message"),
    [
        (NUMBERED, "8", "no row makes a service with the key '8'"),
        (NUMBERED.replace("key: No, ", ""), "7", "no entry of the map makes a service with a `key`"),
        (
            NUMBERED.replace("id: No |", "when: No | record service\n    id: No |"),
            "7",
            "a condition cannot ask",
        ),
    ],
)
def test_a_record_that_nobody_makes_is_reported(map_text: str, row: str, message: str) -> None:
    made = imported(map_text, a_csv="Name,No\nMail,7\n", b_csv=f"No\n{row}\n")
    assert (made.rows, made.used, made.bad) == (2, 1, 1)
    assert message in made.findings[0].message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("02/03/2026", "DD/MM/YYYY"),
        ("31 Feb 2026", "not a day"),
        ("soon", "not a date"),
        ("Foo 1 2018", "not a date"),
    ],
)
def test_a_date_that_may_mean_two_days_is_not_guessed(text: str, message: str) -> None:
    with pytest.raises(Wrong, match=message):
        value("d | date", {"d": text})


@given(st.text())
def test_a_slug_is_an_id_or_an_error(text: str) -> None:
    try:
        made = slug(text)
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 63


# Rows add up


CELLS = st.lists(st.tuples(*[st.text(st.characters(codec="utf-8"), max_size=20)] * 3), max_size=12)


@given(CELLS)
@settings(max_examples=150, deadline=None)
def test_every_row_of_any_table_is_a_record_or_a_finding(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("Name", "Text", "Owner"), *rows])
    result = imported(SERVICES, s_csv=text.getvalue())
    if result.findings and not result.findings[0].place:  # a NUL: the file as a whole is not text
        assert (result.rows, result.bad) == (1, 1)
        return
    expected = sum(
        any(cell.strip() for cell in row)
        for row in csv.reader(io.StringIO(text.getvalue().replace("\r", "\n")))
    )
    assert result.rows == max(0, expected - 1)
    assert result.rows == result.used + result.bad
    assert result.used == len(result.files)
    assert bool(result.findings) == (result.bad > 0)
    for file in result.files:
        assert re.fullmatch(r"catalogue/services/[a-z0-9]+(-[a-z0-9]+)*\.yaml", file.path)
        assert not parse(file.path, file.text).hits


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")))
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for name in formats.formats():
        with suppress(formats.Unreadable):
            assert isinstance(formats.read(name, content), formats.Content)


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60).filter(
    lambda text: not FORBIDDEN.search(text)
)
NESTED = st.recursive(
    st.one_of(PLAIN, st.booleans(), st.integers(-(2**53), 2**53), st.sampled_from([0.5, 99.95, -1.25])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(PLAIN.filter(lambda key: key != "<<"), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.text("abcxyz_", min_size=1, max_size=8), NESTED, min_size=1, max_size=5))
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_back(record: dict[str, object]) -> None:
    source = parse("x.yaml", dump(record, "a comment"))
    assert source.hits == ()
    assert source.data == record


EASY = st.text(st.sampled_from("ab Z9é:-#'\",.&%@?! "), min_size=1, max_size=14) | st.sampled_from(
    ["word " * 20, "x" * 105, "yes", "12", "1.5", "2026-01-31", "a: b", "a #b", "null"]
)
EASY_NESTED = st.recursive(
    EASY | st.booleans() | st.integers(-9, 99) | st.none() | st.sampled_from([0.5, 99.95]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "on", "b_c", "d"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["title", "tags", "no", "links"]), EASY_NESTED, min_size=1, max_size=3)
)
@settings(max_examples=500, deadline=None)
def test_the_short_cut_writes_what_the_dumper_writes(record: dict[str, object]) -> None:
    assert dump(record) == yaml_text._dumped(record)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-01-31", "2026-01-31"), ("12M", "12M"), ("24x7", "24x7"), ("18:30", '"18:30"'), ("1.10", '"1.10"'),
        ("0123", '"0123"'), ("no", '"no"'), ("E-mail: the thing", "'E-mail: the thing'"), ("a\nb", "|-\n  a\n  b"),
        ("word " * 30 + "end", ">-"),
    ],
)  # fmt: skip
def test_texts_are_written_as_people_would(text: str, written: str) -> None:
    assert dump({"a": text}).startswith(f"a: {written}")


# What is found


def test_findings_name_the_cell() -> None:
    result = imported(
        "tables: {s: {on: live}}\n"
        + SERVICES.replace("set: {status: live, type", "set: {type").replace(
            "title: Name", "title: Name, status: State | lookup s"
        ),
        a_csv="Name,State\nE-mail,on\nPayroll,of\n…,on\n",
    )
    assert [(trouble.place, trouble.line) for trouble in result.findings] == [("B3", 3), ("A4", 4)]
    assert "'of' is not in the table" in result.findings[0].message
    assert (result.rows, result.used, result.bad) == (3, 1, 2)


def test_findings_name_the_path_and_line() -> None:
    text = "groups:\n  - name: Op\n  - name: ''\n  - name: Ops\n    sub: [{name: A}]\n"
    map_text = "records: [{kind: team, rows: 'groups[]', id: name | slug, fields: {title: name}}]"
    result = imported(map_text, a_yaml=text)
    assert [(t.place, t.line) for t in result.findings] == [("groups[0].name", 2), ("groups[1].name", 3)]
    assert "at least 3" in result.findings[0].message
    assert "nothing to make the id of" in result.findings[1].message


def test_two_rows_with_one_id_are_named_both() -> None:
    result = imported(SERVICES, a_csv="Name\nE-mail\nPayroll\nE mail\n")
    assert [trouble.place for trouble in result.findings] == ["A4"]
    assert "row 2" in result.findings[0].message
    assert [file.name for file in result.files] == ["service/e-mail", "service/payroll"]


def test_a_value_that_the_schema_refuses_is_reported_at_its_cell_and_not_written() -> None:
    result = imported(SERVICES, a_csv=f"Text,Name\nok,{'x' * 81}\n")
    assert [(trouble.place, trouble.file) for trouble in result.findings] == [("B2", "a.csv")]
    assert not result.files


def test_a_field_that_is_missing_is_left_to_the_check() -> None:
    result = imported(SERVICES, a_csv="Name,Owner\nE-mail,\n")
    assert not result.findings
    assert "owner" not in data(result, "service/e-mail")


def test_rows_that_no_entry_takes_are_not_dropped_and_skipped_rows_are_counted() -> None:
    text = SERVICES + "    when: Owner | one 'x'\nskip: [{when: Name | one 'Total', because: It is a sum.}]\n"
    result = imported(text, a_csv="Name,Owner\nE-mail,x\nPayroll,y\nTotal,\n")
    assert (result.rows, result.used, result.bad, result.aside) == (3, 1, 1, (("It is a sum.", 1),))
    assert "No entry of the map takes this row" in result.findings[0].message


def test_cells_outside_the_table_are_reported() -> None:
    result = imported(SERVICES, a_csv="Name\nE-mail,stray\nPayroll\n")
    assert "B2" in result.findings[0].message
    assert (result.used, result.bad) == (1, 1)


def test_rows_that_contradict_each_other_are_reported() -> None:
    text = "records: [{kind: team, id: Team | slug, group: true, fields: {title: Team, cost_centre: Cost}}]"
    result = imported(text, a_csv="Team,Cost\nOps,1\nOps,1\nOps,2\n")
    assert [trouble.place for trouble in result.findings] == ["B4"]
    assert data(result, "team/ops")["cost_centre"] == "1"


def test_two_spellings_are_noted() -> None:
    text = "records: [{kind: team, id: Team | slug, group: true, set: {title: Same}}]"
    result = imported(text, a_csv="Team\nData Engineering\nData engineering\nData engineering\n")
    assert [
        "'Data engineering' (2 rows) and 'Data Engineering' (1 row)" in note.message for note in result.notes
    ] == [True]


def test_rows_of_another_file_add_to_a_record_by_its_key() -> None:
    text = """
records:
  - {file: s.*, kind: service, id: Name | slug, key: No, set: {type: technical}, fields: {title: Name}}
  - file: o.*
    kind: service
    key: No
    adds_to: true
    agrees: {title: Service}
    fields: {"offerings[]": {id: Id, title: What, status: "'live'"}}
"""
    result = imported(
        text,
        s_csv="No,Name\n7,E-mail\n",
        o_csv="No,Id,What,Service\n7,a,Small,E-mail\n7,b,Large,Mail\n8,c,None,\n",
    )
    offerings = data(result, "service/e-mail")["offerings"]
    assert isinstance(offerings, list)
    assert [item["id"] for item in offerings] == ["a", "b"]
    assert [(t.file, t.place) for t in result.findings] == [("o.csv", "A4")]
    assert [(t.file, t.place) for t in result.notes] == [("o.csv", "D3")]


def test_a_file_that_cannot_be_read_is_one_finding_and_the_others_are_imported() -> None:
    result = imported(
        "records: [{kind: policy, id: _stem | slug, fields: {title: name, body: _body}}]",
        good_md="---\nname: Good policy\n---\n# Text\n", bare_md="name: Bare policy\n---\nText\n",
        bad_md="---\na: b: c\n---\n",
    )  # fmt: skip
    assert [(t.file, t.line) for t in result.findings] == [("bad.md", 2)]
    assert [file.name for file in result.files] == ["policy/bare", "policy/good"]
    assert (result.rows, result.used, result.bad) == (3, 2, 1)


# Maps


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("records:\n  - kind: servce\n    id: a\n", (2, 11), "Did you mean 'service'?"),
        (
            "records:\n  - kind: service\n    id: a\n    fields:\n      titel: a\n",
            (5, 7),
            "Did you mean 'title'?",
        ),
        (
            "records:\n  - kind: service\n    id: a\n    fields:\n      title: a | slog\n",
            (5, 14),
            "Did you mean 'slug'?",
        ),
        ("records:\n  - kind: service\n    id: a\n    filds: {}\n", (4, 5), "Did you mean 'fields'?"),
        ("records:\n  - kind: service\n", (2, 5), "missing"),
        ("format: exel\nrecords: [{kind: service, id: a}]\n", (1, 9), "Formats are csv, json,"),
        ("records:\n  - kind: team\n    id: a\n    fields: {contact.x: b | slog}\n", (4, 25), "slog"),
    ],
)
def test_what_is_wrong_in_a_map_has_its_place(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(BadMap, match=re.escape(message)) as caught:
        mapfile.read(text, "m.yaml", "m")
    assert (caught.value.places[0].line, caught.value.places[0].column) == place


def test_a_column_that_is_not_there_stops_the_import_with_a_guess() -> None:
    with pytest.raises(NoColumn, match=r"no column 'Name'\. Did you mean 'Names'\?"):
        imported(SERVICES, a_csv="Names\nE-mail\n")


def test_shipped_maps_are_found_by_name_and_misspelt_names_are_guessed() -> None:
    assert set(mapfile.shipped()) >= {"servicenow", "backstage", "markdown-policies"}
    with pytest.raises(BadMap, match="Did you mean 'servicenow'"):
        mapfile.load("servicenau")


def test_services_from_servicenow() -> None:
    rows = (
        "name,number,support_group,owned_by,operational_status,busines_criticality,service_classification\n"
    )
    rows += "E-mail,BSN1,Messaging,Jo Bloggs,Operational,1 - most critical,Business Service\n"
    rows += "Payroll,BSN2,HR Systems,,Retired,,\n"
    result = job.run([("cmdb_ci_service.csv", rows.encode())], mapfile.load("servicenow"))
    assert not result.findings
    email = data(result, "service/e-mail")
    assert (email["status"], email["criticality"], email["owner"]) == ("live", "tier-1", "e-mail-owner")
    assert data(result, "role/e-mail-owner")["holders"] == [{"person": "jo-bloggs"}]
    assert "holders" not in data(result, "role/payroll-owner")
    labels = "Name,Support group,Owned by,Operational status\nE-mail,Messaging,Jo Bloggs,Operational\n"
    assert job.run([("export.csv", labels.encode())], mapfile.load("servicenow")).used == 1


def test_entities_from_backstage() -> None:
    text = """
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: orders, title: Order desk, tags: [java], links: [{url: "https://o.example.org"}]}
spec: {lifecycle: production, owner: "group:default/payments", dependsOn: ["resource:default/orders-db"]}
---
kind: Resource
metadata: {name: orders-db}
spec: {owner: payments}
---
kind: Group
metadata: {name: payments}
spec: {type: squad, profile: {displayName: Payments}}
---
kind: Location
metadata: {name: elsewhere}
"""
    result = job.run([("catalog-info.yaml", text.encode())], mapfile.load("backstage"))
    assert not result.findings
    assert (result.rows, result.used, sum(count for _, count in result.aside)) == (4, 3, 1)
    orders = data(result, "service/orders")
    assert (orders["provider"], orders["owner"], orders["status"]) == (
        "payments",
        "payments-service-owner",
        "live",
    )
    assert orders["depends_on"] == [{"service": "orders-db"}]
    assert data(result, "team/payments")["title"] == "Payments"


def test_policies_from_markdown() -> None:
    text = "---\ntitle: Access\nowner: Security manager\neffective: 1 Feb 2026\nversion: '1.2'\n"
    text += "satisfies: [soc2#CC6.1]\n---\n\n# Access\n\nWho may enter.\n"
    result = job.run(
        [("access.md", text.encode()), ("README.md", b"# Policies\n")], mapfile.load("markdown-policies")
    )
    policy = data(result, "policy/access")
    assert (policy["owner"], policy["effective_from"], policy["status"]) == (
        "security-manager",
        "2026-02-01",
        "draft",
    )
    assert policy["satisfies"] == [{"node": "soc2#CC6.1", "relation": "supports"}]
    assert policy["body"] == "# Access\n\nWho may enter."
    assert result.aside == (("It introduces the folder and is no policy.", 1),)


def test_matrices_from_markdown_tables_lying_on_their_side() -> None:
    table = "## Cloud\n\n| Team | Deliver | Govern |\n| --- | --- | --- |\n"
    table += "| Adoption | A / R | C / I |\n| Board | - | Accountable |\n"
    text = """
format: markdown-tables
transpose: true
records:
  - kind: raci
    id: _sheet | slug
    group: true
    set: {status: draft, for: service/cloud}
    fields:
      title: _sheet | suffix ' matrix'
      rows[]:
        activity: Team | slug
        title: Team
        assign: {each: "_columns[?name != 'Team']", key: name | slug, make: value | blank '-'}
"""
    result = imported(text, a_md=table)
    rows = data(result, "raci/cloud")["rows"]
    assert rows == [
        {"activity": "deliver", "title": "Deliver", "assign": {"adoption": "A / R"}},
        {"activity": "govern", "title": "Govern", "assign": {"adoption": "C / I", "board": "Accountable"}},
    ]
    service = "kind: service\ntitle: Cloud\nstatus: idea\ntype: technical\nowner: adoption\n"
    files = {file.path: file.text for file in result.files} | {"catalogue/services/cloud.yaml": service}
    findings = judge(model_of(files, date(2026, 11, 22)))
    assert not [
        finding for finding in findings if finding.name in ("odd-cell", "no-accountable", "two-accountables")
    ]


# What is written


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table, a map and an empty records repository `out`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.yaml").write_text(SERVICES)
    (tmp_path / "a.csv").write_text("Name,Text\nE-mail,Mail for all\nPayroll,Pay\n")
    return tmp_path


def importing(*words: str) -> int:
    return command_line(["import", "a.csv", "--map", "map.yaml", "--out", "out", *words])


EMAIL = "out/catalogue/services/e-mail.yaml"


def test_a_dry_run_writes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert importing("--dry-run") == 0
    assert not (place / "out").exists()
    assert "catalogue/services/e-mail.yaml: new" in capsys.readouterr().out


def test_a_second_import_changes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert importing() == 0
    before = snapshot(place / "out")
    assert importing() == 0
    assert snapshot(place / "out") == before
    assert "2 unchanged" in capsys.readouterr().out


def test_edited_moved_and_deleted_files_are_kept_as_they_are(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    importing()
    email, payroll = place / EMAIL, place / "out/catalogue/services/payroll.yaml"
    email.write_text(email.read_text() + "domain: it\n")
    (place / "out/catalogue/hr").mkdir()
    payroll.rename(place / "out/catalogue/hr/payroll.yaml")
    (place / "a.csv").write_text("Name,Text\nE-mail,Changed\nPayroll,Changed\nNew,x\n")
    before = email.read_text()
    capsys.readouterr()
    importing()
    told = capsys.readouterr().out
    assert email.read_text() == before
    assert not payroll.exists()
    assert "e-mail.yaml: edited by hand, kept" in told
    assert "catalogue/hr/payroll.yaml: moved by hand, kept" in told
    email.unlink()
    importing()
    assert not email.exists()
    assert "deleted by hand, left out" in capsys.readouterr().out
    importing("--overwrite")
    assert "Changed" in email.read_text()


def test_what_changed_in_the_source_changes_and_what_is_gone_is_kept(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    importing()
    (place / "a.csv").write_text("Name,Text\nE-mail,Mail for everybody\n")
    capsys.readouterr()
    assert importing() == 0
    assert "Mail for everybody" in (place / EMAIL).read_text()
    assert (place / "out/catalogue/services/payroll.yaml").exists()
    assert "payroll.yaml: no longer in the source, kept" in capsys.readouterr().out


def test_a_failure_while_writing_leaves_no_half_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    importing()
    before = snapshot(place / "out")
    (place / "a.csv").write_text("Name,Text\nE-mail,Other\nPayroll,Other\n")

    def broken(self: Path, target: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", broken)
    assert importing() == 2
    assert snapshot(place / "out") == before


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "..", "con", "a/b", "~root", "x" * 64, "Ünï"])
def test_no_id_leads_out_of_the_repository(name: str) -> None:
    result = imported(SERVICES.replace("id: Name | slug", "id: Name"), a_csv=f"Name,Text\n{name},x\n")
    assert [trouble.place for trouble in result.findings] == ["A2"]
    assert not result.files


def test_no_symbolic_link_is_followed_out_of_the_repository(place: Path) -> None:
    (place / "elsewhere").mkdir()
    (place / "out").mkdir()
    (place / "out/catalogue").symlink_to(place / "elsewhere")
    assert importing() == 2
    assert not list((place / "elsewhere").rglob("*.yaml"))


def test_exit_codes_and_reports(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "a.csv").write_text("Name,Text\nE-mail,x\nE mail,y\n")
    assert importing("--format", "json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report["version"] == 1
    assert report["findings"][0]["place"] == "A3"
    assert report["summary"]["rows"] == report["summary"]["used"] + report["summary"]["with_findings"] == 2
    assert command_line(["import", "a.csv", "--map", "servicenau"]) == 2
    assert "Did you mean 'servicenow'" in capsys.readouterr().err
    (place / "a.csv").write_text("Nam\nx\n")
    assert importing() == 2
    assert "Did you mean 'Nam'?" in capsys.readouterr().err


# What is never done


HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "{{7*7}}",
    "{% include 'x' %}",
    "<script>alert(1)</script>",
    "${jndi:x}",
    "!!python/name:os",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text(text: str) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([("Name", "Text"), ("E-mail", text)])
    assert data(imported(SERVICES, a_csv=table.getvalue()), "service/e-mail")["description"] == text
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("Services")
        sheet.write_row(0, 0, ["Name", "Text"])
        sheet.write_string(1, 0, "E-mail")
        sheet.write_string(1, 1, text)
    assert data(imported(SERVICES, a_xlsx=book.getvalue()), "service/e-mail")["description"] == text


def test_sheets_are_told_apart_and_none_is_passed_over_in_silence() -> None:
    sheets = {"Services": [["List of 2026"], ["Name"], ["E-mail"], ["x" * 99]], "Notes": [["Name"], ["?"]]}
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    text = SERVICES.replace("    id:", "    rows: Services\n    id:") + "header: 2\n"
    text = text.replace(", description: Text?, owner: Owner? | slug", "")
    result = imported(text, a_xlsx=book.getvalue())
    assert [file.name for file in result.files] == ["service/e-mail"]
    assert [trouble.place for trouble in result.findings] == ["Services!A4"]
    assert [note.message for note in result.notes] == ["No entry of the map reads the sheet 'Notes'."]


def test_formulas_are_not_run_and_cells_keep_their_meaning() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet("Services")
        sheet.write_row(0, 0, ["Name", "Text", "Since"])
        sheet.write_string(1, 0, "E-mail")
        sheet.write_formula(1, 1, "=1+1", None, "saved")
        sheet.write_datetime(1, 2, date(2026, 3, 1), workbook.add_format({"num_format": "yyyy-mm-dd"}))
    text = SERVICES.replace("description: Text?", "description: Text, dates.live_from: Since")
    email = data(imported(text, a_xlsx=book.getvalue()), "service/e-mail")
    assert (email["description"], email["dates"]) == ("saved", {"live_from": "2026-03-01"})


@pytest.mark.parametrize(
    "expression", ["__import__('os')", "open('/etc/passwd')", "to_string(@).system", "length(`1`)"]
)
def test_an_expression_runs_nothing(expression: str) -> None:
    result = imported(SERVICES.replace("Text?", f'"{expression}?"'), a_csv="Name\nE-mail\n")
    assert not result.files or "description" not in data(result, "service/e-mail")


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{this}: &{this} [{', '.join(f'*{last}' for _ in range(9))}]\n"
    for last, this in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text", [BOMB, "&a [*a]", "[" * 100_000, "a: !!python/object/apply:os.system [ls]", "x: *y"]
)
def test_bombs_are_refused_or_harmless(text: str) -> None:
    result = imported("records: [{kind: team, id: name | slug, fields: {title: name}}]", a_yaml=text)
    assert result.rows == result.bad == 1
    assert not result.files


# The manual


def blocks() -> dict[str, str]:
    """The files shown in the manual, by title."""
    return dict(re.findall(r"```\w+ title=\"([^\"]+)\"\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL))


def test_the_first_import_of_the_manual_gives_the_record_shown() -> None:
    shown = blocks()
    imap = mapfile.read(shown["our-services.yaml"], "our-services.yaml", "our-services")
    result = job.run([("services.csv", shown["services.csv"].encode())], imap)
    assert (result.rows, result.used, len(result.files)) == (3, 3, 5)
    path = "catalogue/services/e-mail.yaml"
    assert next(file.text for file in result.files if file.path == path) == shown[path]


def test_the_other_examples_of_the_manual_work() -> None:
    shown = blocks()
    for name, record in (("holders", "role/incident-manager"), ("joiners", "raci/joiners")):
        imap = mapfile.read(shown[f"{name}.yaml"], f"{name}.yaml", name)
        result = job.run([(f"{name}.csv", shown[f"{name}.csv"].encode())], imap)
        assert not result.findings
        assert data(result, record)
    holders = data(
        job.run([("h.csv", shown["holders.csv"].encode())], mapfile.read(shown["holders.yaml"], "h", "h")),
        "role/incident-manager",
    )
    assert holders["holders"] == [
        {"person": "alex-example", "from": "2025-11-01"}, {"person": "sam-sample", "from": "2026-03-01"},
    ]  # fmt: skip


def test_the_manual_describes_every_filter_map_and_word() -> None:
    text = DOCS.read_text("utf-8")
    for name, run in expressions.available().items():
        assert f"| `{name}` | {' '.join((run.__doc__ or '').split()).replace('|', chr(92) + '|')} |" in text
    for name, shipped in mapfile.shipped().items():
        assert f"| `{name}` | {parse(name, shipped).data['title']} |" in text  # type: ignore[index]
    schema = json.loads((Path(mapfile.__file__).parent / "map.schema.json").read_text("utf-8"))
    words = {*schema["properties"], *schema["properties"]["records"]["items"]["properties"]} - {"records"}
    assert not [word for word in words if f"`{word}" not in text]
    assert not [name for name in formats.formats() if f"`{name}`" not in text]
    for ending in (ending for module in formats.formats().values() for ending in module.ENDINGS):
        assert formats.for_ending(ending)


def test_fingerprints_that_are_damaged_are_said_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    importing()
    (place / "out" / write.FOLDER / "map.json").write_text("{")
    assert importing() == 2
    assert "is damaged" in capsys.readouterr().err


def test_troubles_stand_in_the_order_of_the_sheet() -> None:
    places = ["B!A2", "A!B11", "A!A11", "A!Z7", "A!AA7"]
    troubles = [Trouble("x.xlsx", place, 0, "") for place in places]
    assert [one.place for one in sorted(troubles, key=order)] == ["A!AA7", "A!Z7", "A!A11", "A!B11", "B!A2"]
    paths = [Trouble("x.json", f"groups[{number}].name", 0, "") for number in (10, 9)]
    assert [one.place for one in sorted(paths, key=order)] == ["groups[9].name", "groups[10].name"]
