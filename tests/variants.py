"""A change of every field of every kind, made from the example: given up, new, and another value."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from skms.dates import parse_date
from skms.findings import Route
from skms.fit import Record, schema_validator
from skms.imports.yaml_text import dump
from skms.kinds import Schema, nodes, values
from skms.link import links_of
from skms.model import Model
from skms.pipeline import reading

Pattern = tuple[str, ...]
LONGER = " And a word more."


@dataclass(frozen=True)
class Variant:
    """Two small models that differ in one place of one record."""

    name: str
    pattern: Pattern
    how: str
    """`gone`, `new` or `other`."""
    before: Model
    after: Model


def variants(example: Model, kind: str) -> Iterator[Variant]:
    """Changes of every field that a record of the kind has in the example, as far as it stays valid."""
    for pattern, schema in nodes(example.kinds[kind].schema):
        places = list(_places(example, kind, pattern)) if pattern not in ((), ("kind",), ("aliases",)) else ()
        for how, data, record in _first_of_each(example, places, pattern, schema):
            before, after = _models(example, record, data)
            if how == "gone":
                yield Variant(record.name, pattern, "new", after, before)
            yield Variant(record.name, pattern, how, before, after)


def _places(example: Model, kind: str, pattern: Pattern) -> Iterator[tuple[Record, Route, Any]]:
    for record in example.of(kind):
        for route, value in values(record.data, pattern):
            yield record, route, value


def _first_of_each(
    example: Model, places: Iterable[tuple[Record, Route, Any]], pattern: Pattern, schema: Schema
) -> Iterator[tuple[str, dict[str, Any], Record]]:
    """For each sort of change the first record that is valid before and after."""
    places = list(places)
    for how in ("gone", "other"):
        found = (
            (how, data, record)
            for record, route, value in places[:40]
            for data in _edits(record, route, how, _others(value, schema, places))
            if _valid(example, record, data)
        )
        first = next(found, None)
        if first:
            yield first


def _edits(record: Record, route: Route, how: str, others: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for value in others if how == "other" else (None,):
        data = copy.deepcopy(record.data)
        box: Any = data
        for step in route[:-1]:
            box = box[step]
        if how == "other":
            box[route[-1]] = value
        else:
            del box[route[-1]]
        yield data


def _others(value: Any, schema: Schema, places: Iterable[tuple[Record, Route, Any]]) -> Iterator[Any]:
    """Other values for a place: what stands there elsewhere, else something near."""
    if isinstance(value, dict | list):
        return
    yield from list({repr(one): one for *_, one in places if one != value}.values())[:20]
    day = parse_date(value)
    match value:
        case bool():
            yield not value
        case int() | float():
            yield from (value + 1, value - 1, value / 2)
        case str() if day:
            yield from ((day + timedelta(days=shift)).isoformat() for shift in (31, -31))
        case str():
            yield from (one for one in schema.get("enum", ()) if one != value)
            yield from (value + LONGER, value + "-2", f"{value}2")


def _valid(example: Model, record: Record, data: dict[str, Any]) -> bool:
    """Whether a record would be sound with this data; what it names in the end is there."""
    changed = replace(record, data=data)
    return schema_validator(record.kind).is_valid(data) and all(
        link.target for link in links_of(changed, example.kinds, example.names)
    )


def _models(example: Model, record: Record, data: dict[str, Any]) -> tuple[Model, Model]:
    """The record before and after among the records that it names."""
    sides = [dump(record.data), dump(data)]
    named = {
        link.target
        for one in (record, replace(record, data=data))
        for link in links_of(one, example.kinds, example.names)
    }
    near = {one.path: example.texts[one.path] for name in named if name and (one := example.get(name))}
    near.pop(record.path, None)
    before = reading({**near, record.path: sides[0]}, example.as_of, example.settings)
    after = reading({**near, record.path: sides[1]}, example.as_of, example.settings, before)
    return before.model, after.model
