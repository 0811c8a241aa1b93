"""Values in plain words, as sentences about changes use them. What a number counts stands in the schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from typing import Any

from skms import codes, dates
from skms.changes.comparison import Comparison
from skms.changes.naming import LONG, lower, name, own_part
from skms.countries import country
from skms.dates import long_date, parse_date
from skms.fit import Record
from skms.kinds import Schema, common
from skms.meaning import node
from skms.words import one_of

MANY = 6
"""Values that a sentence names."""
_NAMELIKE = re.compile(r"[A-Za-z0-9._:/@+-]{1,40}")
"""Texts that need no quotation marks: numbers, ids, addresses."""
_DURATION = re.compile(r"[1-9][0-9]{0,4}[mhdwMQY]\Z")
_SHARED = {word: common()["$defs"][word]["pattern"] for word in ("country", "figure", "moment")}
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2]|Q[1-4])(/\d{4}-(0[1-9]|1[0-2]))?\Z")
_AMOUNTS = (_SHARED["figure"], common()["$defs"]["money"]["properties"]["amount"]["pattern"])


def several(texts: Iterable[str], most: int = MANY) -> str:
    """`a, b and c`; of many the first ones, and how many more there are."""
    every = list(texts)
    cut = len(every) > most
    return one_of([*every[: most - 1], f"{len(every) - most + 1} more"] if cut else every, "and")


def value(found: Comparison, record: Record, schema: Schema, what: Any, field: str = "") -> str:
    """A value of a record in words. `schema` is that of the value, `field` the last step to it."""
    match what:
        case bool():
            return "yes" if what else "no"
        case int() | float() | Decimal():
            return _number(found, record, schema, what, field)
        case str():
            return _text(found, record, schema, what)
        case list():
            return several(value(found, record, node(schema, "*"), item) for item in what)
        case dict():
            return _group(found, record, schema, what)
    return ""


def number(what: float | Decimal) -> str:
    """`99.9`, `1,200`; never in powers of ten."""
    return f"{Decimal(str(what)).normalize():,f}"


def duration(text: str) -> str:
    """`4 hours`; the text itself where it is no duration."""
    return dates.words(text) if _DURATION.match(text) else text


def strength(modality: str | None) -> int:
    """How much a clause or statement binds; one that does not say binds fully."""
    order = ("may", "should", "shall")
    return order.index(modality) if modality in order else len(order)


def change(
    found: Comparison, record: Record, schema: Schema, before: Any, after: Any, field: str = ""
) -> str:
    """`99 % to 99.5 %`; on a scale `2 (Repeatable) to 3 (Defined) of 5`."""
    highest, names = scale(found, record, schema)
    if highest and all(isinstance(side, int | float) for side in (before, after)):
        return f"{_level(names, before)} to {_level(names, after)} of {number(highest)}"
    old, new = (value(found, record, schema, side, field) for side in (before, after))
    return f"{old} to {new}"


def scale(found: Comparison, record: Record, schema: Schema) -> tuple[float | None, dict[float, str]]:
    """The highest value of a scale and the names of its levels; nothing for a number that stands on none."""
    if "x-scale-of" in schema:
        text = reduce(lambda data, step: data.get(step, {}), schema["x-scale-of"].split("."), record.data)
        framework = found.after.look(text, "framework") or found.before.look(text, "framework")
        given = framework.data.get("scale") if framework else None
        return (given["max"], dict(enumerate(given.get("labels", ()), given["min"]))) if given else (None, {})
    if "x-scale" in schema:
        named = enumerate(schema["x-scale"], schema["minimum"])
        return schema["maximum"], {level: text for level, text in named if text}
    return None, {}


def _level(names: dict[float, str], what: float) -> str:
    return f"{number(what)} ({names[what]})" if what in names else number(what)


def _number(found: Comparison, record: Record, schema: Schema, what: float | Decimal, field: str) -> str:
    highest, names = scale(found, record, schema)
    if highest:
        text = f"{number(what)} of {number(highest)}"
        return f"{text} ({names[float(what)]})" if float(what) in names else text
    if schema.get("pattern") in _AMOUNTS and record.data.get("currency"):
        return codes.money({"amount": str(what), "currency": record.data["currency"]})
    if (schema.get("minimum"), schema.get("maximum")) == (0, 1):  # a share
        return f"{number(Decimal(str(what)) * 100)} %"
    percent = field.endswith("percent") or schema.get("title") == "Percentage"
    return number(what) + (" %" if percent else "")


def _text(found: Comparison, record: Record, schema: Schema, text: str) -> str:
    if text == "24x7":
        return "around the clock"
    if "/" in text and ("x-ref" in schema or found.look(text)):
        return name(found, text)
    if part := own_part(found, record, schema, text):
        return part
    day = parse_date(text)
    if day:
        return long_date(day)
    shape = schema.get("pattern")
    if shape and _DURATION.match(text):
        return duration(text)
    if shape == _SHARED["country"]:
        return country(text)
    if shape and _PERIOD.match(text):
        return dates.period_words(text)
    if shape == _SHARED["moment"]:
        on, _, time = text.partition("T")
        return f"{value(found, record, {}, on)}, {time[:5]} {time[5:].replace('Z', 'UTC')}"
    if shape in _AMOUNTS:
        return codes.money({"amount": text, "currency": record.data.get("currency", "")}).strip()
    if "enum" in schema or text in schema.get("x-literal", ()):
        return codes.within(text)
    if text.startswith(("https://", "http://", "mailto:")) or _NAMELIKE.fullmatch(text):
        return text
    return f"“{text}”"


def _group(found: Comparison, record: Record, schema: Schema, what: dict[str, Any]) -> str:
    if set(what) == {"amount", "currency"}:
        return codes.money(what)
    if set(what) == {"duration", "clock"}:
        clock = value(found, record, node(schema, "clock"), what["clock"])
        return f"{duration(what['duration'])} ({clock})"
    for key in ("title", "name", "text"):
        if isinstance(what.get(key), str) and len(what[key]) <= LONG:
            return f"“{what[key]}”"
    return details(found, record, schema, what)


def details(
    found: Comparison, record: Record, schema: Schema, what: dict[str, Any], but: Iterable[str] = ()
) -> str:
    """The short values of a group, each with the title of its field, without those that were said already."""
    parts = []
    for key, below in what.items():
        shape = node(schema, key)
        text = value(found, record, shape, below, key)
        if text and len(text) <= LONG and str(below) not in but:
            known = key in schema.get("properties", {})
            title = lower(str(shape.get("title", key))) if known else name(found, key)
            parts.append(f"{title} {text}")
    return ", ".join(parts[:4]) + (" …" if len(parts) > 4 else "")
