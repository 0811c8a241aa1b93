"""Registers: lists of kinds whose rows say more than their fields, such as how long, how far and how good."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms.countries import country
from skms.dates import parse_date
from skms.dates import words as duration_words
from skms.fit import Record
from skms.model import Model
from skms.pages import _columns, _parties
from skms.pages._filters import long_date, words
from skms.pages._html import badge
from skms.pages._listing import Cell, Column, code, listing, refer
from skms.pages._overview import caller, nav_of, overview, records
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield every register."""
    for name, register in REGISTERS.items():
        kind = model.kinds[name]
        title = register.title or kind.many
        yield Leaf(f"{kind.url}/", title, (*nav_of(kind)[:-1], register.nav or title), name, "registers")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make a register."""
    view, kind, register = View(model, site, leaf.path), model.kinds[leaf.subject], REGISTERS[leaf.subject]
    found = sorted(records(model, kind.name), key=register.order or (lambda record: record.id))
    table = listing(view, kind, found, register.columns, register.facets)
    section = Section("all", leaf.title, caller(site, "lists")("table", table))
    return overview(view, leaf, register.summary, [section])


def _carries(_: View, record: Record) -> str:
    payload = record.data.get("payload")
    if payload is None:
        return ""
    way = code(record, "transport")
    return f"{words(payload['record_type'])}, {str(payload['format']).upper()}" + (
        f" over {way if way.isupper() else way.lower()}" if way else ""
    )


def _tested(_: View, record: Record) -> Cell:
    last = parse_date(record.data.get("test", {}).get("last"))
    return long_date(last) if last else badge("Never", "warn", "▲")


def _class(_: View, record: Record) -> Cell:
    personal = badge("Personal", "info", "◆") if record.data.get("personal_data") else ""
    return badge(words(record.data.get("data_classification", ""))) + (" " if personal else "") + personal


def _places(_: View, record: Record) -> str:
    return ", ".join(dict.fromkeys(country(one["country"]) for one in record.data.get("locations", ())))


def _on_exit(_: View, record: Record) -> str:
    back = record.data.get("returns_on_exit", {})
    period = duration_words(back["period"]) if "period" in back else ""
    return ", ".join(filter(None, (str(back.get("format", "")), period)))


INTERFACES: tuple[Column, ...] = (
    ("From", lambda view, record: _parties.party(view, record, "from")),
    ("To", lambda view, record: _parties.party(view, record, "to")),
    ("Carries", _carries),
    ("Class of data", lambda _, record: code(record, "data_classification")),
    ("Tested", _tested),
)
DATA: tuple[Column, ...] = (
    ("Steward", lambda view, record: refer(view, record, "steward", "role")),
    ("Custodian", lambda view, record: refer(view, record, "custodian", "team", "supplier")),
    ("Class", _class),
    ("Places", _places),
    ("Clauses", lambda _, record: len(record.data.get("clauses", ()))),
    ("On exit", _on_exit),
)


@dataclass(frozen=True, slots=True)
class Register:
    """A list of a kind: what it says it is, its columns, what it can be narrowed by, its order."""

    summary: str
    columns: tuple[Column, ...]
    facets: Mapping[str, str]
    title: str = ""
    nav: str = ""
    order: Callable[[Record], Any] | None = None


def _soonest(record: Record) -> tuple[bool, date]:
    """Exceptions in force by their last day, the others after them."""
    return not record.live, _columns.ends(record) or date.max


def _latest(record: Record) -> tuple[bool, int]:
    """Changes by the day on which they take effect, the last first; those without a day on top, as they are open."""
    day = parse_date(record.data.get("effective_date"))
    return day is not None, -day.toordinal() if day else 0


def _newest(record: Record) -> tuple[int, str]:
    day = parse_date(record.data.get("date"))
    return (-day.toordinal() if day else 0), record.id


REGISTERS = {
    "interface": Register(
        "What passes between which systems, and when it was last tried.", INTERFACES,
        {"direction": "Direction", "transport": "By", "data_classification": "Class of data"},
        "Interface register", "Interfaces",
    ),
    "data-asset": Register(
        "Whose data it is, who keeps it where, under which clauses.", DATA,
        {"data_classification": "Class", "custodian": "Custodian"}, "Data ownership",
    ),
    "exception": Register(
        "Where a rule does not hold for a while, why, and until when.", _columns.EXCEPTIONS, {"type": "Type"},
        order=_soonest,
    ),
    "attestation": Register(
        "Who has confirmed which policy, and how many have not.", _columns.ATTESTATIONS, {"policy": "Policy"},
    ),
    "process-change": Register(
        "What changes in which process, why, and from when on.", _columns.CHANGES,
        {"process": "Process", "reason": "Reason"}, order=_latest,
    ),
    "indicator": Register(
        "What is measured, what it came to last, and where it is going.", _columns.INDICATORS,
        {"type": "Type", "dimension": "Dimension"},
    ),
    "decision": Register(
        "What was decided, by whom, and on which grounds; the latest first.", _columns.DECISIONS,
        {"decided_by": "Decided by"}, order=_newest,
    ),
    "review": Register(
        "Who looked at what, when, and what came of it; the latest first.", _columns.REVIEWS,
        {"type": "Type", "chair": "Chair"}, order=_newest,
    ),
    "customer": Register(
        "For whom services are run, what was agreed and how content they are.", _columns.CUSTOMERS, {},
    ),
}  # fmt: skip
"""By kind."""
