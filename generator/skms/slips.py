"""One slip of the pen can break a schema in two places: a field that is not known, and one that is missing for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema.exceptions import ValidationError

from skms.findings import Route
from skms.kinds import resolve
from skms.words import near


def outdented(errors: Iterable[ValidationError]) -> Iterator[tuple[Route, str]]:
    """Fields that stand too far left: the route of each, and the field above it whose part it is."""
    for error in errors:
        if error.validator != "additionalProperties":
            continue
        known, parent = properties(error.schema), ""
        for key, value in _keys(error).items():
            if key in known:
                parent = key if value is None or isinstance(value, dict) else ""
            elif parent and key in properties(known[parent]):
                yield (*error.absolute_path, key), parent


def meant_by_a_slip(errors: Iterable[ValidationError]) -> set[Route]:
    """Fields that are missing because their name is misspelt: the slip is reported, and one cause is one finding."""
    lacking = {
        (*error.absolute_path, missing_field(error)) for error in errors if error.validator == "required"
    }
    return lacking & {
        (*error.absolute_path, near(key, properties(error.schema)) or "")
        for error in errors if error.validator == "additionalProperties"
        for key in _keys(error) if key not in properties(error.schema)
    }  # fmt: skip


def missing_field(error: ValidationError) -> str:
    """The field that a `required` error misses."""
    return error.message.split("'")[1]


def properties(schema: Any) -> dict[str, Any]:
    """The fields that a schema knows, references followed."""
    found: dict[str, Any] = resolve(schema).get("properties", {}) if isinstance(schema, dict) else {}
    return found


def _keys(error: ValidationError) -> dict[str, Any]:
    found: Any = error.instance
    return dict(found)
