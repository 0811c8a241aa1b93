"""What each actor is accountable, responsible, consulted and informed for: the matrices read from the actor's side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skms.findings import Related
from skms.fit import Record
from skms.model import Model, related
from skms.raci import ORDER, Row, all_rows

ACTORS = ("role", "team", "supplier", "customer", "forum")
SUBJECTS = ("process", "service", "contract", "initiative")
OWNING = ("owner", "technical_owner", "business_owner", "manager")
"""Fields that make a role answerable for a record, strongest first."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One cell of a matrix, seen from its actor."""

    matrix: Record
    subject: Record | None
    """What the matrix is for."""
    row: Row
    title: str
    """Of the activity."""
    letters: tuple[str, ...]


def duties(model: Model, actor: Record) -> tuple[Duty, ...]:
    """Cells of live and planned matrices that name an actor (role, team or supplier), by letter, matrix and row."""
    return model.once(_by_actor).get(actor.name, ())


def by_letter(found: tuple[Duty, ...]) -> dict[str, tuple[Duty, ...]]:
    """Duties under each letter, in the order of the letters; a combined cell stands under both."""
    groups = {letter: tuple(duty for duty in found if letter in duty.letters) for letter in ORDER}
    return {letter: group for letter, group in groups.items() if group}


def owned(model: Model, role: Record) -> tuple[tuple[str, Record], ...]:
    """`(field, record)` for every record, not yet ended, that names the role as owner or manager."""
    found = []
    for link in model.backlinks(role.name):
        record = model.get(link.source)
        if record and record.phase != "ended" and len(link.route) == 1 and link.route[0] in OWNING:
            found.append((str(link.route[0]), record))
    return tuple(sorted(found, key=lambda pair: (OWNING.index(pair[0]), pair[1].kind, pair[1].title)))


def answers_for(model: Model, role: Record) -> tuple[Related, ...]:
    """What a live role answers for: it owns a live record, or has an A in a live matrix."""
    return tuple(_reasons(model, role)) if role.live else ()


def activity_titles(model: Model, subject: Record | None) -> Mapping[str, str]:
    """Titles of a process's activities by id; empty for other subjects."""
    activities = subject.data.get("activities", ()) if subject else ()
    return {str(activity["id"]): str(activity.get("title", activity["id"])) for activity in activities}


def matrices(model: Model, subject: Record) -> tuple[Record, ...]:
    """The matrices that are for a record, those that ended left out."""
    links = (link for link in model.backlinks(subject.name) if link.route == ("for",))
    found = (model.get(link.source) for link in links)
    return tuple(matrix for matrix in found if matrix and matrix.phase != "ended")


def _reasons(model: Model, role: Record) -> Iterator[Related]:
    for link in model.backlinks(role.name):
        record = model.get(link.source)
        if record and record.live and link.route == ("owner",):
            yield related(record, link.route, f"it owns {record.name}")
    for duty in duties(model, role):
        if "A" in duty.letters and duty.matrix.live:
            yield related(
                duty.matrix, duty.row.route, f"it is accountable for {duty.title!r} in {duty.matrix.name}"
            )


def _by_actor(model: Model) -> dict[str, tuple[Duty, ...]]:
    found: dict[str, list[Duty]] = {}
    for matrix, rows in all_rows(model):
        subject = model.look(matrix.data["for"], *SUBJECTS)
        titles = activity_titles(model, subject)
        for row in rows:
            title = row.title or titles.get(row.activity, row.activity)
            for actor, letters in row.cells.items():
                name = model.resolve(actor, ACTORS)
                if name:
                    found.setdefault(name, []).append(Duty(matrix, subject, row, title, letters))
    return {name: tuple(sorted(group, key=_order)) for name, group in found.items()}


def _order(duty: Duty) -> tuple[int, str, int]:
    return ORDER.index(duty.letters[0]), duty.matrix.title, int(duty.row.route[1])
