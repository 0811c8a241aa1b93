"""The schema for editors: it stands alone and says the same as the kinds' own schemas and their statuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from skms import cli
from skms.kinds import load_kinds
from skms.parse import parse
from skms.scaffold import record
from skms.schema_export import (
    SCHEMA_FILE,
    SETTINGS_FILE,
    SettingsUnreadable,
    combined,
    editor_settings,
    modeline,
    single,
)

KINDS = load_kinds()
ALL = combined(KINDS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def words(node: Any) -> Iterator[tuple[str, Any]]:
    """Every word of a schema and what it says, names of fields left out."""
    if isinstance(node, list):
        for item in node:
            yield from words(item)
    elif isinstance(node, dict):
        for word, value in node.items():
            yield word, value
            below = list(value.values()) if word in ("properties", "$defs") else value
            if word not in ("enum", "const", "examples", "default"):
                yield from words(below)


def draft(kind: str, status: str) -> dict[str, Any]:
    given = {"status": status} if status else {}
    text = record(KINDS, kind, "example", given, {}, date(2026, 11, 22))
    data = parse("example.yaml", text).data
    assert data is not None
    return data


@pytest.mark.parametrize("schema", [ALL, combined(KINDS, {"role": ["a"]}), *map(single, KINDS.values())])
def test_stands_alone(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    for word, value in words(schema):
        assert not word.startswith("x-")
        assert word != "$id"
        if word == "$ref":
            assert value.removeprefix("#/$defs/") in schema["$defs"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_is_judged_by_its_kind_and_status(kind: str) -> None:
    everything, one = (
        jsonschema_rs.Draft202012Validator(ALL),
        jsonschema_rs.Draft202012Validator(single(KINDS[kind])),
    )
    for status in KINDS[kind].lifecycle.phases or [""]:
        data = draft(kind, status)
        assert everything.is_valid(data)
        assert one.is_valid(data)
        for name in set(data) - {"body"}:  # which a Markdown file may hold
            less = {field: value for field, value in data.items() if field != name}
            assert not everything.is_valid(less), (status, name)
        assert not everything.is_valid({**data, "stray": 1})
        assert not everything.is_valid({**data, "kind": "sevice"})


def test_a_condition_is_spared_by_another_field() -> None:
    data = draft("service", "retiring")
    assert "successor_reason" in data
    without = {name: value for name, value in data.items() if name != "successor_reason"}
    valid = jsonschema_rs.Draft202012Validator(ALL).is_valid
    assert not valid(without)
    assert valid({**without, "successor": "other"})


KNOWN = {"role": ["head", "lead"], "team": ["desk"], "framework": ["iso"]}


def test_ids_are_offered_but_others_are_allowed() -> None:
    schema = combined(KINDS, KNOWN)
    offers = schema["$defs"]["common.owner"]["anyOf"]
    assert [schema["$defs"][offer["$ref"].removeprefix("#/$defs/")]["enum"] for offer in offers[:-1]] == [
        ["head", "lead"]
    ]
    actors = schema["$defs"]["raci"]["properties"]["rows"]["items"]["properties"]["assign"]["propertyNames"][
        "anyOf"
    ]
    names = [schema["$defs"][offer["$ref"].removeprefix("#/$defs/")]["enum"] for offer in actors[:-1]]
    assert names == [["head", "lead"], ["team/desk"]]
    data = draft("service", "live")
    valid = jsonschema_rs.Draft202012Validator(schema).is_valid
    assert valid({**data, "owner": "another"})
    assert not valid({**data, "owner": 1})
    assert "anyOf" not in schema["$defs"]["common.satisfies"]["items"]["properties"]["node"], (
        "the part is not known"
    )


def test_descriptions_are_carried() -> None:
    described = [value for word, value in words(ALL) if word == "description"]
    assert KINDS["service"].schema["properties"]["criticality"]["description"] in described
    assert all(
        kind.schema["description"] in ALL["properties"]["kind"]["description"] for kind in KINDS.values()
    )


@given(st.dictionaries(st.text(), JSON))
def test_settings_keep_what_is_there(before: dict[str, Any]) -> None:
    before.pop("yaml.schemas", None)
    after = json.loads(editor_settings(json.dumps(before)))
    assert {**after, **before} == after
    assert list(after["yaml.schemas"]) == [SCHEMA_FILE]
    assert editor_settings(editor_settings(json.dumps(before))) == editor_settings(json.dumps(before))


def test_settings_keep_other_schemas() -> None:
    after = json.loads(editor_settings('{"yaml.schemas": {"other.json": "*.yml"}}'))
    assert after["yaml.schemas"]["other.json"] == "*.yml"
    assert "raci/**/*.yaml" in after["yaml.schemas"][SCHEMA_FILE]


@pytest.mark.parametrize("text", ["{ // comment\n}", '{"a": 1,}', "[]", '{"yaml.schemas": []}', "null"])
def test_settings_that_cannot_be_merged_are_refused(text: str) -> None:
    with pytest.raises(SettingsUnreadable):
        editor_settings(text)


@pytest.mark.parametrize("path", ["catalogue/services/email.yaml", "raci/a.yaml", "policies/a/b/c/d.yaml"])
def test_the_modeline_leads_to_the_schema(path: str) -> None:
    target = PurePosixPath("/root", path).parent / modeline(path).partition("$schema=")[2]
    assert Path(target).resolve() == Path("/root", SCHEMA_FILE)


def test_the_command_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "skms.yml").touch()
    assert cli.run(["schema", "--write", "--root", str(tmp_path)]) == 0
    assert json.loads((tmp_path / SCHEMA_FILE).read_text("utf-8")) == ALL
    assert (tmp_path / SETTINGS_FILE).read_text("utf-8") == editor_settings(None)
    (tmp_path / SETTINGS_FILE).write_text("{ // mine\n}", "utf-8")
    assert cli.run(["schema", "--write", "--root", str(tmp_path)]) == 2
    assert (tmp_path / SETTINGS_FILE).read_text("utf-8") == "{ // mine\n}"
    assert "is left alone" in capsys.readouterr().err


def test_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schema", "role"]) == 0
    assert json.loads(capsys.readouterr().out) == single(KINDS["role"])
    assert cli.run(["schema", "rloe"]) == 2
    assert "Did you mean 'role'?" in capsys.readouterr().err
