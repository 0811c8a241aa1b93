"""The sheets of every kind and their columns, from the schemas alone: the same for every registry.

A group of fields is spread over columns (`review.frequency`), a list of sub-records has a sheet of its own whose first
columns say which record, and which item of each list above it, a row belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from skms.kinds import Kind, Schema, load_kinds, resolve

TEXT, DATE, NUMBER, BOOLEAN, LIST, PAIRS, DATA = "text", "date", "number", "boolean", "list", "pairs", "data"
"""Shapes of cells. `list`: one value a line; `pairs`: one `key: value` a line; `data`: JSON, for what fits no cell."""
NUMBERED = "no"
"""Key column of lists whose items have no id: their place, from 1."""
LONGEST_NAME = 31
"""Longest name of a sheet in a spreadsheet program."""

Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field of the record or of the item that a row stands for."""

    name: str
    route: Pattern
    title: str
    help: str
    shape: str
    node: Schema
    """Schema of the value; of a list that of its items."""
    required: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `pattern` is the route of its list, with `*` for the items above it; empty for the records."""

    kind: str
    pattern: Pattern
    name: str
    """What a spreadsheet calls it: `Contracts clauses`."""
    file: str
    """Its name where each table is a file: `contract.clauses`."""
    keys: tuple[str, ...]
    """Columns that say which row it is."""
    columns: tuple[Column, ...]
    item_id: str | None = None
    """The field that names an item, where the list has one; it is the last of the keys."""

    @property
    def header(self) -> tuple[str, ...]:
        """All column names."""
        return (*self.keys, *(column.name for column in self.columns))


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every sheet, kind by kind."""
    found: list[Sheet] = []
    taken: set[str] = set()
    for kind in load_kinds().values():
        for pattern, node in _tables(kind.schema, ()):
            sheet = _sheet(kind, pattern, node, taken)
            taken.add(sheet.name.lower())
            found.append(sheet)
    return tuple(found)


@cache
def sheets_of(kind: str) -> tuple[Sheet, ...]:
    """The sheets of one kind, that of its records first."""
    return tuple(sheet for sheet in sheets() if sheet.kind == kind)


def _tables(node: Schema, route: Pattern) -> Iterator[tuple[Pattern, Schema]]:
    """The records themselves and every list of sub-records below: `(route of the list, schema of an item)`."""
    yield route, node
    for field, list_node in _lists(node, ()):
        below = (*route, *(("*",) if route else ()), *field)
        yield from _tables(resolve(list_node["items"]), below)


def _lists(node: Schema, route: Pattern) -> Iterator[tuple[Pattern, Schema]]:
    """Lists of groups of fields, not those within such lists."""
    for key, child in node.get("properties", {}).items():
        child = resolve(child)
        if _is_table(child):
            yield (*route, key), child
        elif _is_group(child):
            yield from _lists(child, (*route, key))


def _sheet(kind: Kind, pattern: Pattern, node: Schema, taken: set[str]) -> Sheet:
    keys: tuple[str, ...] = ("id",)
    item_id = None
    if pattern:
        at = [index for index, step in enumerate(pattern) if step == "*"]
        above = tuple(pattern[index - 1] for index in at)
        item_id = _item_id(kind, pattern)
        keys = ("record", *(f"in {step}" for step in above), item_id or NUMBERED)
    # The id of an item is a key; the kind of a record is the sheet.
    columns = tuple(
        column for column in _columns(node, (), required=True) if column.name not in (item_id, "kind")
    )
    steps = [step.replace("_", " ") for step in pattern if step != "*"]
    name = _short(" ".join([kind.many, *steps]), taken)
    file = ".".join([kind.name, *(step for step in pattern if step != "*")])
    return Sheet(kind.name, pattern, name, file, keys, columns, item_id)


def _item_id(kind: Kind, pattern: Pattern) -> str | None:
    node: Schema = kind.schema
    for step in pattern:
        node = resolve(node["items"] if step == "*" else node["properties"][step])
    name = node.get("x-id")
    return str(name) if name else None


def _short(name: str, taken: set[str]) -> str:
    """A name that spreadsheets accept and no other sheet has."""
    short, number = name[:LONGEST_NAME].rstrip(), 1
    while short.lower() in taken:
        number += 1
        end = f" {number}"
        short = name[: LONGEST_NAME - len(end)].rstrip() + end
    return short


def _columns(node: Schema, route: Pattern, required: bool) -> Iterator[Column]:
    needed = node.get("required", ())
    for key, child in node.get("properties", {}).items():
        child, below = resolve(child), (*route, key)
        must = required and key in needed
        if _is_table(child):
            continue
        if _is_group(child):
            yield from _columns(child, below, must)
        else:
            shape, value = _shape(child)
            title, text = str(child.get("title", key)), str(child.get("description", ""))
            yield Column(".".join(below), below, title, text, shape, value, must)


def _is_group(node: Schema) -> bool:
    return bool(node.get("properties")) and not isinstance(node.get("additionalProperties"), dict)


def _is_table(node: Schema) -> bool:
    return node.get("type") == "array" and _is_group(resolve(node.get("items", {})))


def _shape(node: Schema) -> tuple[str, Schema]:
    """Which shape the cells of a field have, and the schema of the value or of each of its values."""
    kinds = _types(node)
    values = node.get("additionalProperties")
    if isinstance(values, dict) and _is_scalar(resolve(values)):
        return PAIRS, resolve(values)
    if "array" in kinds:
        items = resolve(node.get("items", {}))
        return (LIST, items) if _is_scalar(items) else (DATA, node)
    if not _is_scalar(node):
        return DATA, node
    if node.get("format") == "date":
        return DATE, node
    if "boolean" in kinds:
        return BOOLEAN, node
    return (NUMBER if {"number", "integer"} & set(kinds) else TEXT), node


def _types(node: Schema) -> list[str]:
    given = node.get("type", ())
    return [given] if isinstance(given, str) else list(given)


def _is_scalar(node: Schema) -> bool:
    return bool(_types(node)) and {"object", "array"}.isdisjoint(_types(node))


def allows_text(node: Schema) -> bool:
    """Whether a value may be text."""
    return "string" in _types(node)


def allows_number(node: Schema) -> bool:
    """Whether a value may be a number."""
    return not {"number", "integer"}.isdisjoint(_types(node))
