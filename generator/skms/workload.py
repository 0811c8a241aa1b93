"""How much of the work of the matrices falls to each actor (domain specification 5.10)."""

from __future__ import annotations

from collections.abc import Mapping

from skms.duties import Duty, duties
from skms.fit import Record
from skms.mathematics.workload import weight
from skms.model import Model
from skms.raci import all_rows


def index(model: Model, actor: Record) -> float:
    """Weight of an actor's letters in live matrices, each times how often its activity happens."""
    return sum(weight(duty.letters, _often(model, duty)) for duty in duties(model, actor) if duty.matrix.live)


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


def _often(model: Model, duty: Duty) -> str | None:
    return model.once(_frequencies).get((duty.subject.name, duty.row.activity)) if duty.subject else None


def _frequencies(model: Model) -> Mapping[tuple[str, str], str]:
    return {
        (process.name, one["id"]): one["frequency"]
        for process in model.of("process")
        for one in process.data.get("activities", ())
        if "frequency" in one
    }
