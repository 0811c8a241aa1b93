"""Facts in the form in which record templates show them: matrices, duties, request types, dependencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from skms import duties, raci, roles
from skms.coverage import Evidence
from skms.dependencies import Dependency, dependants, dependencies
from skms.due import Due, due
from skms.fit import Record
from skms.pages._filters import words
from skms.pages._views import DutyRow, Ref, View, path_of, visible

SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Actor:
    """A column of a matrix."""

    ref: Ref
    kind: str
    vacant: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix; `cells` stand in the order of the actors, `gap` says what is wrong with it."""

    title: str
    href: str | None
    anchor: str
    cells: tuple[tuple[str, ...], ...]
    gap: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A whole matrix as the component shows it."""

    caption: str
    actors: tuple[Actor, ...]
    rows: tuple[MatrixRow, ...]
    letters: tuple[str, ...]


def matrix(view: View, record: Record) -> Matrix:
    """A RACI matrix with its actors in the order of their weight in it (most A first, then R)."""
    model = view.model
    subject = model.look(record.data["for"], *duties.SUBJECTS)
    titles = duties.activity_titles(model, subject)
    found = raci.rows(record)
    names = list(dict.fromkeys(actor for row in found for actor in row.cells))
    weight = {
        name: [sum(letter in row.cells.get(name, ()) for row in found) for letter in raci.ORDER]
        for name in names
    }
    names.sort(key=lambda name: weight[name], reverse=True)
    is_process = subject is not None and subject.kind == "process"
    own_page = view.path == path_of(model, record)
    rows = tuple(
        MatrixRow(
            row.title or titles.get(row.activity, words(row.activity)),
            view.ref(subject, part=row.activity).href if is_process else None,
            row.activity if own_page else "",
            tuple(row.cells.get(name, ()) for name in names), _gap(row),
        ) for row in found
    )  # fmt: skip
    used = {letter for row in found for cell in row.cells.values() for letter in cell}
    caption = f"Who does what: {subject.title if subject else record.title}"
    return Matrix(
        caption, tuple(_actor(view, name) for name in names), rows, tuple(o for o in raci.ORDER if o in used)
    )


def _actor(view: View, name: str) -> Actor:
    record = view.model.look(name, *duties.ACTORS)
    vacant = bool(record and record.kind == "role" and roles.vacant(view.model, record))
    return Actor(view.ref(record, name), record.kind if record else "", vacant)


def _gap(row: raci.Row) -> str:
    letters = {letter for cell in row.cells.values() for letter in cell}
    missing = [
        word
        for letter, word in (("A", "Nobody is accountable"), ("R", "Nobody is responsible"))
        if letter not in letters
    ]
    return "; ".join(missing)


def duty_groups(view: View, actors: Sequence[Record]) -> list[tuple[str, str, list[DutyRow]]]:
    """`(letter, meaning, duties)` of one or several actors, strongest letter first."""
    model = view.model
    found = tuple(duty for actor in actors for duty in duties.duties(model, actor))
    return [
        (letter, raci.MEANING[letter], [_duty_row(view, duty) for duty in group])
        for letter, group in duties.by_letter(found).items()
    ]


def _duty_row(view: View, duty: duties.Duty) -> DutyRow:
    matrix_ref = view.ref(duty.matrix)
    href = f"{matrix_ref.href}#{duty.row.activity}" if matrix_ref.href else None
    return DutyRow(
        duty.letters, Ref(duty.title, href), view.ref(duty.subject) if duty.subject else matrix_ref
    )


def person_roles(view: View, person: Record) -> list[roles.Holding]:
    """The roles a person holds on the as-of date."""
    return [one for one in roles.held_by(view.model, person) if one.on(view.site.as_of)]


def soon(view: View, records: Sequence[Record]) -> list[Due]:
    """What is overdue or due within 90 days for some records, what was never done first."""
    limit = view.site.as_of + SOON
    found = [one for record in records for one in due(record) if one.day is None or one.day <= limit]
    return sorted(found, key=lambda one: (one.day or date.min, one.record.name))


def dependency_rows(view: View, service: Record) -> dict[str, list[tuple[Ref, str, str]]]:
    """`rests on` and `carries`: `(service, how, criticality)` for each neighbour, for the table beside the diagram."""

    def row(one: Record, found: Dependency) -> tuple[Ref, str, str]:
        return view.ref(one), found.words, str(one.data.get("criticality", ""))

    return {
        "Rests on": [row(found.on, found) for found in dependencies(view.model, service)],
        "Is needed by": [row(found.service, found) for found in dependants(view.model, service)],
    }


def evidence_refs(view: View, evidence: Sequence[Evidence]) -> list[Ref]:
    """The records behind a node, each once, with how they answer to it."""
    found: dict[str, Ref] = {}
    for one in evidence:
        if visible(view.model, one.record):
            how, name = _how(one)
            found.setdefault(one.record.name, view.ref(one.record, note=how, part=name))
    return list(found.values())


def _how(one: Evidence) -> tuple[str, str]:
    """How a record answers to a node, with its part by number as on its own page, and the id of that part."""
    part: Any = one.record.data
    for step in one.part:
        part = part[step]
    if len(one.part) < 2 or "id" not in part:
        return one.relation, ""
    return f"{one.relation}, {str(one.part[0]).removesuffix('s')} {int(one.part[1]) + 1}", str(part["id"])


def satisfied(view: View, record: Record) -> list[tuple[Ref, str, str]]:
    """`(framework node, label, relation)` for everything that a record and its parts answer to."""
    found: dict[str, tuple[Ref, str, str]] = {}
    for link in view.model.links(record.name):
        framework = view.model.get(link.target)
        if framework and link.fragment and link.field.pattern[-3:] == ("satisfies", "*", "node"):
            node = view.model.part(framework, link.fragment)
            label = str(node[1].get("title", "")) if node else ""
            holder: Any = record.data
            for step in link.route[:-1]:
                holder = holder[step]
            ref = view.ref(framework, part=link.fragment if node else "")
            text = Ref(f"{framework.title} {link.fragment}", ref.href, note=label)
            found.setdefault(link.text, (text, label, str(holder.get("relation", "implements"))))
    return list(found.values())


def referring(view: View, record: Record, kind: str, field: str) -> list[Ref]:
    """Records of a kind, not yet ended, that name this one in a field, by title."""
    model = view.model
    names = {link.source for link in model.backlinks(record.name) if link.route[0] == field}
    found = [one for name in names if (one := model.get(name)) and one.kind == kind and one.phase != "ended"]
    return [
        view.ref(one) for one in sorted(found, key=lambda one: (one.title, one.id)) if visible(model, one)
    ]


def named(view: View, record: Record, field: str) -> list[Ref]:
    """The records that a field of this one names, in its order."""
    found = (link for link in view.model.links(record.name) if link.route[0] == field)
    return [view.ref(view.model.get(link.target), link.text) for link in found]


def applies_to(view: View, record: Record) -> list[Ref]:
    """Whom a policy applies to."""
    return named(view, record, "applies_to")


def people(view: View, employer: Record) -> list[Ref]:
    """The people of a team or supplier who may be shown, by name."""
    return referring(view, employer, "person", employer.kind)


def team_roles(view: View, team: Record) -> list[Record]:
    """The roles of a team, by id."""
    model = view.model
    links = (link for link in model.backlinks(team.name) if link.route == ("team",))
    return [one for link in links if (one := model.get(link.source)) and one.kind == "role" and one.live]


def owned_by(view: View, found: Sequence[Record]) -> list[tuple[str, Record]]:
    """What several roles own, each record once."""
    pairs = {
        record.name: (field, record)
        for role in reversed(found)
        for field, record in duties.owned(view.model, role)
    }
    return [pairs[name] for name in sorted(pairs)]


def days_left(view: View, record: Record) -> int | None:
    """Days until the last end of an exception; negative once it is over."""
    ends = [one.day for one in due(record) if one.expires and one.day]
    return (max(ends) - view.site.as_of).days if ends else None
