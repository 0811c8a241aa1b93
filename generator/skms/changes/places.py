"""Where a difference stands, in words: the lists and entries that lead there, and the field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from skms.changes.comparison import Comparison, Pair
from skms.changes.fields import Difference
from skms.changes.naming import LONG, TITLES, lower, name
from skms.changes.wording import value
from skms.codes import within
from skms.dates import long_date, parse_date
from skms.kinds import Schema
from skms.meaning import node

_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""Ids and choices: words in small letters."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a difference stands in its record."""

    above: tuple[str, ...]
    """Lists, each with the entry of it, that lead there: `requests`, `“New laptop”`."""
    field: str
    """The title of the field, or of the list that an entry has come into or has left."""
    entry: str
    """How the entry is called that has come or gone, or the key whose value is another one; nothing for a field."""


def place(found: Comparison, pair: Pair, one: Difference) -> Place:
    """The way to a difference, in words."""
    schema: Schema = found.after.kinds[pair.record.kind].schema
    above: list[str] = []
    titles: list[str] = []
    entry = ""
    for depth, (step, pattern) in enumerate(zip(one.steps, one.pattern, strict=True), 1):
        if pattern == "*":
            keyed = schema.get("type") != "array"
            schema = node(schema, step if keyed else "*")
            item = None if keyed else _item(pair, one, depth)
            entry = _entry(found, pair, schema, step, item if isinstance(item, dict) else {})
            if depth < len(one.steps):
                above, titles, entry = [*above, lower(_joined(titles)), entry], [], ""
        else:
            schema = node(schema, step)
            titles.append(str(schema.get("title", within(step))))
    return Place(tuple(above), _joined(titles), entry)


def _joined(titles: list[str]) -> str:
    return ", ".join([*titles[:1], *map(lower, titles[1:])])


def _item(pair: Pair, one: Difference, depth: int) -> Any:
    """What stands at a depth of the way to a difference, as it is now or was last."""
    if depth == len(one.steps):
        return one.before if one.after is None else one.after
    data: Any = pair.data[1]
    for step in one.new_route[:depth]:
        data = data[step]
    return data


def _entry(found: Comparison, pair: Pair, schema: Schema, step: str, fields: dict[str, Any]) -> str:
    """An entry by its title, else by what tells it apart, else by its number; a key by what it means."""
    title = next((fields[key] for key in TITLES if isinstance(fields.get(key), str)), None)
    if title:
        short = title if len(title) <= LONG else f"{title[:LONG].rsplit(' ', 1)[0]} …"
        day = parse_date(step)
        return f"“{short}” on {long_date(day)}" if day else f"“{short}”"
    if not fields:
        return name(found, step) if found.look(step) else within(step) if step.islower() else step
    words = [
        within(what)
        if _CODE.fullmatch(str(what))
        else value(found, pair.record, node(schema, key), what, key)
        for key, what in fields.items()
        if str(what) == step or str(what) in step.split(", ")
    ]
    return ", ".join(dict.fromkeys(words)) or f"no. {step}"
