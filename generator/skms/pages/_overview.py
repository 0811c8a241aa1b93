"""What overview pages share: which records a list shows, their place in the site, facets and plain figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from skms import prose, roles
from skms.due import Due, everything_due
from skms.fit import Record
from skms.kinds import Kind
from skms.model import Model
from skms.pages import _agenda, _downloads, _places, templates
from skms.pages._filters import words
from skms.pages._views import Ref, View, owner_role, visible
from skms.pages.page import Crumb, Leaf, Page, Section, Site

PARTS = {"catalogue": "Services", "policies": "Policies", "raci": "Responsibilities"}
"""Every root of records has a part of the site, so that a new kind finds its place by its folder."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list: `options` are `(value, label, number of rows)`."""

    key: str
    label: str
    options: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: the record, its summary, and the values of its facets by key."""

    record: Record
    ref: Ref
    summary: str
    facets: dict[str, tuple[tuple[str, str], ...]]
    """Of each facet the `(value, label)` pairs that hold for the record."""
    owner: Ref | None
    vacant: bool
    extra: Any = None

    def values(self, key: str) -> str:
        """The values of a facet as they stand in an attribute."""
        return " ".join(value for value, _ in self.facets.get(key, ()))


def nav_of(kind: Kind) -> tuple[str, ...]:
    """Return the place of the list of a kind in the navigation."""
    return (PARTS[kind.folder.partition("/")[0]], kind.many)


def crumbs(part: str, at: str) -> tuple[Crumb, ...]:
    """Return the way from the home page to an overview in a part of the site."""
    front = _places.front(part)
    return () if front is None or front == at else (Crumb(part, front),)


def overview(
    view: View, leaf: Leaf, summary: str, sections: Iterable[Section], lead: str = "", wide: bool = True
) -> Page:
    """Return an overview page. Sections without content are left out; one alone without parts needs no heading."""
    part = leaf.nav[0] if leaf.nav else ""
    way = crumbs(part, leaf.path)
    kept = tuple(section for section in sections if section.html.strip())
    kind = next((one for one in view.model.kinds.values() if f"{one.url}/" == leaf.path), None)
    if kind and (ways := _ways(view, kind)):
        lead = "".join((templates.component(view.site.templates, "downloads", "ways", ways), lead))
    if len(kept) == 1 and "<h3" not in kept[0].html:
        # Safe both, but only one may say so by its type: adding would escape the other.
        lead, kept = "".join((lead, kept[0].html)), ()
    return Page(leaf.path, leaf.title, summary, lead, kept, way, search=False, wide=wide)


def _ways(view: View, kind: Kind) -> list[Ref]:
    """Return what else the records of a kind can be had as: a spreadsheet, a calendar, a feed."""
    file = _downloads.path_of(view.model, kind)
    sheet = [Ref("a spreadsheet (CSV)", view.url(file))] if file else []
    return [*sheet, *_agenda.of_kind(view, kind)]


def caller(site: Site, file: str) -> Callable[..., Any]:
    """Return a function that runs a macro of a page template: `call("table", rows)`."""
    return lambda macro, *values: templates.call(site.templates, file, macro, *values)


def records(model: Model, kind: str) -> tuple[Record, ...]:
    """Return the records of a kind that the site shows, by title."""
    found = (record for record in model.of(kind) if visible(model, record))
    return tuple(sorted(found, key=lambda record: (record.title.casefold(), record.id)))


def any_shown(model: Model, kinds: Collection[str]) -> bool:
    """Say whether the site shows a record of one of the kinds, or none is asked for."""
    return not kinds or any(visible(model, record) for kind in kinds for record in model.of(kind))


def everything(model: Model) -> Iterator[Record]:
    """Yield every record that the site shows, by name."""
    return (record for record in model.records.values() if record.valid and visible(model, record))


def first_sentence(record: Record) -> str:
    """Return the first sentence of what a record says about itself, as plain text."""
    data = record.data
    text = prose.plain(str(data.get("description") or data.get("purpose") or data.get("reason") or ""))
    head, stop, _ = text.partition(". ")
    return head + stop.strip()


def team_of(model: Model, record: Record) -> Record | None:
    """Return the team behind a record: its own, its provider, or that of the role that answers for it."""
    for field in ("team", "provider", "parent"):
        if team := model.look(record.data.get(field), "team"):
            return team
    role = owner_role(model, record)
    return model.look(role.data.get("team"), "team") if role else None


def row(view: View, record: Record, facets: dict[str, tuple[tuple[str, str], ...]], extra: Any = None) -> Row:
    """Return a row of a list; status and team are facets of every list."""
    model = view.model
    role, team = owner_role(model, record), team_of(model, record)
    own = {
        "status": ((record.status, words(record.status)),) if record.status else (),
        **facets,
        "team": ((team.id, team.title),) if team else (),
    }
    return Row(
        record,
        view.ref(record),
        first_sentence(record),
        own,
        view.ref(role) if role else None,
        bool(role and roles.vacant(model, role, record.name)),
        extra,
    )


def facets_of(rows: Iterable[Row], labels: dict[str, str]) -> list[Facet]:
    """Return the facets of a list with their counts; a facet that would not narrow anything is left out."""
    counts: dict[str, Counter[tuple[str, str]]] = {key: Counter() for key in labels}
    for one in rows:
        for key in labels:
            counts[key].update(one.facets.get(key, ()))
    return [Facet(key, label, _options(counts[key])) for key, label in labels.items() if len(counts[key]) > 1]


def _options(counted: Counter[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    """Return the choices of a facet by label."""
    ordered = sorted(counted.items(), key=lambda item: item[0][1].casefold())
    return tuple((value, label, count) for (value, label), count in ordered)


def facet(key: str, label: str, values: Iterable[Iterable[str]], say: Callable[[str], str] = words) -> Facet:
    """Return a facet from the codes that each row has; blank ones do not count, `say` turns a code into words."""
    counted = Counter((value, say(value)) for row_values in values for value in row_values if value)
    return Facet(key, label, _options(counted))


def late(model: Model) -> list[Due]:
    """Return what is overdue in the records that the site shows, the longest first."""
    return [one for one in everything_due(model) if one.late(model.as_of) and visible(model, one.record)]


def vacancies(model: Model) -> list[Record]:
    """Return the active roles that nobody fills, by title."""
    return [role for role in records(model, "role") if roles.vacant(model, role)]
