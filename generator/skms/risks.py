"""Risks with their scores and levels, by subject and in the cells of the heat map (domain specification 4.20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skms.fit import Record
from skms.model import Model

LEVELS = (("low", 5), ("medium", 12), ("high", 25))
"""Words for a risk score, with the highest score of each."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with its scores."""

    record: Record
    inherent: int
    residual: int
    appetite: int

    @property
    def level(self) -> str:
        """`low`, `medium` or `high`, by the residual score."""
        return level(self.residual)

    @property
    def above_appetite(self) -> bool:
        """Whether it is higher than what is accepted."""
        return self.residual > self.appetite


def level(score: int) -> str:
    """The word for a risk score.

    >>> level(5), level(6), level(13)
    ('low', 'medium', 'high')
    """
    return next(word for word, most in LEVELS if score <= most or most == 25)


def score(marks: Mapping[str, int]) -> int:
    """Likelihood times impact.

    >>> score({"likelihood": 3, "impact": 4})
    12
    """
    return marks["likelihood"] * marks["impact"]


def risk(record: Record) -> Risk:
    """A risk record with its scores."""
    data = record.data
    return Risk(record, score(data["inherent"]), score(data["residual"]), data["appetite"])


def risks(model: Model) -> tuple[Risk, ...]:
    """Every live risk, highest residual score first."""
    found = (risk(record) for record in model.of("risk") if record.live)
    return tuple(sorted(found, key=lambda one: (-one.residual, -one.inherent, one.record.id)))


def risks_of(model: Model, record: Record) -> tuple[Risk, ...]:
    """Live risks that name a record among their subjects, highest first."""
    return model.once(_by_subject).get(record.name, ())


def heat_map(model: Model, which: str = "residual") -> Mapping[tuple[int, int], tuple[Risk, ...]]:
    """Live risks by `(likelihood, impact)`, inherent or residual; empty cells are left out."""
    found: dict[tuple[int, int], list[Risk]] = {}
    for one in risks(model):
        marks = one.record.data[which]
        found.setdefault((marks["likelihood"], marks["impact"]), []).append(one)
    return {cell: tuple(group) for cell, group in found.items()}


def _by_subject(model: Model) -> dict[str, tuple[Risk, ...]]:
    found: dict[str, list[Risk]] = {}
    for one in risks(model):
        names = {link.target for link in model.links(one.record.name) if link.route[0] == "subjects"}
        for name in sorted(filter(None, names)):
            found.setdefault(name, []).append(one)
    return {name: tuple(group) for name, group in found.items()}
