"""Other ways to write a value: dates, durations, numbers, yes and no, in the form that its field asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from skms.dates import calendar_month
from skms.kinds import Schema
from skms.rules.gen._typos import meant

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\Z")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]+)|([A-Za-z]+)\s+(\d{1,2})(?:st|nd|rd|th)?),?[\s-]+(\d{4})\Z"
)
_LENGTH = re.compile(r"(\d+)\s*([A-Za-z]+)\Z")
_ISO_LENGTH = re.compile(r"P(?:(\d+)([YMWD])|T(\d+)([HM]))\Z")
_UNITS = {"minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "week": "w", "month": "M", "quarter": "Q",
          "year": "Y", "yr": "Y"}  # fmt: skip
_RHYTHMS = {
    "daily": "1d",
    "weekly": "1w",
    "monthly": "1M",
    "quarterly": "1Q",
    "yearly": "1Y",
    "annually": "1Y",
}
_FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?\s*(%?)\Z")
_TRUTH = {
    "yes": True,
    "y": True,
    "on": True,
    "true": True,
    "no": False,
    "n": False,
    "off": False,
    "false": False,
}


def forms(node: Schema, value: Any, raw: str) -> Iterator[Any]:
    """Values that mean what is written and may be what the schema asks for; `raw` is the value as it stands."""
    types = node.get("type", ())
    wanted = {types} if isinstance(types, str) else set(types)
    if "array" in wanted and isinstance(value, str) and not re.search(r"[,;]", value):
        yield [value]
    if "string" in wanted or "enum" in node:
        if isinstance(value, (int, float)):
            yield raw
        elif isinstance(value, str):
            yield from _texts(node, value)
    if isinstance(value, str) and wanted & {"number", "integer"}:
        yield from _figure(node, value)
    if isinstance(value, str) and "boolean" in wanted and value.lower() in _TRUTH:
        yield _TRUTH[value.lower()]


def _texts(node: Schema, value: str) -> Iterator[str]:
    text = " ".join(value.split())
    if "enum" in node:
        option = meant(text, [one for one in node["enum"] if isinstance(one, str)])
        if option:
            yield option
        return
    yield from (text, text.rstrip(" ."), text.lower(), text.upper())
    yield re.sub(r"[\s_]+", "-", text.lower())
    if node.get("format") == "date":
        yield from filter(None, [_date(text)])
    yield from filter(None, [_duration(text)])


def _figure(node: Schema, value: str) -> Iterator[float]:
    match = _FIGURE.match(value.strip())
    if match and (not match[1] or node.get("maximum") == 100):
        number = float(value.strip().rstrip("% "))
        yield int(number) if number.is_integer() else number


def _date(text: str) -> str | None:
    """A day in another order, where there is only one way to read it."""
    if match := _YEAR_FIRST.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.match(text):
        first, second, year = (int(one) for one in match.groups())
        readings = {one for one in (_day(year, second, first), _day(year, first, second)) if one}
        return readings.pop() if len(readings) == 1 else None
    if match := _WORDS.match(text):
        name = (match[2] or match[3]).lower()
        months = [n for n in range(1, 13) if len(name) >= 3 and calendar_month(n).lower().startswith(name)]
        return _day(int(match[5]), months[0], int(match[1] or match[4])) if len(months) == 1 else None
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _duration(text: str) -> str | None:
    if text.lower() in _RHYTHMS:
        return _RHYTHMS[text.lower()]
    if match := _ISO_LENGTH.match(text):
        return (
            f"{match[1]}{match[2].replace('W', 'w').replace('D', 'd')}"
            if match[1]
            else f"{match[3]}{match[4].lower()}"
        )
    match = _LENGTH.match(text)
    if not match:
        return None
    unit = _UNITS.get(match[2].lower().removesuffix("s")) if len(match[2]) > 1 else match[2]
    return f"{int(match[1])}{unit}" if unit else None
