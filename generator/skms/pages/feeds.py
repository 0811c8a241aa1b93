"""Calendars and feeds: what is due as iCalendar files to subscribe to, and where to follow what changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from skms.ics import Entry, calendar
from skms.model import Model
from skms.pages import _agenda
from skms.pages._filters import words
from skms.pages._overview import caller, overview
from skms.pages._views import Ref, View, path_of
from skms.pages.changes import FEED
from skms.pages.page import Asset, Leaf, Page, Section, Site
from skms.upcoming import SORTS, Upcoming

GROUPS = {"role": "By role", "team": "By team", "supplier": "By supplier"}


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page."""
    yield Leaf("feeds/", "Calendars and feeds", ("Contribute", "Calendars and feeds"), "", "feeds")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page: calendars of everything, by sort, kind, role, team and supplier."""
    view, call = View(model, site, leaf.path), caller(site, "feeds")
    there = _agenda.all_calendars(model)

    def section(id: str, title: str, rows: Iterable[tuple[str, str]]) -> Section:
        found = [(Ref(name, view.url(path)), len(there[path])) for name, path in rows if path in there]
        return Section(id, title, call("calendars", found))

    sorts = [("Everything", _agenda.EVERYTHING), *((one, _agenda.sort_path(one)) for one in SORTS)]
    kinds = sorted((kind.many, _agenda.kind_path(kind)) for kind in model.kinds.values())
    sections = [
        section("all", "Everything, and by sort", sorts),
        section("kinds", "By kind of record", kinds),
    ]
    for kind, title in GROUPS.items():
        rows = sorted((one.title, _agenda.record_path(one)) for one in model.of(kind))
        sections.append(section(f"{kind}s", title, rows))
    lead = call("lead", view.url(FEED), view.url("changes/"))
    return overview(
        view, leaf, "What is due and what changes, for your own calendar and feed reader.", sections, lead
    )


def assets(model: Model, site: Site) -> Iterator[Asset]:
    """Yield every calendar."""
    titles = {_agenda.EVERYTHING: "Everything that is due"}
    titles |= {_agenda.sort_path(sort): sort for sort in SORTS}
    titles |= {_agenda.kind_path(kind): kind.many for kind in model.kinds.values()}
    titles |= {_agenda.record_path(one): one.title for kind in GROUPS for one in model.of(kind)}
    for path, entries in _agenda.all_calendars(model).items():
        yield Asset(path, partial(_made, model, site, titles[path], entries))


def _made(model: Model, site: Site, title: str, entries: Sequence[Upcoming]) -> bytes:
    """Make a calendar; only the process that writes it does."""
    made = (_entry(model, site, one) for one in entries)
    return calendar(f"{title} – {site.name}", made, site.as_of)


def _entry(model: Model, site: Site, one: Upcoming) -> Entry:
    record = one.record
    assert one.day is not None
    role = _agenda.answering(model, record)
    names = _agenda.held_by(model, role) if role else ""
    url = f"{site.url.rstrip('/')}/{path_of(model, record)}" if site.url else ""
    lines = [
        f"{model.kinds[record.kind].one}: {record.title}",
        f"Owner: {role.title}{f' ({names})' if names else ''}" if role else "",
        url,
    ]
    what = words(one.what) + (f": {one.title}" if one.title and one.title != record.title else "")
    key = "\0".join((record.name, one.what, one.title))
    return Entry(key, one.day, f"{record.title} – {what}", "\n".join(filter(None, lines)), url, one.sort)
