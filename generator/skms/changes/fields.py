"""Where the meanings of two records differ, value by value. Entries of lists are matched by what names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from skms.findings import Route
from skms.kinds import Schema
from skms.meaning import node

Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not as it was. None stands for a value that is not there.

    Of a list of plain values, `before` has what it loses and `after` what it gains; both are empty where only the order
    changed.
    """

    steps: tuple[str, ...]
    """The way to it for readers: field names, and names of entries: `("targets", "availability", "value")`."""
    pattern: Pattern
    """The same with `*` for entries and free keys."""
    before: Any
    after: Any
    node: Schema
    old_route: Route
    new_route: Route
    """Routes in the two meanings; of the nearest group above where it is not there."""
    items: bool = False
    """It is about the entries of a list of plain values."""


def differences(schema: Schema, before: dict[str, Any], after: dict[str, Any]) -> tuple[Difference, ...]:
    """Everything that differs between two meanings, in the order of the schema's fields."""
    return tuple(_mapping(schema, before, after, Where()))


@dataclass(frozen=True, slots=True)
class Where:
    """How far down a comparison is."""

    steps: tuple[str, ...] = ()
    pattern: Pattern = ()
    old: Route = ()
    new: Route = ()

    def down(self, step: str, pattern: str, old: str | int | None, new: str | int | None) -> Where:
        """One level below; None where there is nothing on that side."""
        return Where(
            (*self.steps, step), (*self.pattern, pattern),
            self.old if old is None else (*self.old, old), self.new if new is None else (*self.new, new),
        )  # fmt: skip


def _compare(schema: Schema, before: Any, after: Any, where: Where) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and not _is_money(before, after):
        yield from _mapping(schema, before, after, where)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list(schema, before, after, where)
    elif isinstance(before or after, list) and (before is None or after is None):
        yield from _list(schema, before or [], after or [], where)
    else:
        default = schema.get("default")
        old, new = (default if side is None else side for side in (before, after))
        yield _difference(schema, old, new, where)


def _is_money(*sides: dict[str, Any]) -> bool:
    """An amount and its currency are one value."""
    return all(set(side) == {"amount", "currency"} for side in sides)


def _difference(schema: Schema, before: Any, after: Any, where: Where, items: bool = False) -> Difference:
    return Difference(where.steps, where.pattern, before, after, schema, where.old, where.new, items)


def _mapping(
    schema: Schema, before: dict[str, Any], after: dict[str, Any], where: Where
) -> Iterator[Difference]:
    known = schema.get("properties", {})
    keys = [key for key in known if key in before or key in after]
    keys += [key for key in dict.fromkeys((*before, *after)) if key not in known]
    for key in keys:
        old, new = before.get(key), after.get(key)
        below = where.down(
            key, key if key in known else "*", key if key in before else None, key if key in after else None
        )
        yield from _compare(node(schema, key), old, new, below)


def _list(schema: Schema, before: list[Any], after: list[Any], where: Where) -> Iterator[Difference]:
    items = node(schema, "*")
    if not all(isinstance(item, dict) for item in (*before, *after)):
        lost, gained = _without(before, after), _without(after, before)
        yield _difference(schema, lost, gained, where, items=True)
        return
    fields = name_fields(schema, items, before, after)
    old = {_name(item, fields, at): (at, item) for at, item in enumerate(before)}
    new = {_name(item, fields, at): (at, item) for at, item in enumerate(after)}
    for name in dict.fromkeys((*old, *new)):
        first, second = old.get(name, (None, None)), new.get(name, (None, None))
        below = where.down(label(items, fields, first[1] or second[1] or {}, name), "*", first[0], second[0])
        if first[1] is None or second[1] is None:
            yield _difference(items, first[1], second[1], below)
        else:
            yield from _compare(items, first[1], second[1], below)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield _difference(schema, [], [], where, items=True)


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    left = list(others)
    found = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            found.append(item)
    return found


def name_fields(
    schema: Schema, items: Schema, before: Iterable[Any], after: Iterable[Any]
) -> tuple[str, ...]:
    """The fields whose values tell the entries of a list apart: as the schema says, else the fewest that do."""
    if "x-id" in schema:
        return (str(schema["x-id"]),)
    known = items.get("properties", {})
    naming = [field for field in known if {"x-ref", "x-part"} & node(items, field).keys()]
    likely = dict.fromkeys((*items.get("required", ()), "id", "title", "from", "url", *naming))
    plain = [field for field in likely if _plain(items, field)]
    candidates = [(one,) for one in plain] + [(one, two) for one in plain for two in plain if one != two]
    for fields in candidates:
        if all(_distinct(side, fields) for side in (before, after)):
            return fields
    return ()


def _plain(items: Schema, field: str) -> bool:
    return field in items.get("properties", {}) and node(items, field).get("type") not in ("object", "array")


def _distinct(items: Iterable[Any], fields: tuple[str, ...]) -> bool:
    names = [tuple(item.get(field) for field in fields) for item in items]
    return len(set(names)) == len(names) and all(name[0] is not None for name in names)


def _name(item: dict[str, Any], fields: tuple[str, ...], at: int) -> tuple[Any, ...]:
    return tuple(item.get(field) for field in fields) if fields else (at,)


def label(items: Schema, fields: tuple[str, ...], item: dict[str, Any], name: tuple[Any, ...]) -> str:
    """How an entry is called in the way to it: by its id, else by what tells it apart."""
    if not fields:
        return str(int(name[0]) + 1)
    return ", ".join(str(item[field]) for field in fields if item.get(field) is not None)
