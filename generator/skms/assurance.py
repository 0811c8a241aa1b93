"""When what was last assessed or audited (domain specification 4.31, 4.32). Facts for rules and pages alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from skms.dates import parse_date
from skms.fit import Record
from skms.model import Model

_DAYS = {"assessment": "date", "audit": "held_on"}
_ABOUT = ("scope", "criteria", "framework")


def assured_on(model: Model, record: Record) -> date | None:
    """The last day on which a record was in the scope of an assessment or audit, or one of its criteria."""
    return model.once(_days).get(record.name)


def may_be_assured(model: Model, record: Record) -> bool:
    """Whether an assessment or audit was about something that does not exist and that may be this record."""
    return any(model.may_be_meant(record, kind, *_ABOUT, "items") for kind in _DAYS)


def starts(model: Model) -> bool:
    """Whether there is any assurance at all: an assessment or audit that took place."""
    return any(True for _ in _held(model))


def _held(model: Model) -> Iterator[tuple[Record, date]]:
    for kind, field in _DAYS.items():
        for record in model.of(kind):
            day = parse_date(record.data.get(field))
            if record.phase != "planned" and day and day <= model.as_of:
                yield record, day


def _days(model: Model) -> dict[str, date]:
    found: dict[str, date] = {}
    for record, day in _held(model):
        for link in model.links(record.name):
            about = link.route[0] in _ABOUT or link.route[2:] == ("subject",)
            if about and link.target:
                found[link.target] = max(found.get(link.target, day), day)
    return found
