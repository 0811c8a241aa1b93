"""The home page: the four tasks of staff on one screen, then what is used, what is new and what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
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
from skms.pages._services import Help, help_rows, open_requests, request, usage
from skms.pages._views import Ref, View, owner_role, visible
from skms.pages.page import Leaf, Page, Section, Site

SHOWN, BREACHES = 6, 3


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that a record says about itself."""

    day: date
    what: str
    record: Record


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
        summary="Request something, get help, find out who answers for what, and see what is supported.",
        lead=call("tasks", _tasks(view, used)),
        sections=tuple(section for section in sections if section.html.strip()),
        search=False,
        wide=True,
    )


def _tasks(view: View, used: list[Record]) -> dict[str, Any]:
    """Return what the four cards show."""
    model, asked, help_ = view.model, open_requests(view.model), help_rows(view)
    roles = {role.name: role for record in used if (role := owner_role(model, record))}
    near = [row for row in help_ if row.record in used][:SHOWN] or help_[:SHOWN]
    return {
        "requests": [request(view, *pair) for pair in _popular(asked, used)],
        "request_count": len(asked),
        "help": [_hours_of(view, row) for row in near],
        "owners": [view.ref(role) for role in roles.values()],
        "states": _states(model),
        "promises": _promises(view),
        "state_badge": _levels.state_badge,
    }


def _hours_of(view: View, row: Help) -> tuple[Help, _hours.Support | None, str]:
    """Return where to turn with a service, and when somebody is there."""
    calendar = row.record.data.get("support_hours")
    return row, _hours.support(view, calendar), _hours.in_words(view, calendar)


def _promises(view: View) -> dict[str, Any] | None:
    """Return how many promises to customers are kept, and the agreements that are not."""
    live = [
        one
        for one in service_levels.live(view.model)
        if one.data["type"] == "sla" and visible(view.model, one)
    ]
    states = [last.state for one in live for last in results.latest(view.model, one)]
    if not states:
        return None
    worst = ((one, _levels.agreement_state(view.model, one)) for one in live)
    bad = [(view.ref(one), state) for one, state in worst if state == "breached"]
    return {"met": states.count("met"), "all": len(states), "bad": bad[:BREACHES]}


Asked = tuple[Record, dict[str, Any]]


def _popular(found: list[Asked], used: list[Record]) -> list[Asked]:
    """Return one request of each of the most used services first, then others."""
    first = {pair[0].name: pair for pair in reversed(found) if pair[0] in used}
    chosen = list(first.values())
    others = (pair for pair in found if pair not in chosen)
    return [*chosen, *islice(others, SHOWN)][:SHOWN]


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


def _recent(view: View) -> list[tuple[date, str, Ref, str]]:
    """Return the latest dated events that are not in the future: day, what, link, kind."""
    model = view.model
    news = list(islice(_news_rows(view), SHOWN + 2))
    if news:
        return news
    events = [event for event in _events(model) if event.day <= model.as_of]
    events.sort(key=lambda event: (event.day, event.record.name), reverse=True)
    return [
        (event.day, event.what, view.ref(event.record), model.kinds[event.record.kind].one)
        for event in events[: SHOWN + 2]
    ]


def _news_rows(view: View) -> Iterator[tuple[date, str, Ref, str]]:
    """Yield what changed last, from the history of the records; a record once a day, the worst change of it."""
    seen: set[tuple[date, str]] = set()
    for entry in entries(view, view.site.history.events):
        for one in entry.news:
            if one.ref and one.level != "editorial" and (entry.event.day, one.ref.title) not in seen:
                seen.add((entry.event.day, one.ref.title))
                said = one.sentence.removeprefix(f"{one.ref.title}: ")
                yield entry.event.day, said[:1].upper() + said[1:], one.ref, ""


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
