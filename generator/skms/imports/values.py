"""Values of a map: expressions put together to groups, lists and loops, and what they give for a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from skms.findings import Route
from skms.imports import expressions
from skms.imports.expressions import Expression, Tables, Wrong
from skms.imports.filters import missing


@dataclass(frozen=True, slots=True)
class Constant:
    """The same for every row."""

    value: Any


@dataclass(frozen=True, slots=True)
class Group:
    """Fields below a field."""

    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Items:
    """A list with these items; with `collect`, several rows of one record add theirs to it."""

    items: tuple[Value, ...]
    collect: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """One item for everything in a list; with `key` a mapping instead of a list."""

    each: Expression
    key: Expression | None
    make: Value


@dataclass(frozen=True, slots=True)
class Join:
    """One text put together from several expressions; what is blank is left out."""

    parts: tuple[Expression, ...]
    between: str


Value = Expression | Constant | Group | Items | Each | Join


class BadValue(Exception):
    """A value of the map cannot be read; `route` leads to it within the map's `fields`."""

    def __init__(self, route: Route, message: str) -> None:
        super().__init__(message)
        self.route = route


def parse(raw: Any, tables: Tables, route: Route = ()) -> Value:
    """Read one value of a map. `BadValue` says where it is wrong."""
    if isinstance(raw, str):
        return _expression(raw, tables, route)
    if isinstance(raw, list):
        return Items(tuple(parse(item, tables, (*route, index)) for index, item in enumerate(raw)))
    if isinstance(raw, dict) and "each" in raw:
        key = _expression(raw["key"], tables, (*route, "key")) if "key" in raw else None
        return Each(
            _expression(raw["each"], tables, (*route, "each")),
            key,
            parse(raw["make"], tables, (*route, "make")),
        )
    if isinstance(raw, dict) and "join" in raw:
        parts = (_expression(part, tables, (*route, "join", index)) for index, part in enumerate(raw["join"]))
        return Join(tuple(parts), raw.get("with", " "))
    if isinstance(raw, dict):
        return parse_group(raw, tables, route)
    return Constant(raw)


def _expression(text: str, tables: Tables, route: Route) -> Expression:
    try:
        return expressions.parse(text, tables)
    except Wrong as error:
        raise BadValue(route, str(error)) from error


def parse_group(raw: Mapping[str, Any], tables: Tables, route: Route = ()) -> Group:
    """Read the fields of a group. `a.b` means field b below a; `a[]` collects items from several rows."""
    fields: dict[str, Value] = {}
    for name, value in raw.items():
        steps = name.split(".")
        if not all(step.removesuffix("[]") for step in steps):
            raise BadValue((*route, name), f"{name!r} is not the name of a field.")
        node = parse(value, tables, (*route, name))
        for step in reversed(steps[1:]):
            node = _field(step, node)
        first = steps[0].removesuffix("[]")
        node = Items((node,), collect=True) if steps[0].endswith("[]") else node
        fields[first] = _both(fields[first], node) if first in fields else node
    return Group(fields)


def _field(step: str, node: Value) -> Group:
    name = step.removesuffix("[]")
    return Group({name: Items((node,), collect=True) if step.endswith("[]") else node})


def _both(one: Value, other: Value) -> Value:
    """`a.b` and `a.c` stand for one group; `a[].b` and `a[].c` for one item."""
    if isinstance(one, Group) and isinstance(other, Group):
        shared = {
            name: _both(one.fields[name], value) if name in one.fields else value
            for name, value in other.fields.items()
        }
        return Group({**one.fields, **shared})
    if isinstance(one, Items) and isinstance(other, Items) and len(one.items) == len(other.items) == 1:
        return Items((_both(one.items[0], other.items[0]),), one.collect or other.collect)
    return other


def evaluate(value: Value, data: Mapping[str, Any]) -> Any:
    """What a value gives for a row; None where nothing. Collected items come as a tuple, other lists as lists."""
    match value:
        case Expression():
            return expressions.evaluate(value, data)
        case Constant():
            return value.value
        case Group():
            found = {name: evaluate(field, data) for name, field in value.fields.items()}
            return {name: item for name, item in found.items() if not missing(item) and item != ()} or None
        case Items():
            items = [item for item in (evaluate(part, data) for part in value.items) if not missing(item)]
            if value.collect:  # a row may add several items at once
                return (
                    tuple(item for found in items for item in (found if isinstance(found, list) else [found]))
                    or None
                )
            return items or None
        case Each():
            return _each(value, data)
        case Join():
            made = [expressions.evaluate(part, data) for part in value.parts]
            return value.between.join(str(part) for part in made if not missing(part)) or None


def _each(value: Each, data: Mapping[str, Any]) -> Any:
    found = expressions.evaluate(value.each, data)
    inner = found if isinstance(found, list) else [] if found is None else [found]
    contexts = [
        {**(i if isinstance(i, dict) else {"_value": i}), "_parent": data, "_index": n}
        for n, i in enumerate(inner)
    ]
    made = [(context, evaluate(value.make, context)) for context in contexts]
    kept = [(context, item) for context, item in made if not missing(item)]
    if value.key is None:
        return [item for _, item in kept] or None
    return {str(expressions.evaluate(value.key, context)): item for context, item in kept} or None


def expressions_in(value: Value) -> Iterator[Expression]:
    """The expressions of a value that start from the row itself."""
    match value:
        case Expression():
            yield value
        case Group():
            for field in value.fields.values():
                yield from expressions_in(field)
        case Items():
            for item in value.items:
                yield from expressions_in(item)
        case Each():
            yield value.each
        case Join():
            yield from value.parts
        case Constant():
            return


def column(value: Value | None, known: Collection[str]) -> str | None:
    """The column or key that a value comes from: the first that the row has."""
    found = expressions_in(value) if value is not None else ()
    names = [name for expression in found for names in expressions.needs(expression) for name in names]
    return next((name for name in names if name in known), names[0] if names else None)
