"""Filters of the templates: dates, durations and plain words for the codes used in records."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from skms import dates
from skms.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ACRONYMS = {
    "it": "IT",
    "hr": "HR",
    "smo": "SMO",
    "pmo": "PMO",
    "raci": "RACI",
    "id": "id",
    "ip": "IP",
    "dpa": "DPA",
    "els": "ELS",
    "sla": "SLA",
    "ola": "OLA",
    "uc": "UC",
    "kpi": "KPI",
    "sli": "SLI",
    "csat": "CSAT",
}


def long_date(value: str | date) -> str:
    """Write a date for people: `2026-03-15` → `15 March 2026`. Text that is no date stays as it is."""
    day = value if isinstance(value, date) else dates.parse_date(value)
    return dates.long_date(day) if day else str(value)


def duration(value: str) -> str:
    """Write a duration for people: `12M` → `12 months`. Text that is no duration stays as it is."""
    try:
        return dates.words(value)
    except ValueError:
        return value


@cache
def words(value: object) -> str:
    """Write a code of a record for people: `smo-client` → `SMO client`, `in-review` → `In review`."""
    parts = str(value).replace("_", "-").split("-")
    text = " ".join(ACRONYMS.get(part, part) for part in parts)
    return text[:1].upper() + text[1:]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "long_date": long_date,
    "duration": duration,
    "words": words,
    "plural": plural,
}
