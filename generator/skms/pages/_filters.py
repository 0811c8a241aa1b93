"""Filters of the templates: dates, durations and plain words for the codes used in records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
UNITS = {"m": "minute", "h": "hour", "d": "day", "w": "week", "M": "month", "Q": "quarter", "Y": "year"}
ACRONYMS = {"it": "IT", "hr": "HR", "smo": "SMO", "pmo": "PMO", "url": "URL", "id": "id"}


def long_date(value: str | date) -> str:
    """Write a date for people: `2026-03-15` → `15 March 2026`. Text that is no date stays as it is."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        return str(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def duration(value: str) -> str:
    """Write a duration for people: `12M` → `12 months`. Text that is no duration stays as it is."""
    number, unit = value[:-1], UNITS.get(value[-1:])
    if unit is None or not number.isdigit():
        return value
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def words(value: object) -> str:
    """Write a code of a record for people: `smo-client` → `SMO client`, `in-review` → `In review`."""
    parts = str(value).replace("_", "-").split("-")
    text = " ".join(ACRONYMS.get(part, part) for part in parts)
    return text[:1].upper() + text[1:]


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: `1 service`, `2 services`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "long_date": long_date,
    "duration": duration,
    "words": words,
    "count": count,
}
