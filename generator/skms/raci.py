"""RACI cells as people write them, read into letters (domain specification 4.35)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from skms.findings import Route
from skms.fit import Record
from skms.model import Model

ORDER = ("A", "R", "S", "C", "I", "V", "Si")
SUBJECTS = ("process", "service", "contract", "initiative")
"""Kinds that a matrix may be for."""
TAXONOMIES = {"raci": "ARCI", "rasci": "ARSCI", "raci-vs": ("A", "R", "C", "I", "V", "Si")}
MEANING = {
    "A": "Accountable", "R": "Responsible", "S": "Supports", "C": "Consulted",
    "I": "Informed", "V": "Verifies", "Si": "Signs off",
}  # fmt: skip

STANDING = (
    "own-service", "approve-changes", "handle-major-incidents", "own-agreement", "own-data", "own-security-risk",
    "own-continuity", "own-cost", "own-supplier-relation", "retire-service",
)  # fmt: skip
"""The ten standing accountabilities: rows that the matrix of every important service has."""

_SPLIT = re.compile(r"[/,;+&\s]+")
_WORDS = {
    "accountable": "A", "responsible": "R", "support": "S", "supports": "S", "consulted": "C", "informed": "I",
    "verifies": "V", "signs-off": "Si", "si": "Si", "a": "A", "r": "R", "s": "S", "c": "C", "i": "I", "v": "V",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a matrix. `cells` maps actors as written to their letters, in normal order; blanks are left out."""

    activity: str
    title: str | None
    route: Route
    cells: Mapping[str, tuple[str, ...]]
    unread: Mapping[str, str]
    """Cells that cannot be read as letters, as written."""


@cache
def letters(cell: str | None) -> tuple[str, ...] | None:
    """Read a cell: its letters in normal order, `()` for blank, None where it cannot be read.

    >>> letters("R, A"), letters("Consulted / informed"), letters("-"), letters("X")
    (('A', 'R'), ('C', 'I'), (), None)
    """
    text = (cell or "").strip().lower().replace("signs off", "signs-off")
    if text in ("", "-"):
        return ()
    found = {_WORDS.get(word) for word in _SPLIT.split(text) if word}
    if None in found:
        return None
    return tuple(letter for letter in ORDER if letter in found)


def normal(cell: str | None) -> str | None:
    """The normal form of a cell: `A/R`; None where it cannot be read."""
    read = letters(cell)
    return None if read is None else "/".join(read)


def taxonomy(record: Record) -> tuple[str, ...]:
    """The letters that a matrix may use."""
    return tuple(TAXONOMIES[record.data.get("taxonomy", "raci")])


def rows(record: Record) -> tuple[Row, ...]:
    """The rows of a matrix."""
    return tuple(_row(index, row) for index, row in enumerate(record.data.get("rows", ())))


def accountable(row: Row) -> tuple[str, ...]:
    """The actors of a row with an A, as written; sound is exactly one."""
    return tuple(actor for actor, found in row.cells.items() if "A" in found)


def all_rows(model: Model) -> tuple[tuple[Record, tuple[Row, ...]], ...]:
    """Every matrix that is not over, by id, with its rows."""
    return model.once(_all_rows)


def subject(model: Model, matrix: Record) -> Record | None:
    """What a matrix is for; None where that is missing or broken."""
    links = model.links(matrix.name)
    return next((model.get(link.target) for link in links if link.route == ("for",)), None)


def actors(model: Model, matrix: Record, row: Row) -> tuple[tuple[str, Record], ...]:
    """The actors of a row as `(text, record)`, in the order of its cells; missing and broken ones are left out."""
    return model.once(_actors).get((matrix.name, int(row.route[1])), ())


def unsure(model: Model) -> frozenset[str | None]:
    """Subjects of matrices in which something is broken, and reported there; None where that may be any subject.

    What no row says may stand in the broken one, so rules that miss something are silent about these.
    """
    return model.once(_unsure)


def _unsure(model: Model) -> frozenset[str | None]:
    found: set[str | None] = set()
    for matrix in model.records.values():
        if matrix.kind == "raci" and (not matrix.valid or _stumbles(model, matrix)):
            text = matrix.data.get("for")
            found.add(model.resolve(text, SUBJECTS) if isinstance(text, str) else None)
    return frozenset(found)


def _stumbles(model: Model, matrix: Record) -> bool:
    """Whether a matrix names an activity or actor that does not exist, a row twice, or letters nobody can read."""
    about, found = subject(model, matrix), rows(matrix)
    named = [row.activity for row in found]
    known = (
        {one["id"] for one in about.data.get("activities", ())} if about and about.kind == "process" else None
    )
    return (
        any(link.target is None for link in model.links(matrix.name))
        or len(set(named)) < len(named)
        or any(row.unread for row in found)
        or (known is not None and not known.issuperset(named))
    )


def _actors(model: Model) -> Mapping[tuple[str, int], tuple[tuple[str, Record], ...]]:
    found: dict[tuple[str, int], list[tuple[str, Record]]] = {}
    for matrix in model.of("raci"):
        for link in model.links(matrix.name):
            if link.on_key and link.route[2:3] == ("assign",) and (actor := model.get(link.target)):
                found.setdefault((matrix.name, int(link.route[1])), []).append((link.text, actor))
    return {key: tuple(named) for key, named in found.items()}


def _all_rows(model: Model) -> tuple[tuple[Record, tuple[Row, ...]], ...]:
    return tuple((matrix, rows(matrix)) for matrix in model.of("raci") if matrix.phase != "ended")


def _row(index: int, data: Mapping[str, Any]) -> Row:
    read = {actor: (cell, letters(cell)) for actor, cell in data.get("assign", {}).items()}
    cells = {actor: found for actor, (_, found) in read.items() if found}
    unread = {actor: str(cell) for actor, (cell, found) in read.items() if found is None}
    return Row(str(data["activity"]), data.get("title"), ("rows", index), cells, unread)
