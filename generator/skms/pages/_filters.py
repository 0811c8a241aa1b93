"""Filters of the templates: dates, durations and plain words for the codes used in records."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from skms import codes, dates
from skms.countries import country
from skms.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

words = codes.words
_TICKS = re.compile("`([^`]+)`")


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


def ticks(text: str) -> Markup:
    """A sentence in which names of fields stand between backticks, with these as code."""
    return Markup(_TICKS.sub(r"<code>\1</code>", str(escape(text))))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "long_date": long_date,
    "duration": duration,
    "words": words,
    "plural": plural,
    "ticks": ticks,
    "country": country,
}
