"""Until when notice of agreements and contracts has to be given (domain specification 5.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms.dates import parse_date
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.notice import LEAD, last_day, notice_state
from skms.model import Model


@dataclass(frozen=True, slots=True)
class Notice:
    """The last day for notice of one live agreement or contract."""

    record: Record
    route: Route
    """Of its end."""
    end: date
    days: int
    day: date
    """The last day on which notice is in time."""
    decision: dict[str, Any] | None
    """`{date, result}`, once it is decided."""
    state: str | None
    """`near` or `past` without a decision; None before its time, and once decided."""


def notices(model: Model) -> tuple[Notice, ...]:
    """Every live agreement and contract with an end and a notice period, by the last day for notice."""
    return tuple(sorted(_notices(model), key=lambda one: (one.day, one.record.name)))


def _notices(model: Model) -> Iterator[Notice]:
    lead = int(model.settings.limit("notice-lead-days", LEAD))
    for record in (*model.of("agreement"), *model.of("contract")):
        if record.live:
            field, days, decision = _terms(record)
            end = parse_date(record.data.get(field))
            if end and days is not None:
                state = notice_state(end, days, model.as_of, decided=decision is not None, lead=lead)
                yield Notice(record, (field,), end, days, last_day(end, days), decision, state)


def _terms(record: Record) -> tuple[str, int | None, dict[str, Any] | None]:
    if record.kind == "agreement":
        return "valid_through", record.data.get("notice_days"), record.data.get("decision")
    days = record.data.get("notice_days", {}).get("customer")
    return "end", days, record.data.get("renewal", {}).get("decision")
