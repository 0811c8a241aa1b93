"""Values, fields and records in plain words, as sentences about changes use them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from skms import dates
from skms.changes.comparison import Comparison, Pair
from skms.changes.fields import Difference
from skms.dates import long_date, parse_date
from skms.fit import Record
from skms.kinds import Schema
from skms.meaning import node
from skms.words import one_of

LONG = 60
"""Texts longer than this are not quoted."""
_NAMELIKE = re.compile(r"[A-Za-z0-9._:/@+-]{1,40}")
"""Texts that need no quotation marks: numbers, ids, addresses."""
_DURATION = re.compile(r"[1-9][0-9]{0,4}[mhdwMQY]\Z")


def name(found: Comparison, text: str | None) -> str:
    """The title of a record that `kind/id` or `kind/id#part` names."""
    base, _, fragment = (text or "").partition("#")
    record = found.look(base)
    if record is None:
        return text or ""
    part = _part(found, record, fragment) if fragment else ""
    return f"{record.title}, {part}" if part else record.title


def _part(found: Comparison, record: Record, fragment: str) -> str:
    """The title of a sub-element, else its id."""
    for model in (found.after, found.before):
        there = model.get(record.name)
        part = model.part(there, fragment) if there else None
        if part and isinstance(part[1].get("title"), str):
            return f"“{part[1]['title']}”"
    return fragment


def subject(found: Comparison, pair: Pair) -> str:
    """The record that a sentence is about, by its title."""
    return name(found, pair.record.name)


def kind_word(found: Comparison, record: Record) -> str:
    """`service`, `RACI matrix`"""
    return lower(found.after.kinds[record.kind].one)


def lower(title: str) -> str:
    """A title inside a sentence: the first letter small, abbreviations as they are."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def upper(sentence: str) -> str:
    """A sentence begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def several(texts: Iterable[str]) -> str:
    """`a, b and c`"""
    return one_of(texts, "and")


def value(found: Comparison, schema: Schema, what: Any, field: str = "") -> str:
    """A value in words. `schema` is that of the value, `field` the last step to it."""
    match what:
        case bool():
            return "yes" if what else "no"
        case int() | float() | Decimal():
            return number(what) + (
                " %" if field.endswith("percent") or schema.get("title") == "Percentage" else ""
            )
        case str():
            return _text(found, schema, what)
        case list():
            return several(value(found, node(schema, "*"), item) for item in what)
        case dict():
            return _group(found, schema, what)
    return ""


def number(what: float | Decimal) -> str:
    """`99.9`, `1,200`; never in powers of ten."""
    return f"{Decimal(str(what)).normalize():,f}"


def duration(text: str) -> str:
    """`4 hours`; the text itself where it is no duration."""
    return dates.words(text) if _DURATION.match(text) else text


def _text(found: Comparison, schema: Schema, text: str) -> str:
    if "/" in text and ("x-ref" in schema or found.look(text)):
        return name(found, text)
    day = parse_date(text)
    if day:
        return long_date(day)
    if "pattern" in schema and _DURATION.match(text):
        return duration(text)
    if "enum" in schema:
        return text.replace("-", " ")
    return text if _NAMELIKE.fullmatch(text) else f"“{text}”"


def _group(found: Comparison, schema: Schema, what: dict[str, Any]) -> str:
    if set(what) == {"amount", "currency"}:
        return f"{Decimal(what['amount']):,f} {what['currency']}"
    if set(what) == {"duration", "clock"}:
        return f"{duration(what['duration'])} ({value(found, node(schema, 'clock'), what['clock'])})"
    for key in ("title", "name", "text"):
        if isinstance(what.get(key), str) and len(what[key]) <= LONG:
            return f"“{what[key]}”"
    parts = [
        f"{lower(str(node(schema, key).get('title', key)))} {text}"
        for key, below in what.items()
        if key != "id" and (text := value(found, node(schema, key), below, key)) and len(text) <= LONG
    ]
    return ", ".join(parts[:4]) + (" …" if len(parts) > 4 else "") or str(what.get("id", "an entry"))


def strength(modality: str | None) -> int:
    """How much a clause or statement binds; one that does not say binds fully."""
    order = ("may", "should", "shall")
    return order.index(modality) if modality in order else len(order)


def label(found: Comparison, pair: Pair, one: Difference) -> tuple[str, str]:
    """Where a difference stands: the entry of a list it is in (or nothing), and the field's title."""
    schema = found.after.kinds[pair.record.kind].schema
    entry: list[str] = []
    titles: list[str] = []
    for step, pattern in zip(one.steps, one.pattern, strict=True):
        schema = node(schema, pattern if pattern in schema.get("properties", {}) else "*")
        if pattern == "*":
            entry, titles = [*entry, *map(lower, titles), _entry(found, pair.record, step)], []
        else:
            titles.append(str(schema.get("title", step)))
    field = ", ".join([*titles[:1], *map(lower, titles[1:])])
    return ", ".join(entry), field


def _entry(found: Comparison, record: Record, step: str) -> str:
    """The entry of a list that a step leads to: a record by its title, a day, a sub-element by its title or id."""
    parts = []
    for part in step.split(", "):
        day = parse_date(part)
        said = long_date(day) if day else _part(found, record, part)
        parts.append(name(found, part) if found.look(part) else said)
    return ", ".join(parts)
