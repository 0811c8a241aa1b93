"""When notice has to be given (domain specification 5.7). What falls due again and again: `skms.dates.add`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

LEAD = 30
"""Days before the last day for notice at which it is time to decide."""


def last_day(end: date, notice_days: int) -> date:
    """The last day on which notice is in time.

    >>> last_day(date(2026, 12, 31), 90)
    datetime.date(2026, 10, 2)
    """
    return end - timedelta(notice_days) if notice_days < (end - date.min).days else date.min


def notice_state(
    end: date, notice_days: int, as_of: date, *, decided: bool, lead: int = LEAD
) -> Literal["near", "past"] | None:
    """Whether the last day for notice is near or past without a decision; None before its lead and once decided."""
    day = last_day(end, notice_days)
    if decided or (day - as_of).days > lead:
        return None
    return "near" if as_of <= day else "past"
