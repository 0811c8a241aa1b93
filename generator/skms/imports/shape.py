"""Made values to what the kind's schema asks: text or number, one or a list, and fields in the schema's order."""

from __future__ import annotations

import re
from typing import Any

from skms.kinds import Schema, resolve

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?\Z")
_BOOLEANS = {
    "true": True,
    "yes": True,
    "y": True,
    "1": True,
    "false": False,
    "no": False,
    "n": False,
    "0": False,
}


def shaped(value: Any, schema: Schema) -> Any:
    """A value as its schema wants it, where there is only one way to take it; otherwise as it is."""
    schema = resolve(schema)
    match schema.get("type"):
        case "string" if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        case "string" if isinstance(value, str):
            return _tidy(value, markdown=schema.get("contentMediaType") == "text/markdown")
        case "number" | "integer" if isinstance(value, str) and _NUMBER.match(value.strip()):
            number = float(value)
            return int(number) if number.is_integer() else number
        case "boolean" if str(value).strip().lower() in _BOOLEANS:
            return _BOOLEANS[str(value).strip().lower()]
        case "array":
            items = list(value) if isinstance(value, list | tuple) else [value]
            return [shaped(item, schema["items"]) if "items" in schema else item for item in items]
        case "object" if isinstance(value, dict):
            return _group(value, schema)
        case _:
            return list(value) if isinstance(value, tuple) else value


def _tidy(text: str, *, markdown: bool) -> str:
    """Blanks at line ends mean nothing, but two in Markdown: a line break, which a backslash says more plainly."""
    if markdown:
        text = re.sub(r"(?<=[^\s|+-]) {2,}\n(?=[^\n])", r"\\\n", text.expandtabs(4))
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def _group(value: dict[str, Any], schema: Schema) -> dict[str, Any]:
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties")
    known = [name for name in properties if name in value]
    result = {name: shaped(value[name], properties[name]) for name in known}
    rest = ((name, item) for name, item in value.items() if name not in properties)
    return result | {
        name: shaped(item, others) if isinstance(others, dict) else _plain(item) for name, item in rest
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
