"""One schema for editors: the kinds' schemas joined, self-contained, with what each status asks for spelt out.

Editors know JSON Schema but not our `x-` words. So those are left out here, and `x-required` becomes `if` and `then`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from skms.kinds import COMMON_ID, Kind, Kinds, Schema, common

SCHEMA_FILE = ".skms/schema.json"
SETTINGS_FILE = ".vscode/settings.json"
ROOTS = ("catalogue", "policies", "raci")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_COMMON = f"{COMMON_ID}#/$defs/"


Known = Mapping[str, Sequence[str]]
"""Kind → ids of its records."""


class SettingsUnreadable(Exception):
    """The editor's settings cannot be merged with ours; the message is one plain sentence."""


def combined(kinds: Kinds, known: Known = MappingProxyType({})) -> Schema:
    """One schema for records of all kinds, chosen by `kind`. The ids in `known` are offered where one may be named."""
    names = list(kinds)
    return {
        "$schema": _DRAFT,
        "title": "Record",
        "description": "One record of the Service Management Office.",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"title": "Kind", "description": _kind_help(kinds), "enum": names}},
        "allOf": [{"if": _is("kind", name), "then": {"$ref": f"#/$defs/{name}"}} for name in names],
        "$defs": {
            **{name: _local(_with_statuses(kind), known) for name, kind in kinds.items()},
            **_common_defs(known),
            **{f"id.{name}": {"enum": list(ids)} for name, ids in known.items() if ids},
            **{f"name.{name}": {"enum": [f"{name}/{i}" for i in ids]} for name, ids in known.items() if ids},
        },
    }


def single(kind: Kind) -> Schema:
    """The self-contained schema of one kind."""
    return {"$schema": _DRAFT, **_local(_with_statuses(kind), {}), "$defs": _common_defs({})}


def modeline(path: str) -> str:
    """The comment that ties one record to the schema in editors that have no settings of their own."""
    up = "../" * (len(PurePosixPath(path).parts) - 1)
    return f"# yaml-language-server: $schema={up}{SCHEMA_FILE}"


def editor_settings(existing: str | None) -> str:
    """The text of VS Code's settings with our schema tied to the record folders; everything else stays as it is."""
    data: Any = {}
    indent = 2
    if existing is not None and existing.strip():
        try:
            data = json.loads(existing)
        except ValueError as error:
            raise SettingsUnreadable(f"it is no plain JSON, perhaps for its comments ({error})") from error
        second = existing.split("\n", 2)[1:2]
        indent = len(second[0]) - len(second[0].lstrip()) if second else 2
    if not isinstance(data, dict) or not isinstance(data.get("yaml.schemas", {}), dict):
        raise SettingsUnreadable("`yaml.schemas` in it is not a list of schemas with their files")
    patterns = [f"{root}/**/*.{ending}" for root in ROOTS for ending in ("yaml", "yml")]
    merged = {**data, "yaml.schemas": {**data.get("yaml.schemas", {}), SCHEMA_FILE: patterns}}
    return json.dumps(merged, indent=indent or 2, ensure_ascii=False) + "\n"


def _kind_help(kinds: Kinds) -> str:
    lines = [f"- {kind.name}: {kind.schema['description']}" for kind in kinds.values()]
    return "\n".join(["What sort of record this file is.", *lines])


def _common_defs(known: Known) -> Schema:
    return {f"common.{name}": _local(node, known) for name, node in common()["$defs"].items()}


def _with_statuses(kind: Kind) -> Schema:
    """The schema of a kind, `x-required` turned into conditions on the status and other fields."""
    conditions = [_condition(kind, entry) for entry in kind.schema.get("x-required", ())]
    own = kind.schema.get("allOf", [])
    return {**kind.schema, "allOf": [*own, *conditions]} if conditions else kind.schema


def _condition(kind: Kind, entry: dict[str, Any]) -> Schema:
    lifecycle = kind.lifecycle
    asking = [state for state in lifecycle.phases if lifecycle.asks(state, entry["from"])]
    tests = [_is("status", *asking)]
    for name, wanted in entry.get("when", {}).items():
        tests.append(_is(name, *([wanted] if isinstance(wanted, str) else wanted)))
    tests += [{"not": {"required": [name]}} for name in entry.get("unless", ())]
    beside = "body"  # which a Markdown file beside the record may hold
    fields = [name for name in entry["fields"] if name != beside]
    return {"if": {"allOf": tests}, "then": {"required": fields}}


def _is(name: str, *values: str) -> Schema:
    test = {"const": values[0]} if len(values) == 1 else {"enum": list(values)}
    return {"required": [name], "properties": {name: test}}


def _local(node: Any, known: Known) -> Any:
    """A schema node with references turned inwards, without our own words and the names of its file."""
    if isinstance(node, list):
        return [_local(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    out: Schema = {}
    for word, value in node.items():
        if word == "$ref":
            out[word] = f"#/$defs/common.{value.removeprefix(_COMMON)}"
        elif word in ("properties", "$defs"):
            out[word] = {name: _local(below, known) for name, below in value.items()}
        elif not word.startswith("x-") and word not in ("$schema", "$id"):
            out[word] = _local(value, known)
    return out | _offer(node, known)


def _offer(node: Schema, known: Known) -> Schema:
    """What an editor offers where a record may be named; anything else is allowed too, since records come and go."""
    if "x-ref" not in node or node.get("x-part-required"):
        return {}
    first, *others = node["x-ref"]
    names = [f"id.{first}"] * bool(known.get(first)) + [f"name.{kind}" for kind in others if known.get(kind)]
    return {"anyOf": [*({"$ref": f"#/$defs/{name}"} for name in names), {}]} if names else {}
