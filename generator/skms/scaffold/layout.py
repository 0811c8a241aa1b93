"""A record as commented YAML: every field with what it means, in the order of the schema."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from skms.edits.writing import flow, scalar
from skms.kinds import Kind, Schema, resolve

Notes = dict[str, str]
"""Field → a remark for whoever edits the record."""

_WIDTH = 100


def layout(kind: Kind, data: Mapping[str, Any], notes: Notes) -> str:
    """The text of a record."""
    properties = kind.schema["properties"]
    blocks = [comment(f"{kind.one}: {kind.schema['description']}", 0)]
    for name in _ordered(data, properties):
        node = resolve(properties[name])
        block = [] if name == "kind" else _help(node, 0) + comment(notes.get(name, ""), 0)
        blocks.append(block + entry(name, data[name], node, 0))
    more = [name for name in properties if name not in data]
    command = f"`skms schema {kind.name}` and your editor explain them"
    blocks.append(comment(f"More fields, all optional here ({command}): {', '.join(more)}.", 0))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def entry(name: str, value: Any, node: Schema, indent: int) -> list[str]:
    """The lines of one field."""
    pad = " " * indent
    key = scalar(name)
    if isinstance(value, dict) and value:
        return [f"{pad}{key}:", *_fields(value, node, indent + 2)]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        items = resolve(node.get("items", {}))
        return [f"{pad}{key}:", *[line for item in value for line in _item(item, items, indent + 2)]]
    return [f"{pad}{key}: {flow(value)}"]


def comment(text: str, indent: int) -> list[str]:
    """Text as comment lines."""
    prefix = f"{' ' * indent}# "
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=prefix,
        subsequent_indent=prefix,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _help(node: Schema, indent: int) -> list[str]:
    allowed = node.get("enum") or resolve(node.get("items", {})).get("enum", ())
    lines = comment(f"{node.get('title', '')}: {node.get('description', '')}", indent)
    return lines + comment(f"Allowed: {', '.join(allowed)}" if allowed else "", indent)


def _ordered(value: Mapping[str, Any], properties: Mapping[str, Any]) -> list[str]:
    """The fields in the order of the schema."""
    order = list(properties)
    return sorted(value, key=lambda name: order.index(name) if name in order else len(order))


def _fields(value: Mapping[str, Any], node: Schema, indent: int) -> list[str]:
    lines: list[str] = []
    properties = node.get("properties", {})
    for name in _ordered(value, properties):
        shape = resolve(properties.get(name, {}))
        if "title" in shape:
            lines += _help(shape, indent)
        lines += entry(name, value[name], shape, indent)
    return lines


def _item(value: Any, node: Schema, indent: int) -> list[str]:
    """One item of a list of objects; comments on each of its fields would drown it, so they are left out."""
    if not isinstance(value, dict) or not value:
        return [f"{' ' * indent}- {flow(value)}"]
    names = _ordered(value, node.get("properties", {}))
    lines = [line for name in names for line in entry(name, value[name], {}, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]
