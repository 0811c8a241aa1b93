"""How much of the work of the matrices falls to each actor (domain specification 5.10)."""

from __future__ import annotations

from collections.abc import Mapping

from skms.duties import Duty, duties
from skms.fit import Record
from skms.model import Model
from skms.raci import all_rows

WEIGHTS = {"A": 3.0, "R": 4.0, "S": 2.0, "C": 1.0, "I": 0.25}
FREQUENCIES = {"yearly": 1, "quarterly": 2, "monthly": 3, "weekly": 4, "daily": 5}


def index(model: Model, actor: Record) -> float:
    """Weight of an actor's letters in live matrices, each times how often its activity happens."""
    return sum(_weight(duty) * _often(model, duty) for duty in duties(model, actor) if duty.matrix.live)


def indexes(model: Model) -> Mapping[str, float]:
    """The index of every live role that has letters, by name."""
    return model.once(_indexes)


def share(model: Model, role: Record) -> tuple[int, int]:
    """In how many rows of live matrices a role has the A, and how many rows there are."""
    held = sum("A" in duty.letters for duty in duties(model, role) if duty.matrix.live)
    return held, model.once(_live_rows)


def _indexes(model: Model) -> Mapping[str, float]:
    found = ((role.name, index(model, role)) for role in model.of("role") if role.live)
    return {name: value for name, value in found if value}


def _live_rows(model: Model) -> int:
    return sum(len(rows) for matrix, rows in all_rows(model) if matrix.live)


def _weight(duty: Duty) -> float:
    return sum(WEIGHTS.get(letter, 0.0) for letter in duty.letters)


def _often(model: Model, duty: Duty) -> int:
    return (
        FREQUENCIES.get(model.once(_frequencies).get((duty.subject.name, duty.row.activity), ""), 1)
        if duty.subject
        else 1
    )


def _frequencies(model: Model) -> Mapping[tuple[str, str], str]:
    return {
        (process.name, one["id"]): one["frequency"]
        for process in model.of("process")
        for one in process.data.get("activities", ())
        if "frequency" in one
    }
