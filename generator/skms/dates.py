"""Dates and durations as records write them; exact calendar arithmetic (domain specification 5.7)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Any

_DURATION = re.compile(r"([1-9][0-9]*)([mhdwMQY])\Z")
_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_MONTHS = {"M": 1, "Q": 3, "Y": 12}


def parse_date(value: Any) -> date | None:
    """`2026-01-31` as a date; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def add(start: date, duration: str) -> date:
    """The date a duration after another; months and years clip to the end of the month, all to the last date there is.

    >>> add(date(2026, 1, 31), "1M")
    datetime.date(2026, 2, 28)
    """
    count, unit = split(duration)
    if unit in _MONTHS:
        months = start.year * 12 + start.month - 1 + count * _MONTHS[unit]
        year, month = divmod(months, 12)
        if year > date.max.year:
            return date.max
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day)
    days = -(-count * _MINUTES[unit] // 1440)
    return days_after(start, days)


def days_after(day: date, days: float) -> date:
    """The date so many days later, or the last date there is.

    >>> days_after(date(9999, 12, 30), 90)
    datetime.date(9999, 12, 31)
    """
    return day + timedelta(days) if days <= (date.max - day).days else date.max


def split(duration: str) -> tuple[int, str]:
    """`12M` as `(12, "M")`. ValueError where it is no duration."""
    match = _DURATION.match(duration)
    if not match:
        raise ValueError(f"{duration!r} is not a duration such as 15m, 4h or 12M")
    return int(match.group(1)), match.group(2)


def minutes(duration: str) -> int:
    """Length in minutes on the continuous clock; a month counts 30 days, a quarter 91, a year 365.

    >>> minutes("4h")
    240
    """
    count, unit = split(duration)
    return count * (_MINUTES[unit] if unit in _MINUTES else {"M": 30, "Q": 91, "Y": 365}[unit] * 1440)


def words(duration: str) -> str:
    """A duration in plain words.

    >>> words("12M")
    '12 months'
    """
    count, unit = split(duration)
    name = {"m": "minute", "h": "hour", "d": "day", "w": "week", "M": "month", "Q": "quarter", "Y": "year"}[
        unit
    ]
    return f"{count} {name}{'' if count == 1 else 's'}"


def long_date(day: date) -> str:
    """`15 March 2026`, in English whatever the locale."""
    return f"{day.day} {calendar_month(day.month)} {day.year}"


def calendar_month(month: int) -> str:
    """English name of a month from 1 to 12."""
    return (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )[month - 1]  # fmt: skip


def period_words(period: str) -> str:
    """`2026-07` as `July 2026`, `2026-Q3` as `Q3 2026`; from one month to another with “to” between them."""
    if "/" in period:
        return " to ".join(period_words(month) for month in period.split("/"))
    year, _, part = period.partition("-")
    return f"{calendar_month(int(part))} {year}" if part.isdigit() else f"{part} {year}".strip()
