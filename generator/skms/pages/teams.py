"""The teams as a tree, with what each of them provides and who leads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms.fit import Record
from skms.model import Model
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View, channels, visible
from skms.pages.page import Leaf, Page, Section, Site
from skms.roles import members, vacant


@dataclass(frozen=True, slots=True)
class Branch:
    """A team in the tree; `depth` counts the teams above it."""

    record: Record
    ref: Ref
    depth: int
    head: Ref | None
    vacant: bool
    channels: tuple[Ref, ...]
    services: int
    roles: int
    people: int


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the tree."""
    yield Leaf("teams/", "Teams", ("Responsibilities", "Teams"), "team", "teams")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the tree."""
    view, call = View(model, site, leaf.path), caller(site, "teams")
    below: dict[str, list[Record]] = {}
    for record in records(model, "team"):
        parent = model.look(record.data.get("parent"), "team")
        below.setdefault(parent.name if parent and visible(model, parent) else "", []).append(record)
    rows = list(_walk(view, below, "", 0))
    people = any(row.people for row in rows)
    return overview(
        view, leaf, "How the organisation is cut, and how each team is reached.",
        [Section("all", "All teams", call("table", rows, people))] if rows else [],
    )  # fmt: skip


def _walk(view: View, below: dict[str, list[Record]], name: str, depth: int) -> Iterator[Branch]:
    """Yield the teams below one, each followed by its own; a team is taken once, so a circle ends."""
    for record in below.pop(name, ()):
        yield _branch(view, record, depth)
        yield from _walk(view, below, record.name, depth + 1)


def _branch(view: View, record: Record, depth: int) -> Branch:
    """Return a team with its figures."""
    model = view.model
    head = model.look(record.data.get("head"), "role")
    fields = [(link.source.partition("/")[0], link.field.name) for link in model.backlinks(record.name)]
    return Branch(
        record, view.ref(record), depth, view.ref(head) if head else None, bool(head and vacant(model, head)),
        tuple(channels(record)), fields.count(("service", "provider")), fields.count(("role", "team")),
        sum(1 for one in members(model, record) if visible(model, one)),
    )  # fmt: skip
