"""`skms new` and `skms init`: what they write is valid from the start, and nothing is overwritten."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from skms import cli
from skms.fit import fit
from skms.judge import judge
from skms.kinds import load_kinds
from skms.parse import parse
from skms.pipeline import model_of
from skms.scaffold import CannotScaffold, record
from skms.scaffold.layout import flow
from skms.scaffold.starting import starter
from skms.schema_export import SCHEMA_FILE, SETTINGS_FILE, single
from skms.texts import FORBIDDEN, ROOTS

KINDS = load_kinds()
EDITORS = {name: jsonschema_rs.Draft202012Validator(single(kind)) for name, kind in KINDS.items()}
DAY = date(2026, 11, 22)
IDS = st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,5}\Z")
KNOWN = st.dictionaries(st.sampled_from(sorted(KINDS)), st.lists(IDS, max_size=3))
ROOT = Path(__file__).resolve().parent.parent


def new(kind: str, record_id: str, known: dict[str, list[str]] | None = None, **given: str) -> str:
    return record(KINDS, kind, record_id, given, known or {}, DAY)


def read(text: str) -> dict[str, Any]:
    data = parse("a.yaml", text).data
    assert data is not None
    return data


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(KINDS)), IDS, KNOWN, st.data())
def test_every_kind_in_every_status_is_valid(
    kind: str, record_id: str, known: dict[str, list[str]], data: st.DataObject
) -> None:
    states = [{"status": status} for status in KINDS[kind].lifecycle.phases] or [{}]
    text = new(kind, record_id, known, **data.draw(st.sampled_from(states)))
    source = parse(f"{record_id}.yaml", text)
    assert source.hits == ()
    made, hits = fit(source, KINDS, {})
    assert hits == ()
    assert made.valid
    assert EDITORS[kind].is_valid(source.data)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_is_explained(kind: str) -> None:
    """Each field stands below its own comment; what is left out is named at the end."""
    schema = KINDS[kind].schema
    text = new(kind, "example")
    blocks = text.split("\n\n")
    for name in list(read(text))[1:]:
        (block,) = [block for block in blocks if f"\n{name}:" in block]
        assert block.startswith("# ")
        for state in schema["properties"][name].get("enum", ()):
            assert state in block
    assert all(name in blocks[-1] or f"\n{name}:" in text for name in schema["properties"])
    assert max(map(len, text.splitlines())) <= 100


def test_the_nearest_records_are_named() -> None:
    known = {"role": ["printing-owner", "email-service-owner"], "team": ["messaging"], "supplier": ["acme"]}
    data = read(new("service", "email", known, status="proposed"))
    assert data["owner"] == "email-service-owner"
    assert data["provider"] in ("messaging", "supplier/acme")
    assert "The nearest there is" in new("service", "email", known)


def test_a_reference_to_nothing_says_what_to_make() -> None:
    assert "skms new role email-owner" in new("service", "email")


@pytest.mark.parametrize("kind", ["mapping", "measurement"])
def test_parts_are_those_of_the_record_that_is_named(kind: str, tmp_path: Path, organisation: Any) -> None:
    (tmp_path / "skms.yml").touch()
    for top in ROOTS:
        copytree(ROOT / top, tmp_path / top)
    where = ["--no-input", "--root", str(tmp_path), "--as-of", DAY.isoformat()]
    assert cli.run(["new", kind, "try-it", *where]) == 0
    path = f"{KINDS[kind].folder}/try-it.yaml"
    found = judge(organisation.with_files({path: (tmp_path / path).read_text("utf-8")}))
    assert [(one.code, one.message) for one in found if one.file == path] == []


def test_a_record_does_not_point_to_itself() -> None:
    data = read(new("service", "email", {"service": ["email"]}, status="retiring", successor="x"))
    assert data["successor"] == "x"
    assert "successor_reason" not in data
    text = new("exception", "a", {"exception": ["a"], "service": ["b"]})
    assert read(text)["subject"] == "b"


def test_dates_are_the_day_of_the_record() -> None:
    data = read(new("exception", "a", status="approved"))
    assert data["approved_on"] == DAY.isoformat()
    assert DAY < date.fromisoformat(data["valid_to"]) <= DAY + timedelta(365)


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        ("team", "title", "Finance: payroll", "Finance: payroll"),
        ("team", "cost_centre", "0815", "0815"),
        ("service", "audience", "it, employee", ["it", "employee"]),
        ("service", "design_availability_percent", "99.95", 99.95),
        ("process", "touchpoints_only", "true", True),
        ("role", "holders", "[{person: ann, fte: 0.5}]", [{"person": "ann", "fte": 0.5}]),
    ],
)
def test_given_values(kind: str, name: str, text: str, value: object) -> None:
    assert read(new(kind, "abc", **{name: text}))[name] == value


def test_what_a_given_value_asks_for_is_added() -> None:
    text = record(KINDS, "service", "abc", {"charging.model": "per-unit"}, {}, DAY)
    charging = read(text)["charging"]
    assert {"unit", "price"} <= set(charging)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("ttle", "x", "Did you mean 'title'?"),
        ("contact.emial", "x", "Did you mean 'email'?"),
        ("type", "tem", "Did you mean 'team'?"),
        ("title", "Too short.", "does not have the form"),
        ("title.x", "y", "no fields of its own"),
        ("links", "[{", "links=[{"),
        ("links", "&a [*a]", "links="),
    ],
)
def test_what_cannot_be_given_is_said(name: str, text: str, says: str) -> None:
    with pytest.raises(CannotScaffold) as caught:
        record(KINDS, "team", "abc", {name: text}, {}, DAY)
    assert says in str(caught.value)


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not FORBIDDEN.search(text))
        | st.booleans()
        | st.integers(-(2**53), 2**53),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=5,
    )
)
def test_values_are_written_so_that_they_are_read_back(value: object) -> None:
    """By our reader and by any other."""
    source = parse("a.yaml", f"key: {flow(value)}\n")
    assert (source.hits, source.data) == ((), {"key": value})
    assert yaml.safe_load(f"- {flow('yes')}\n- {flow('a: b')}\n- {flow('- c')}\n") == ["yes", "a: b", "- c"]


@pytest.mark.parametrize("kind", ["control", "risk", "service", "policy", "team", "person", "exception"])
def test_a_new_record_among_others_is_no_error(kind: str) -> None:
    texts = {path: text for path, text in starter("X", DAY).items() if path.partition("/")[0] in ROOTS}
    known: dict[str, list[str]] = {}
    for one in model_of(texts, DAY).records.values():
        known.setdefault(one.kind, []).append(one.id)
    path = f"{KINDS[kind].folder}/brand-new.yaml"
    found = judge(model_of({**texts, path: new(kind, "brand-new", known)}, DAY))
    assert [finding.message for finding in found if finding.severity == "error"] == []


def test_new_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "skms.yml").touch()
    args = ["new", "team", "desk", "--root", str(tmp_path)]
    assert cli.run(args) == 0
    path = tmp_path / "raci/teams/desk.yaml"
    before = path.read_bytes()
    assert cli.run([*args, "--set", "title=Other"]) == 2
    assert cli.run([*args, "--out", str(tmp_path / "raci/elsewhere")]) == 2
    path.write_text("aliases: [old]\n" + path.read_text("utf-8"), "utf-8")
    assert cli.run(["new", "team", "old", "--root", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "team/desk exists already: raci/teams/desk.yaml" in error
    assert "team/old is a former id of team/desk" in error
    assert path.read_bytes().endswith(before)
    assert [entry.name for entry in tmp_path.rglob("*.yaml")] == ["desk.yaml"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "skms.yml").touch()
    full = Path("/dev/full").open("w")  # noqa: SIM115 - its end is the command's

    usual = Path.open

    def start(path: Path, *args: Any, **options: Any) -> Any:
        if path.suffix != ".yaml":
            return usual(path, *args, **options)
        path.touch()
        return full

    monkeypatch.setattr(Path, "open", start)
    assert cli.run(["new", "team", "desk", "--root", str(tmp_path)]) == 2
    assert "desk.yaml cannot be written: No space left on device." in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.rglob("*.yaml")] == []


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["taem", "desk"], "Did you mean 'team'?"),
        (["team", "Service_Desk"], "Did you mean 'service-desk'?"),
        (["team", "a" * 64], "at most 63 characters"),
        (["team", "desk", "--set", "title"], "FIELD=VALUE"),
        (["team", "desk", "--out", "other.yaml"], "must be called desk.yaml"),
    ],
)
def test_new_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], args: list[str], says: str
) -> None:
    (tmp_path / "skms.yml").touch()
    assert cli.run(["new", *args, "--root", str(tmp_path)]) == 2
    assert says in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["skms.yml"]


@pytest.mark.parametrize("later", [0, 1, 200])
def test_the_starter_checks_clean(later: int) -> None:
    texts = {
        path: text for path, text in starter("Müller & Co", DAY).items() if path.partition("/")[0] in ROOTS
    }
    model = model_of(texts, DAY + timedelta(later))
    kinds = {
        "agreement", "assessment", "calendar", "contract", "customer", "forum", "framework", "governance-domain",
        "indicator", "objective", "person", "policy", "process", "raci", "role", "service", "supplier", "team",
    }  # fmt: skip
    assert {record.kind for record in model.records.values()} == kinds
    assert [finding.message for finding in judge(model)] == []


def test_the_starter_is_one_s_own() -> None:
    texts = starter('Müller: "Co" #1', DAY)
    assert yaml.safe_load(texts["skms.yml"])["name"] == 'Müller: "Co" #1'
    assert not any("Example Organisation" in text or "2026-01-01" in text for text in texts.values())
    assert {".gitignore", "README.md", "mkdocs.yml"} <= set(texts)


def test_the_starter_builds_as_the_example_does() -> None:
    ours = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[0]
    assert starter("X", DAY)["mkdocs.yml"].partition("\nnav:")[0] == ours


def test_init_takes_an_empty_folder_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my-org"
    (folder / ".git").mkdir(parents=True)
    assert cli.run(["init", str(folder), "--as-of", DAY.isoformat()]) == 0
    assert yaml.safe_load((folder / "skms.yml").read_text("utf-8"))["name"] == "My org"
    written = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {str(path.relative_to(folder)) for path in written} == {
        *starter("My org", DAY),
        SCHEMA_FILE,
        SETTINGS_FILE,
    }
    assert cli.run(["init", str(folder)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == written
    assert cli.run(["check", "--root", str(folder), "--as-of", DAY.isoformat()]) == 0
