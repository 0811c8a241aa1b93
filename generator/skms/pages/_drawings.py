"""Diagrams of records: from the model to the plain values that `skms.diagrams` draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from skms.dependencies import Dependency, dependants, dependencies
from skms.diagrams import layered
from skms.diagrams.layered import Box, Edge
from skms.fit import Record
from skms.pages._filters import words
from skms.pages._views import View

MAX_COLUMN = 9
"""Boxes in a column; what is more is counted in a last box, so that the picture stays readable."""

Step = Callable[[Record], Sequence[Record]]


def neighbourhood(view: View, service: Record) -> Markup | None:
    """Two steps of what rests on a service and of what it rests on; None where it stands alone."""
    model = view.model

    def up(one: Record) -> list[Record]:
        return [found.service for found in dependants(model, one)]

    def down(one: Record) -> list[Record]:
        return [found.on for found in dependencies(model, one)]

    users, bases = _columns(service, up), _columns(service, down)
    if not users[0] and not bases[0]:
        return None
    columns = [users[1], users[0], [service], bases[0], bases[1]]
    shown = {one.name for column in columns for one in column[:MAX_COLUMN]}
    boxes = [_boxes(view, column, service, str(index)) for index, column in enumerate(columns)]
    place = {one.name: index for index, column in enumerate(columns) for one in column}
    edges = [
        _edge(found) for column in columns for one in column[:MAX_COLUMN] for found in dependencies(model, one)
        if found.on.name in shown and found.on.name in place and place[found.on.name] == place[one.name] + 1
    ]  # fmt: skip
    return layered.svg(f"What {service.title} rests on and what rests on it", boxes, edges)


def _columns(start: Record, step: Step) -> tuple[list[Record], list[Record]]:
    first = {one.name: one for one in step(start) if one.name != start.name}
    second = {
        one.name: one
        for near in first.values()
        for one in step(near)
        if one.name not in first and one.name != start.name
    }
    return list(first.values()), list(second.values())


def _boxes(view: View, column: Sequence[Record], here: Record, key: str) -> list[Box]:
    boxes = [_box(view, one, here) for one in column[:MAX_COLUMN]]
    if len(column) > MAX_COLUMN:
        boxes.append(
            Box(
                f"more-{key}", f"and {len(column) - MAX_COLUMN} more", "in the table below", classes=("more",)
            )
        )
    return boxes


def _box(view: View, one: Record, here: Record) -> Box:
    ref = view.ref(one)
    classes = (
        one.phase,
        *(("here",) if one is here else ()),
        *((one.status,) if one.status == "retiring" else ()),
    )
    note = words(one.status or "") if one.status != "live" else words(one.data.get("criticality", ""))
    return Box(one.name, one.title, note, None if one is here else ref.href, classes)


def _edge(found: Dependency) -> Edge:
    return Edge(found.service.name, found.on.name, found.words, (found.mode,))
