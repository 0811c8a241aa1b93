"""Schemas that others have published for formats we write; tests/schemas/README.md says where they come from."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import xmlschema

SCHEMAS = Path(__file__).parent / "schemas"


@cache
def _validator(path: str) -> Any:
    schemas = [json.loads(one.read_text("utf-8")) for one in (SCHEMAS / "openslo").rglob("*.json")]
    parts = [(one["$id"], {**one, "$schema": one["$schema"] + "#"}) for one in schemas]
    return jsonschema_rs.validator_for(
        json.loads((SCHEMAS / path).read_text("utf-8")),
        registry=jsonschema_rs.Registry(parts),
        validate_formats=True,
    )


def faults(path: str, data: Any) -> list[str]:
    """What a published JSON Schema finds wrong with a document, as `place: message`."""
    return [f"{one.instance_path}: {one.message[:300]}" for one in _validator(path).iter_errors(data)]


def junit_faults(text: str) -> list[str]:
    """What the schema that Jenkins uses finds wrong with a JUnit report."""
    found = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).iter_errors(text)
    return [f"{error.path}: {error.reason}" for error in found]
