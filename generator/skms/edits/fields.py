"""Fields as people name them on a command line, and values as they type them, read by the schema of the kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from skms.edits.steps import Drop, Put, Refused, Step
from skms.findings import Route
from skms.kinds import Kind, Schema, resolve
from skms.parse import parse
from skms.words import did_you_mean, one_of

MISSING = object()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands or would stand in a record."""

    route: Route
    node: Schema
    value: Any
    """What it holds now, or `MISSING`."""
    orders: tuple[tuple[str, ...], ...]
    """For every step of the route the fields of its group, in the order of the schema."""


def find(kind: Kind, data: dict[str, Any], name: str) -> Place:
    """The place of `title`, `dates.live_from`, `offerings.personal.level` or `depends_on.2`; items count from 1."""
    node, here = kind.schema, cast(Any, data)
    route: Route = ()
    orders: tuple[tuple[str, ...], ...] = ()
    step: str | int
    words = name.split(".")
    while words:
        node = resolve(node)
        fields = tuple(node.get("properties", {}))
        if "items" in node and not (isinstance(here, dict) and fields):
            step, words = _item(here, node, words, name)
            node = node["items"]
            here = here[step]
        else:
            step, words = _field(here, node, words)
            below = node.get("properties", {}).get(step, node.get("additionalProperties"))
            node = below if isinstance(below, dict) else {}
            here = here.get(step, MISSING) if isinstance(here, dict) else MISSING
        route, orders = (*route, step), (*orders, fields)
    return Place(route, resolve(node), here, orders)


def _field(here: Any, node: Schema, words: list[str]) -> tuple[str, list[str]]:
    """The field that the next words mean: an own key may hold dots itself."""
    fields = node.get("properties", {})
    if words[0] in fields:
        return words[0], words[1:]
    if node.get("additionalProperties", node.get("type", "object") == "object") is not False:
        for count in range(len(words), 0, -1):
            if isinstance(here, dict) and ".".join(words[:count]) in here:
                return ".".join(words[:count]), words[count:]
        return words[0], words[1:]
    if not fields:
        raise Refused(f"There are no fields below it: {words[0]!r} has no place; set it as a whole.")
    hint = did_you_mean(words[0], fields)
    raise Refused(f"{words[0]!r} is not a field.{hint} Fields are {one_of(fields)}.")


def _item(here: Any, node: Schema, words: list[str], name: str) -> tuple[int, list[str]]:
    """The item that the next words mean: its id, a value that no other item has, or its number."""
    items = here if isinstance(here, list) else []
    shape = resolve(node["items"])
    named = (node.get("x-id"), "id", "title", *shape.get("required", ()), *shape.get("properties", ()))
    keys = [str(key) for key in named if key]
    for count in range(len(words), 0, -1):
        word = ".".join(words[:count])
        for key in keys:
            found = [
                at for at, item in enumerate(items) if isinstance(item, dict) and str(item.get(key)) == word
            ]
            if len(found) == 1:
                return found[0], words[count:]
        found = [at for at, item in enumerate(items) if not isinstance(item, dict) and str(item) == word]
        if found:
            return found[0], words[count:]
    if words[0].isdigit() and 1 <= int(words[0]) <= len(items):
        return int(words[0]) - 1, words[1:]
    there = [_called(item, keys) for item in items]
    where = name.removesuffix("." + ".".join(words))
    known = f" It has {one_of(there, 'and')}." if there else f" It is empty; add to it with `{where}+=…`."
    raise Refused(f"{where} has no item {words[0]!r}.{did_you_mean(words[0], there)}{known}")


def _called(item: Any, keys: list[str]) -> str:
    return str(next((item[key] for key in keys if key in item), "")) if isinstance(item, dict) else str(item)


def read(node: Schema, name: str, text: str) -> Any:
    """A value as typed: text where the field is text, a list from `a, b`, else YAML such as `true` or `{id: x}`."""
    types = node.get("type")
    if "enum" in node or "const" in node or types == "string":
        return text
    items = resolve(node["items"]) if isinstance(node.get("items"), dict) else {}
    if types == "array" and not text.startswith("[") and (items.get("type") == "string" or "enum" in items):
        return [part.strip() for part in text.split(",")]
    if isinstance(types, list) and "string" in types and not text.startswith(("[", "{")):
        return text
    source = parse("", f"value: {text}\n")
    if source.data is None or source.hits:
        raise Refused(f"{name}={text}: {' '.join(hit.message for hit in source.hits)}")
    return source.data["value"]


def step(kind: Kind, data: dict[str, Any], name: str, sign: str, text: str) -> Step:
    """The step for `name=text`, `name+=text` (one more item) or `name-=text` (one item less)."""
    place = find(kind, data, name)
    if sign == "=":
        return put(data, place, read(place.node, name, text))
    if "items" not in place.node:
        raise Refused(f"{name} is not a list; set it with `{name}=…`.")
    items = place.value if isinstance(place.value, list) else []
    shape = resolve(place.node["items"])
    if shape.get("type") == "object" and not text.startswith("{"):
        if sign == "-=":
            return Drop((*place.route, _item(items, place.node, text.split("."), f"{name}.{text}")[0]))
        first = next(iter((*shape.get("required", ()), *shape.get("properties", ()))), "id")
        raise Refused(f"An item of {name} has fields of its own; write {name}+='{{{first}: {text}}}'.")
    value = read(shape, name, text)
    if sign == "+=":
        if value in items:
            raise Refused(f"{name} has {text!r} already.")
        if not items:
            return put(data, place, [value])
        return Put((*place.route, len(items)), value)
    if value not in items:
        raise Refused(f"{name} has no {text!r}.{did_you_mean(text, map(str, items))}")
    return Drop((*place.route, items.index(value)))


def put(data: dict[str, Any], place: Place, value: Any) -> Step:
    """The step that gives a place a value, with the groups around it where they are not there yet."""
    here: Any = data
    for at, step in enumerate(place.route[:-1]):
        if isinstance(here, dict) and (step not in here or here[step] is None):
            for key in reversed(place.route[at + 1 :]):
                value = {key: value}
            return Put(place.route[: at + 1], value, place.orders[at])
        here = here[step]
    return Put(place.route, value, place.orders[-1])
