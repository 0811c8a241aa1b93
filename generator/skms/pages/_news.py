"""What changed, for pages and feeds: the history of the records with links to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from skms.changes import Change
from skms.fit import Record
from skms.history import Event
from skms.kinds import Kind
from skms.model import Model
from skms.pages._views import Ref, View, visible

OPEN = 8
"""Sentences of a commit that are shown at once; the rest is folded."""
MOST = 80
"""Sentences of a commit on one page."""


@dataclass(frozen=True, slots=True)
class News:
    """One sentence, and the record that it is about."""

    level: str
    sentence: str
    ref: Ref | None
    """None where the record is gone."""
    kind: str
    """Kind of the record."""

    @property
    def parts(self) -> tuple[str, str, str]:
        """What stands before the record's title, the title, and what stands after it."""
        title = self.ref.title if self.ref else ""
        before, found, after = self.sentence.partition(title) if title else ("", "", "")
        return (before, found, after) if found else (self.sentence, "", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit, as a page shows it."""

    event: Event
    href: str | None
    """Address of the commit, where the repository is on the web."""
    news: tuple[News, ...]
    more: int = 0
    """How many more sentences there would be."""


def entries(view: View, events: Iterable[Event], *, most: int = MOST) -> tuple[Entry, ...]:
    """Commits with what may be told about them here; those with nothing to tell are left out."""
    found = (_entry(view, event, most) for event in events)
    return tuple(one for one in found if one.news or one.event.mass)


def of_record(view: View, record: Record) -> tuple[Entry, ...]:
    """The commits that changed a record, under its former names too."""
    names = [record.name, *(f"{record.kind}/{alias}" for alias in record.data.get("aliases", ()))]
    return entries(view, view.site.history.of(names))


def kinds(view: View) -> tuple[str, ...]:
    """Kinds with something to tell, sorted."""
    found = {one.record.partition("/")[0] for event in view.site.history.events for one in event.changes}
    return tuple(kind for kind in sorted(found) if kind in view.model.kinds)


def feed_path(kind: Kind) -> str:
    """Site path of the feed of a kind."""
    return f"changes/{kind.url}.atom"


def _entry(view: View, event: Event, most: int) -> Entry:
    told = tuple(_news(view, event.changes))
    base = view.site.commit_base
    return Entry(event, f"{base}{event.id}" if base else None, told[:most], max(0, len(told) - most))


def _news(view: View, changes: Iterable[Change]) -> Iterator[News]:
    for one in changes:
        record = now(view.model, one.record)
        if record is None or visible(view.model, record):
            ref = view.ref(record) if record and record.valid else None
            yield News(one.level, one.sentence, ref, one.record.partition("/")[0])


def now(model: Model, name: str) -> Record | None:
    """The record that a name of then means now."""
    present = model.resolve(name, ())
    return model.records.get(present) if present else None
