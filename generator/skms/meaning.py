"""What a record means, whatever way it is written: plain data in which two spellings of one thing are equal.

References stand as the names that they mean, matrix cells in their normal form, durations in one unit, texts without
their line breaks; what only repeats a default is left out. Comments, quotes and the order of keys are gone already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from skms import raci
from skms.dates import split
from skms.findings import Route
from skms.fit import Record
from skms.kinds import Schema, common, resolve
from skms.model import Model

LEFT_OUT = ("kind", "aliases")
"""The kind is part of the name; former ids are spoken of where a record is renamed."""
_DURATION = common()["$defs"]["duration"]["pattern"]
_LINK = re.compile(r"(?<=\]\()([a-z-]+/[a-z0-9-]+)(?=[#)])")
_AMOUNT = re.compile(r"(\d+)(?:\.(\d{1,2}))?\Z")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The data of a record, and where its keys stand in the file under other spellings."""

    data: dict[str, Any]
    keys: Mapping[Route, str]
    """Route in `data` of a key that is a reference → the key as written."""

    def written(self, route: Route) -> Route:
        """The route in the file that a route in `data` stands for."""
        return tuple(self.keys.get(route[: at + 1], step) for at, step in enumerate(route))


def meaning(model: Model, record: Record, renames: Mapping[str, str] | None = None) -> Meaning:
    """The meaning of a record; `renames` gives the present names of records that are called otherwise by now."""
    values: dict[Route, str] = {}
    keys: dict[Route, str] = {}
    for link in model.links(record.name):
        if link.target and link.route[0] not in ("description", "body"):
            name = (renames or {}).get(link.target, link.target)
            (keys if link.on_key else values)[link.route] = name + (
                f"#{link.fragment}" if link.fragment else ""
            )
    written: dict[Route, str] = {}
    reader = _Reader(record.kind, values, keys, written, renames or {})
    kind = model.kinds[record.kind]
    data = {key: value for key, value in record.data.items() if key not in LEFT_OUT}
    return Meaning(reader.read(data, kind.schema, (), ()) or {}, written)


@dataclass(frozen=True, slots=True)
class _Reader:
    kind: str
    values: Mapping[Route, str]
    keys: Mapping[Route, str]
    written: dict[Route, str]
    renames: Mapping[str, str]

    def read(self, value: Any, schema: Schema, route: Route, place: Route) -> Any:
        """A value in its normal form; None where it says nothing. `route` leads through the file, `place` through the
        result."""
        if isinstance(value, dict):
            return self._mapping(value, schema, route, place)
        if isinstance(value, list):
            items = node(schema, "*")
            found = (self.read(item, items, (*route, at), (*place, at)) for at, item in enumerate(value))
            return [item for item in found if item is not None] or None
        if route in self.values:
            return self.values[route]
        if self.kind == "raci" and len(route) == 4 and route[2] == "assign":
            cell = str(value) if value is not None else None
            return raci.normal(cell) or (None if raci.letters(cell) == () else cell)
        result = _text(value, schema) if isinstance(value, str) else value
        if self.renames and isinstance(result, str) and "](" in result:
            result = _LINK.sub(lambda match: self.renames.get(match[0], match[0]), result)
        return None if result == schema.get("default", _NOTHING) else result

    def _mapping(self, value: dict[str, Any], schema: Schema, route: Route, place: Route) -> Any:
        found: dict[str, Any] = {}
        for key, below in value.items():
            name = self.keys.get((*route, key), key)
            result = self.read(below, node(schema, key), (*route, key), (*place, name))
            if result is not None:
                found[name] = result
                if name != key:
                    self.written[(*place, name)] = key
        return found or None


_NOTHING = object()


def node(schema: Schema, step: str | int) -> Schema:
    """The schema of what stands below a schema, under a key, or `*` for the items of a list."""
    return _node(id(schema), step, _Held(schema))


@dataclass(frozen=True, slots=True)
class _Held:
    """A schema as part of a cache key: dictionaries are not hashable, and these live as long as the process."""

    schema: Schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.schema is self.schema


@cache
def _node(_: int, step: str | int, held: _Held) -> Schema:
    schema = held.schema
    below = schema.get("items") if step == "*" or isinstance(step, int) else None
    if below is None:
        below = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    return resolve(below) if isinstance(below, dict) else {}


def _text(value: str, schema: Schema) -> str:
    text = " ".join(value.split())
    if schema.get("pattern") == _DURATION:
        return _duration(text)
    amount = _AMOUNT.match(text) if schema.get("title") == "Amount" else None
    return f"{amount[1]}.{(amount[2] or ''):0<2}" if amount else text


def _duration(text: str) -> str:
    """Quarters and years in months, minutes in whole hours."""
    try:
        count, unit = split(text)
    except ValueError:
        return text
    if unit in "QY":
        return f"{count * {'Q': 3, 'Y': 12}[unit]}M"
    return f"{count // 60}h" if unit == "m" and count % 60 == 0 else text
