"""The home page: the four tasks of staff on one screen, then what is used, what is new and what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from skms import results, service_levels
from skms.dates import parse_date
from skms.due import Due
from skms.fit import Record
from skms.model import Model
from skms.pages import _hours, _levels
from skms.pages._news import entries
from skms.pages._overview import caller, everything, first_sentence, late, records, vacancies
from skms.pages._services import Help, Request, asked, help_rows, open_requests, request, usage
from skms.pages._views import Owner, Ref, View, owner, owner_role, visible
from skms.pages.page import Leaf, Page, Section, Site

SHOWN, LATEST = 6, 7
TASKS, BREACHES = 5, 3
"""Lines of the cards at the top: all four end on the first screen of a laptop."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that a record says about itself."""

    day: date
    what: str
    record: Record


WORST = ("breached", "at-risk")
EVENTS = {"live_from": "went live", "retire_announced": "is to be retired", "retired_on": "was retired"}


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the home page."""
    yield Leaf("", "Home", ("Home",), "", "home")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the home page."""
    view, call = View(model, site, ""), caller(site, "home")
    used = [record for record, _ in usage(model)][:SHOWN]
    sections = (
        Section("most-used", "Most used services", call("most_used", _used(view))),
        Section(
            "recent",
            "Recent changes and reviews",
            call("recent", _recent(view), bool(view.site.history.events)),
        ),
        Section("overdue", "What is overdue", call("overdue", overdue(view), len(vacancies(model)), SHOWN)),
    )
    return Page(
        path="",
        title=site.name,
        summary="Ask for something, get help, find out who answers for what, and see how every service is doing.",
        lead=call("tasks", _tasks(view, used)),
        sections=tuple(section for section in sections if section.html.strip()),
        search=False,
        wide=True,
    )


def _tasks(view: View, used: list[Record]) -> dict[str, Any]:
    """Return what the four cards show."""
    model, everything_asked, help_ = view.model, open_requests(view.model), help_rows(view)
    doors = {row.record.name: row for row in help_}
    used = used[:TASKS]
    near = [doors[record.name] for record in used if record.name in doors] or help_[:TASKS]
    return {
        "requests": _popular(view, everything_asked, used),
        "request_count": len(everything_asked),
        "help": [_hours_of(view, row) for row in near],
        "owners": list(_owners(view, used)),
        "states": _states(model),
        "promises": _promises(view),
        "state_badge": _levels.state_badge,
    }


def _hours_of(view: View, row: Help) -> tuple[Help, _hours.Support | None, str]:
    """Return where to turn with a service, and when somebody is there."""
    calendar = row.record.data.get("support_hours")
    return row, _hours.support(view, calendar), _hours.in_words(view, calendar)


def _promises(view: View) -> dict[str, Any] | None:
    """Return how many promises to customers are kept, and the agreements that are not or may not be."""
    live = [
        one
        for one in service_levels.live(view.model)
        if one.data["type"] == "sla" and visible(view.model, one)
    ]
    states = [last.state for one in live for last in results.latest(view.model, one)]
    if not states:
        return None
    worst = [(one, _levels.agreement_state(view.model, one)) for one in live]
    bad = [(view.ref(one), state) for wanted in WORST for one, state in worst if state == wanted]
    return {"met": states.count("met"), "all": len(states), "bad": bad[:BREACHES]}


Asked = tuple[Record, dict[str, Any]]


def _popular(view: View, found: list[Asked], used: list[Record]) -> list[Request]:
    """Return the first request of each of the most used services, then others."""
    chosen = [(record, items[0]) for record in used if (items := asked(record))]
    others = (pair for pair in found if pair not in chosen)
    return [request(view, *pair) for pair in [*chosen, *islice(others, TASKS)][:TASKS]]


def _owners(view: View, used: list[Record]) -> Iterator[tuple[Ref, Owner]]:
    """Yield the most used services with those who answer for them."""
    for record in used:
        if role := owner_role(view.model, record):
            yield view.ref(record), owner(view, role, scope=record.name)


def _used(view: View) -> list[tuple[Ref, str, int, str | None]]:
    """Return the services people ask for most: link, summary, number of requests, tier."""
    return [
        (view.ref(record), first_sentence(record), count, record.data.get("criticality"))
        for record, count in usage(view.model)[:SHOWN]
    ]


def _states(model: Model) -> list[tuple[str, str, int]]:
    """Return how many services are in each state: state, phase, number."""
    found = Counter((record.status or "", record.phase) for record in records(model, "service"))
    order = list(model.kinds["service"].lifecycle.phases)
    states = sorted(found.items(), key=lambda item: order.index(item[0][0]))
    return [(state, phase, count) for (state, phase), count in states]


News = tuple[date, str, Ref, str]
"""A day, and a sentence around the link to the record that it is about."""


def _recent(view: View) -> list[News]:
    """Return the latest dated events that are not in the future."""
    model = view.model
    news = list(islice(_news_rows(view), LATEST))
    if news:
        return news
    events = [event for event in _events(model) if event.day <= model.as_of]
    events.sort(key=lambda event: (event.day, event.record.name), reverse=True)
    return [
        (event.day, f"{model.kinds[event.record.kind].one} ", view.ref(event.record), f" {event.what}.")
        for event in events[:LATEST]
    ]


def _news_rows(view: View) -> Iterator[News]:
    """Yield what changed last, from the history of the records; a record once a day, the worst change of it."""
    seen: set[tuple[date, str]] = set()
    for entry in entries(view, view.site.history.events):
        for one in entry.news:
            if one.ref and one.level != "editorial" and (entry.event.day, one.ref.title) not in seen:
                seen.add((entry.event.day, one.ref.title))
                before, name, after = one.parts if one.parts[1] else (f"{one.sentence} (", "", ")")
                yield (
                    entry.event.day,
                    before,
                    replace(one.ref, title=name or one.ref.title, status=None),
                    after,
                )


def _events(model: Model) -> Iterator[Event]:
    """Yield what records say happened on a day."""
    for record in everything(model):
        if day := parse_date(record.data.get("review", {}).get("last_reviewed")):
            yield Event(day, "was reviewed", record)
        if day := parse_date(record.data.get("approval", {}).get("date")):
            yield Event(day, "was approved", record)
        for field, what in EVENTS.items():
            if day := parse_date(record.data.get("dates", {}).get(field)):
                yield Event(day, what, record)


def overdue(view: View) -> list[tuple[Due, Ref, Ref | None]]:
    """Return what is overdue with links to the record and to the role that answers for it."""
    found = []
    for one in late(view.model):
        role = owner_role(view.model, one.record)
        found.append((one, view.ref(one.record), view.ref(role) if role else None))
    return found
