"""Two registers: interfaces between systems of different parties, and data with those who answer for it."""

from __future__ import annotations

from collections.abc import Iterator

from skms.dates import parse_date
from skms.dates import words as duration_words
from skms.fit import Record
from skms.model import Model
from skms.pages import _parties
from skms.pages._filters import long_date, words
from skms.pages._html import badge
from skms.pages._listing import Cell, Column, code, listing, refer
from skms.pages._overview import caller, overview, records
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site

REGISTERS = {
    "interface": ("Interfaces", "Interface register", "What passes between which systems, and when it was last tried."),
    "data-asset": ("Data ownership", "Data ownership", "Whose data it is, who keeps it where, under which clauses."),
}  # fmt: skip
FACETS = {
    "interface": {"direction": "Direction", "transport": "By", "data_classification": "Class of data"},
    "data-asset": {"data_classification": "Class", "custodian": "Custodian"},
}


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield both registers."""
    for kind, (nav, title, _) in REGISTERS.items():
        yield Leaf(f"{model.kinds[kind].url}/", title, ("Services", nav), kind, "registers")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make a register."""
    view, kind = View(model, site, leaf.path), model.kinds[leaf.subject]
    columns = INTERFACES if kind.name == "interface" else DATA
    table = listing(view, kind, records(model, kind.name), columns, FACETS[kind.name])
    section = Section("all", leaf.title, caller(site, "lists")("table", table))
    return overview(view, leaf, REGISTERS[kind.name][2], [section])


def _carries(_: View, record: Record) -> str:
    payload = record.data["payload"]
    return f"{words(payload['record_type'])}, {str(payload['format']).upper()}"


def _tested(_: View, record: Record) -> Cell:
    last = parse_date(record.data.get("test", {}).get("last"))
    return long_date(last) if last else badge("Never", "warn", "▲")


def _class(_: View, record: Record) -> Cell:
    personal = badge("Personal", "info", "◆") if record.data.get("personal_data") else ""
    return badge(words(record.data.get("data_classification", ""))) + (" " if personal else "") + personal


def _places(_: View, record: Record) -> str:
    return ", ".join(dict.fromkeys(str(one["country"]) for one in record.data.get("locations", ())))


def _on_exit(_: View, record: Record) -> str:
    back = record.data.get("returns_on_exit", {})
    period = duration_words(back["period"]) if "period" in back else ""
    return ", ".join(filter(None, (str(back.get("format", "")), period)))


INTERFACES: tuple[Column, ...] = (
    ("From", lambda view, record: _parties.party(view, record, "from")),
    ("To", lambda view, record: _parties.party(view, record, "to")),
    ("Carries", _carries),
    ("By", lambda _, record: code(record, "transport")),
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
