"""Changes of processes: how it is and how it will be, side by side, and the letters that move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from skms import duties, raci
from skms.fit import Record
from skms.pages import _flows
from skms.pages._filters import words
from skms.pages._views import Ref, View


@dataclass(frozen=True, slots=True)
class Sides:
    """Both pictures, and what differs: `(activity, mark)`."""

    before: Markup
    after: Markup
    differences: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """An actor whose letters in a row change."""

    activity: str
    actor: Ref
    before: tuple[str, ...]
    after: tuple[str, ...]


def sides(view: View, change: Record) -> Sides | None:
    """The swim lanes before and after; None where the change does not say how it will be."""
    process = view.model.look(change.data.get("process"), "process")
    after = change.data.get("to_be", {}).get("activities", ())
    before = process.data.get("activities", ()) if process else ()
    if not after or not before:
        return None
    left, right = _flows.changes(before, after)
    titles = {str(one["id"]): str(one.get("title", one["id"])) for one in (*before, *after)}
    marks = {**left, **right}
    return Sides(
        _flows.drawing(view, "As it is", before, left, anchors=False),
        _flows.drawing(view, "As it will be", after, right, anchors=False),
        tuple((titles[name], mark) for name, mark in marks.items()),
    )


def moves(view: View, change: Record) -> list[Move]:
    """The letters that move between the matrices in force and the rows of a change."""
    model = view.model
    process = model.look(change.data.get("process"), "process")
    planned = change.data.get("to_be", {}).get("rows", ())
    if process is None or not planned:
        return []
    titles = {**duties.activity_titles(model, process), **_titles(change)}
    now = {
        row.activity: {
            model.resolve(actor, duties.ACTORS) or actor: cell for actor, cell in row.cells.items()
        }
        for matrix in duties.matrices(model, process)
        for row in raci.rows(matrix)
    }
    found = []
    for row in planned:
        name = str(row["activity"])
        after = {
            model.resolve(actor, duties.ACTORS) or actor: raci.letters(cell) or ()
            for actor, cell in row["assign"].items()
        }
        before: Mapping[str, tuple[str, ...]] = now.get(name, {})
        for actor in dict.fromkeys((*before, *after)):
            old, new = before.get(actor, ()), after.get(actor, ())
            if old != new:
                title = titles.get(name) or str(row.get("title") or words(name))
                found.append(Move(title, view.ref(model.get(actor), actor), old, new))
    return found


def _titles(change: Record) -> dict[str, str]:
    activities: list[dict[str, Any]] = change.data.get("to_be", {}).get("activities", [])
    return {str(one["id"]): str(one["title"]) for one in activities}


def planned_for(view: View, process: Record) -> list[Record]:
    """The changes of a process, the newest first."""
    model = view.model
    links = (link for link in model.backlinks(process.name) if link.route == ("process",))
    found = {
        one.name: one for link in links if (one := model.get(link.source)) and one.kind == "process-change"
    }
    return sorted(found.values(), key=lambda one: str(one.data.get("effective_date", "9999")), reverse=True)
