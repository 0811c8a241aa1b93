"""The index of RACI matrices: every matrix, rows with something missing, and how the letters spread over actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from skms import raci
from skms.duties import ACTORS, SUBJECTS, activity_titles
from skms.fit import Record
from skms.model import Model
from skms.pages._filters import words
from skms.pages._listing import listing
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View
from skms.pages.page import Leaf, Page, Section, Site
from skms.roles import vacant


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the index."""
    many = model.kinds["raci"].many
    yield Leaf("matrices/", many, ("Responsibilities", many), "raci", "matrices")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the index."""
    view, call = View(model, site, leaf.path), caller(site, "matrices")
    found = records(model, "raci")
    table = listing(view, model.kinds["raci"], found, COLUMNS, {"taxonomy": "Letters"})
    letters = [letter for letter in raci.ORDER if any(letter in raci.taxonomy(record) for record in found)]
    sections = [
        Section("all", "All matrices", caller(site, "lists")("table", table)),
        Section("gaps", "Rows with something missing", call("gaps", _gaps(view, found))),
        Section("uncovered", "Without a matrix", call("uncovered", _uncovered(view, found))),
        Section("load", "Who carries how much", call("load", _load(view, found), letters)),
    ]
    summary = "Who answers, does, helps, is asked and is told, for every process and many services."
    return overview(view, leaf, summary, sections)


def _subject(view: View, record: Record) -> Ref | str:
    """Return what a matrix is for."""
    subject = view.model.look(record.data["for"], *SUBJECTS)
    return view.ref(subject) if subject else record.data["for"]


def _sort(view: View, record: Record) -> str:
    """Return the kind of what a matrix is for."""
    subject = view.model.look(record.data["for"], *SUBJECTS)
    return view.model.kinds[subject.kind].one if subject else ""


COLUMNS = (
    ("For", _subject),
    ("What that is", _sort),
    ("Version", lambda _, record: str(record.data.get("version", ""))),
    ("Rows", lambda _, record: len(raci.rows(record))),
    ("Actors", lambda _, record: len({actor for row in raci.rows(record) for actor in row.cells})),
)


def _gaps(view: View, found: tuple[Record, ...]) -> list[tuple[Ref, Ref, str]]:
    """Return the rows of matrices in force that lack an A or an R, or whose A nobody holds: matrix, row, what."""
    gaps: list[tuple[Ref, Ref, str]] = []
    for record in found:
        if not record.live:
            continue
        titles = activity_titles(view.model, view.model.look(record.data["for"], *SUBJECTS))
        for row in raci.rows(record):
            ref = view.ref(record, part=row.activity)
            title = row.title or titles.get(row.activity) or words(row.activity)
            gaps.extend((view.ref(record), Ref(title, ref.href), what) for what in _missing(view, row))
    return gaps


def _missing(view: View, row: raci.Row) -> Iterator[str]:
    """Yield what a row lacks."""
    letters = {letter for cell in row.cells.values() for letter in cell}
    if "A" not in letters:
        yield "Nobody is accountable"
    if "R" not in letters:
        yield "Nobody is responsible"
    for actor, cell in row.cells.items():
        role = view.model.look(actor, *ACTORS)
        if "A" in cell and role and role.kind == "role" and vacant(view.model, role):
            yield f"{role.title}, who is accountable, is vacant"


def _uncovered(view: View, found: tuple[Record, ...]) -> list[Ref]:
    """Return the processes in force that no matrix in force is for."""
    covered = {view.model.resolve(record.data["for"], SUBJECTS) for record in found if record.live}
    return [view.ref(one) for one in records(view.model, "process") if one.live and one.name not in covered]


def _load(view: View, found: tuple[Record, ...]) -> list[tuple[Ref, str, Counter[str]]]:
    """Return how often each actor has each letter in the matrices in force, most first."""
    counted: dict[str, Counter[str]] = {}
    for record in found:
        for row in raci.rows(record) if record.live else ():
            for actor, cell in row.cells.items():
                if name := view.model.resolve(actor, ACTORS):
                    counted.setdefault(name, Counter()).update(cell)
    rows = [(one, count) for name, count in counted.items() if (one := view.model.get(name))]
    rows.sort(key=lambda row: (-row[1]["A"], -row[1]["R"], -row[1].total(), row[0].title))
    return [(view.ref(record), view.model.kinds[record.kind].one, count) for record, count in rows]
