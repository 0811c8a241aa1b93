"""Columns of registers whose rows need more than the fields of a record: how long, how far, how good."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from markupsafe import Markup

from skms import due
from skms.attestations import campaign
from skms.dates import parse_date, period_words
from skms.fit import Record
from skms.pages import _indicators
from skms.pages._filters import long_date, words
from skms.pages._html import badge, link
from skms.pages._listing import Cell, Column, code, refer
from skms.pages._values import reference
from skms.pages._views import View, visible
from skms.words import plural


def ends(record: Record) -> date | None:
    """The last day of an exception, with what it was extended by."""
    days = (one.day for one in due.due(record) if one.own and one.day)
    return next(days, parse_date(record.data.get("valid_to")))


def _countdown(view: View, record: Record) -> Cell:
    end, as_of = ends(record), view.site.as_of
    if end is None:
        return ""
    left = (end - as_of).days
    note = f"in {plural(left, 'day')}" if left > 0 else "today" if not left else f"{plural(-left, 'day')} ago"
    late = badge("Over", "warn", "▲") + " " if left < 0 and record.live else ""
    return late + Markup('{}<span class="note">{}</span>').format(long_date(end), note)


def _subject(view: View, record: Record) -> Cell:
    subject = record.data.get("subject")
    return reference(view, subject, ()) if subject else ""


def _risk(view: View, record: Record) -> Cell:
    risk = view.model.look(record.data.get("risk"), "risk")
    return view.ref(risk) if risk else words(record.data.get("risk", ""))


def _progress(view: View, record: Record) -> Cell:
    found = campaign(view.model, record)
    if found is None or found.percent is None or record.phase == "planned":
        return ""
    share = f"{found.percent:.0f} % of {len(found.population)}"
    reached = found.percent >= found.target_percent
    tone, sign = ("ok", "✓") if reached else ("warn", "▲") if not record.live else ("info", "○")
    return badge(share, tone, sign) + Markup('<span class="note">aim: {} %</span>').format(
        f"{found.target_percent:f}"
    )


def _version(view: View, record: Record) -> Cell:
    found = campaign(view.model, record)
    version = str(record.data.get("policy_version", ""))
    if not version or found is None or found.current:
        return version
    return f"{version} (now {found.policy.data.get('version', '–')})"


def _day(field: str) -> Column:
    return (
        "In force on" if field == "effective_date" else "Until"
    ), lambda _, record: long_date(record.data[field]) if field in record.data else ""


def _versions(_: View, record: Record) -> str:
    pair = (str(record.data.get(field, "")) for field in ("from_version", "to_version"))
    return " → ".join(filter(None, pair))


def _last(view: View, record: Record) -> Cell:
    found = _indicators.indicator_values(view, record)
    if not found:
        return ""
    period, figure, _ = found[0]
    return Markup('{}<span class="note">{}</span>').format(figure, period_words(period))


def _trend(view: View, record: Record) -> Cell:
    found = _indicators.trend(view, record)
    return badge(*found[:3]) if found else ""


def _agreements(view: View, record: Record) -> int:
    """How many agreements in force the customer has."""
    found = {link.source for link in view.model.backlinks(record.name) if link.route == ("recipient",)}
    return sum(
        bool((one := view.model.get(name)) and one.live and visible(view.model, one)) for name in found
    )


def _satisfaction(view: View, record: Record) -> Cell:
    wanted = record.data.get("satisfaction", {})
    indicator = view.model.look(wanted.get("indicator"), "indicator")
    if indicator is None or not visible(view.model, indicator):
        return ""
    found = _indicators.felt(view, record, indicator)
    last = (
        Markup('{}<span class="note">{}</span>').format(*found)
        if found
        else badge("Nothing measured yet", "idle", "–")
    )
    return last + Markup('<span class="note">aim: {}</span>').format(f"{Decimal(str(wanted['target'])):f}")


def _dated(record: Record) -> Cell:
    day = record.data.get("date")
    return (
        Markup('<time datetime="{}" class="skms-nowrap">{}</time>').format(day, long_date(day)) if day else ""
    )


def _grounds(view: View, record: Record) -> Cell:
    """The policies that a decision rests on, else the principles."""
    for field in ("policies", "principles"):
        kind = "policy" if field == "policies" else "principle"
        named = [view.model.look(text, kind) for text in record.data.get(field, ())]
        found = [link(view.ref(one)) for one in named if one]
        if found:
            return Markup(", ").join(found)
    return badge("Neither", "warn", "▲") if record.live else ""


EXCEPTIONS: tuple[Column, ...] = (
    ("Type", lambda _, record: code(record, "type")),
    ("For", _subject),
    ("Risk", _risk),
    ("Way out", lambda view, record: refer(view, record, "remediation", "improvement")),
    ("Ends", _countdown),
)
ATTESTATIONS: tuple[Column, ...] = (
    ("Policy", lambda view, record: refer(view, record, "policy", "policy")),
    ("Version", _version),
    _day("to"),
    ("Attested", _progress),
)
CHANGES: tuple[Column, ...] = (
    ("Process", lambda view, record: refer(view, record, "process", "process")),
    ("Reason", lambda _, record: code(record, "reason")),
    ("Version", _versions),
    _day("effective_date"),
)
INDICATORS: tuple[Column, ...] = (
    ("Type", lambda _, record: code(record, "type")),
    ("Dimension", lambda _, record: code(record, "dimension")),
    ("Last value", _last),
    ("Aim", lambda _, record: _indicators.aim(record)),
    ("Trend", _trend),
)
CUSTOMERS: tuple[Column, ...] = (
    ("Agreements", _agreements),
    ("Satisfaction", _satisfaction),
    ("Last review", lambda _, record: long_date(record.data["review"].get("last_reviewed", ""))),
)
DECISIONS: tuple[Column, ...] = (
    ("Date", lambda _, record: _dated(record)),
    ("Topic", lambda _, record: str(record.data.get("topic", ""))),
    ("Decided by", lambda view, record: refer(view, record, "decided_by", "role", "forum")),
    ("By policy or principle", _grounds),
)
REVIEWS: tuple[Column, ...] = (
    ("Date", lambda _, record: _dated(record)),
    ("Type", lambda _, record: code(record, "type")),
    ("Of", _subject),
    ("Chair", lambda view, record: refer(view, record, "chair", "role")),
    ("Actions", lambda _, record: len(record.data.get("actions", ()))),
)
