"""Who owns what: every role that answers for something, who holds it, and all it answers for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms.duties import owned
from skms.fit import Record
from skms.model import Model
from skms.pages._overview import caller, facet, overview, records
from skms.pages._views import Owner, Ref, View, visible
from skms.pages._views import owner as owner_view
from skms.pages.page import Leaf, Page, Section, Site


@dataclass(frozen=True, slots=True)
class Holdings:
    """A role with its holders and what it answers for, by kind."""

    role: Record
    owner: Owner
    things: tuple[tuple[str, tuple[Ref, ...]], ...]
    team: Record | None
    kinds: tuple[str, ...]


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page."""
    yield Leaf("owners/", "Who owns what", ("Responsibilities",), "", "owners", ("role",))


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page."""
    view, call = View(model, site, leaf.path), caller(site, "owners")
    rows = [row for record in records(model, "role") if (row := _row(view, record)).things]
    teams = {row.team.id: row.team.title for row in rows if row.team}
    facets = [
        facet("kind", "What is owned", (row.kinds for row in rows), lambda kind: model.kinds[kind].many),
        facet("held", "Holder", (("vacant" if row.owner.vacant else "held",) for row in rows)),
        facet("team", "Team", ((row.team.id if row.team else "",) for row in rows), teams.__getitem__),
    ]
    summary = "The roles that answer for services, policies, processes and suppliers, and who holds them now."
    section = Section("all", "All owners", call("table", rows, facets))
    return overview(view, leaf, summary, [section] if rows else [])


def _row(view: View, role: Record) -> Holdings:
    """Return what a role answers for; each record once, under the strongest field that names the role."""
    model = view.model
    found = {record.name: record for _, record in reversed(owned(model, role)) if visible(model, record)}
    by_kind: dict[str, list[Record]] = {}
    for record in sorted(found.values(), key=lambda record: record.title.casefold()):
        by_kind.setdefault(record.kind, []).append(record)
    things = tuple(
        (model.kinds[kind].many if len(group) > 1 else model.kinds[kind].one, tuple(map(view.ref, group)))
        for kind, group in sorted(by_kind.items())
    )
    team = model.look(role.data.get("team"), "team")
    return Holdings(role, owner_view(view, role), things, team, tuple(sorted(by_kind)))
