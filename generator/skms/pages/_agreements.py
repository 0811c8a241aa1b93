"""Agreements beneath, above and around each other, what is given back, and when they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skms import promises, results, service_levels, supportability
from skms.dates import long_date, parse_date
from skms.fit import Record
from skms.mathematics.notice import LEAD, last_day, notice_state
from skms.pages import _levels
from skms.pages._filters import words
from skms.pages._views import Ref, View, visible
from skms.results import Result


@dataclass(frozen=True, slots=True)
class Notice:
    """When an agreement or contract ends, and by when something has to be decided."""

    end: date
    decide_by: date | None
    decision: str
    state: str | None
    """`near` or `past` without a decision."""


def given_back(view: View, agreement: Record) -> list[Result]:
    """Periods for which something is given back, newest first."""
    found = [one for one in results.results(view.model, agreement) if one.credit]
    return sorted(found, key=lambda one: one.period, reverse=True)


def tree(view: View, agreement: Record, seen: frozenset[str] = frozenset()) -> list[tuple[int, Record]]:
    """What supports an agreement, and what supports that: `(depth, agreement)`, each branch once."""
    found = []
    for one, _ in service_levels.supporting(view.model, agreement):
        if one.name not in seen and one.name != agreement.name:
            found.append((len(seen) + 1, one))
            found += tree(view, one, seen | {agreement.name})
    return found


def upheld(view: View, agreement: Record) -> list[Ref]:
    """The agreements, with target, that one supports."""
    model = view.model
    links = [link for link in model.links(agreement.name) if link.route[0] == "supports"]
    return [
        view.ref(found, link.text, note=words(link.fragment) if link.fragment else "")
        for link in links
        if (found := model.get(link.target))
    ]


def proof(view: View, agreement: Record) -> supportability.Proof | None:
    """The proof of an SLA, line by line; other agreements have none."""
    return supportability.proof(view.model, agreement) if agreement.data["type"] == "sla" else None


def notice(view: View, record: Record) -> Notice | None:
    """When an agreement or contract ends and by when to decide; None where it is open-ended."""
    data = record.data
    end = parse_date(data.get("valid_through") or data.get("end"))
    if end is None:
        return None
    days = data.get("notice_days")
    days = days.get("customer") if isinstance(days, dict) else days
    decision = data.get("decision") or data.get("renewal", {}).get("decision") or {}
    said = f"{words(decision['result'])}, decided on {long_date(day)}" if (
        day := parse_date(decision.get("date"))
    ) else ""  # fmt: skip
    by = last_day(end, days) if days else None
    lead = int(view.model.settings.limit("notice-lead-days", LEAD))
    state = notice_state(end, days, view.site.as_of, decided=bool(decision), lead=lead) if days else None
    return Notice(end, by, said, state if record.live else None)


def slas_of(view: View, service: Record) -> list[Record]:
    """The SLAs that hold for a service and may be shown."""
    return [one for one in service_levels.slas(view.model, service) if visible(view.model, one)]


def carrying(view: View, service: Record) -> list[Record]:
    """OLAs and UCs for a service."""
    found = service_levels.agreements_for(view.model, service)
    return [one for one in found if visible(view.model, one)]


def received(view: View, customer: Record) -> list[Record]:
    """Agreements whose recipient is a customer, those in force first."""
    model = view.model
    links = (link for link in model.backlinks(customer.name) if link.route == ("recipient",))
    found = {one.name: one for link in links if (one := model.get(link.source)) and visible(model, one)}
    return sorted(found.values(), key=lambda one: (not one.live, one.title))


def reviews_of(view: View, record: Record) -> list[Record]:
    """Reviews of a record, newest first."""
    model = view.model
    links = (link for link in model.backlinks(record.name) if link.route[0] == "subject")
    found = {one.name: one for link in links if (one := model.get(link.source)) and one.kind == "review"}
    return sorted(found.values(), key=lambda one: str(one.data.get("date", "")), reverse=True)


def carriers(view: View, name: str) -> list[Ref]:
    """The targets of OLAs and UCs on which the promise of a service (an id) rests, with their contracts."""
    model = view.model
    service = model.look(name, "service")
    found = []
    for one in promises.availability_targets(model, service) if service else ():
        contract = model.look(one.agreement.data.get("contract"), "contract")
        kind = str(one.agreement.data["type"]).upper()
        note = f"{kind}, {_levels.promise(one)}{f', under {contract.title}' if contract else ''}"
        found.append(view.ref(one.agreement, note=note, part=one.id))
    return found
