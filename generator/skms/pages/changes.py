"""What changed: the history of the records in plain words, by month, and as Atom feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import escape

from skms.dates import calendar_month, long_date
from skms.history import Event
from skms.model import Model
from skms.pages._atom import Item, feed
from skms.pages._news import Entry, entries, feed_path, kinds
from skms.pages._overview import caller, overview
from skms.pages._views import Ref, View
from skms.pages.page import Asset, Leaf, Page, Section, Site
from skms.words import plural

PATH = "changes/"
FEED = "changes.atom"
RECENT = 50
"""Commits that a feed holds."""
IN_FEED = 40
"""Sentences of one commit in a feed."""


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page."""
    yield Leaf(PATH, "What changed", ("Contribute", "What changed"), "", "changes")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page, a section for each month."""
    view, call = View(model, site, leaf.path), caller(site, "changes")
    months: dict[str, list[Entry]] = {}
    for one in entries(view, site.history.events):
        day = one.event.day
        months.setdefault(f"{calendar_month(day.month)} {day.year}", []).append(one)
    sections = [
        Section(title.lower().replace(" ", "-"), title, call("month", found))
        for title, found in months.items()
    ]
    feeds = [Ref("All changes", view.url(FEED)), *(_feed_ref(view, kind) for kind in kinds(view))]
    lead = call("lead", site.history.note, bool(sections), feeds)
    summary = "What became different in the records, and since when; layout and mass edits do not count."
    return overview(view, leaf, summary, sections, lead)


def assets(model: Model, site: Site) -> Iterator[Asset]:
    """The feed of all changes, and one for each kind with changes."""
    view = View(model, site, "")
    yield Asset(FEED, _feed(view, FEED, "What changed", site.history.events))
    for kind in kinds(view):
        events = [
            event for event in site.history.events if any(_is(one.record, kind) for one in event.changes)
        ]
        path = feed_path(view.model.kinds[kind])
        yield Asset(path, _feed(view, path, f"What changed: {model.kinds[kind].many}", events, kind))


def _feed_ref(view: View, kind: str) -> Ref:
    return Ref(view.model.kinds[kind].many, view.url(feed_path(view.model.kinds[kind])))


def _is(name: str, kind: str) -> bool:
    return name.startswith(f"{kind}/")


def _feed(view: View, path: str, title: str, events: Iterable[Event], kind: str = "") -> bytes:
    site = view.site
    home = site.url.rstrip("/") + "/" if site.url else ""
    told = [
        one
        for one in entries(view, events, most=10_000)
        if not kind or any(new.kind == kind for new in one.news)
    ]
    items = [_item(home, one, kind) for one in told[:RECENT]]
    newest = items[0].at if items else f"{site.as_of}T00:00:00Z"
    own = f"{home}{path}" if home else ""
    return feed(
        own or f"urn:skms:{path}",
        f"{title} – {site.name}",
        site.name,
        newest,
        items,
        own,
        f"{home}{PATH}" if home else "",
    )


def _item(home: str, one: Entry, kind: str) -> Item:
    news = [new for new in one.news if not kind or new.kind == kind]
    mass = () if kind else one.event.mass
    lines = [*mass, *(new.sentence for new in news[:IN_FEED])]
    if len(news) > IN_FEED:
        lines.append(f"… and {plural(len(news) - IN_FEED, 'more change')}.")
    title = lines[0] if len(lines) == 1 else f"{plural(len(news) + len(mass), 'change')}: {lines[0]}"
    html = "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
    html += f"<p>{escape(long_date(one.event.day))}, commit {escape(one.event.short)}</p>"
    href = f"{home}{PATH}#c-{one.event.short}" if home else ""
    return Item(
        f"urn:skms:commit:{one.event.id}{f':{kind}' if kind else ''}", title, one.event.at, html, href
    )
