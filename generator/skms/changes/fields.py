"""Where the meanings of two records differ, value by value. Entries of lists are matched by what names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from skms import substance
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
    editorial: bool = False
    """It is no change of what counts: a review of the record stays fresh."""


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
    editorial: bool = False

    def down(
        self, schema: Schema, step: str, pattern: str, old: str | int | None, new: str | int | None
    ) -> Where:
        """One level below; None where there is nothing on that side."""
        return Where(
            (*self.steps, step), (*self.pattern, pattern),
            self.old if old is None else (*self.old, old), self.new if new is None else (*self.new, new),
            self.editorial or substance.WORD in schema,
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
    order = items and not before and not after and not substance.keeps_order(schema)
    return Difference(
        where.steps,
        where.pattern,
        before,
        after,
        schema,
        where.old,
        where.new,
        items,
        where.editorial or order,
    )


def _mapping(
    schema: Schema, before: dict[str, Any], after: dict[str, Any], where: Where
) -> Iterator[Difference]:
    known = schema.get("properties", {})
    keys = [key for key in known if key in before or key in after]
    keys += [key for key in dict.fromkeys((*before, *after)) if key not in known]
    for key in keys:
        old, new = before.get(key), after.get(key)
        shape = node(schema, key)
        below = where.down(
            shape,
            key,
            key if key in known else "*",
            key if key in before else None,
            key if key in after else None,
        )
        yield from _compare(shape, old, new, below)


def _list(schema: Schema, before: list[Any], after: list[Any], where: Where) -> Iterator[Difference]:
    items = node(schema, "*")
    if not all(isinstance(item, dict) for item in (*before, *after)):
        lost, gained = _without(before, after), _without(after, before)
        yield _difference(schema, lost, gained, where, items=True)
        return
    fields = name_fields(schema, items, before, after)
    if fields:
        old, new = ({_name(item, fields): at for at, item in enumerate(side)} for side in (before, after))
    else:
        old, new = _alike(items, before, after)
    for name in dict.fromkeys((*old, *new)):
        first, second = old.get(name), new.get(name)
        was, now = (None if first is None else before[first]), (None if second is None else after[second])
        step = label(fields, was or now or {}, first if second is None else second)
        below = where.down(items, step, "*", first, second)
        if was is None or now is None:
            yield _difference(items, was, now, below)
        else:
            yield from _compare(items, was, now, below)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield _difference(schema, [], [], where, items=True)


Places = dict[tuple[Any, ...], int]
"""What an entry is known by, and its place in the list."""


def _alike(items: Schema, before: list[Any], after: list[Any]) -> tuple[Places, Places]:
    """Entries that nothing tells apart: those that say the same are the same, the others are taken in a row."""
    texts = [[substance.text(substance.substance(item, items)) for item in side] for side in (before, after)]
    both = Counter(texts[0]) & Counter(texts[1])
    found: list[Places] = []
    for side in texts:
        seen: Counter[str] = Counter()
        places: Places = {}
        for at, text in enumerate(side):
            same = seen[text] < both[text]
            places[(text, seen[text]) if same else (None, seen[""])] = at
            seen[text if same else ""] += 1
        found.append(places)
    return found[0], found[1]


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


def _name(item: dict[str, Any], fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(item.get(field) for field in fields)


def label(fields: tuple[str, ...], item: dict[str, Any], at: int | None) -> str:
    """How an entry is called in the way to it: by its id, else by what tells it apart, else by its place from 1."""
    if not fields:
        return str((at or 0) + 1)
    return ", ".join(str(item[field]) for field in fields if item.get(field) is not None)
