"""The gap between what roles require and what people can do and do (domain specification 5.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from skms.mathematics.decimals import HUNDRED, PRECISE

SELF_ASSESSED = 1
"""Nobody attests more to oneself."""
CRITICALITY = {"tier-1": 4, "tier-2": 3, "tier-3": 2, "tier-4": 1}


@dataclass(frozen=True, slots=True)
class Attestation:
    """One record of a person's competence. That it has expired is reported elsewhere and changes nothing here."""

    competency: str
    level: int
    on: date
    self_assessed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """What one person lacks of one competency."""

    competency: str
    required: int
    attested: int

    @property
    def missing(self) -> int:
        """Levels to be gained."""
        return max(0, self.required - self.attested)


def required(profiles: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Highest level of each competency over the profiles of all roles held and of all activities done in them."""
    found: dict[str, int] = {}
    for profile in profiles:
        for competency, level in profile.items():
            found[competency] = max(level, found.get(competency, 0))
    return dict(sorted(found.items()))


def attested(records: Iterable[Attestation]) -> dict[str, int]:
    """Level of each competency by its latest record, of two on one day the higher; self-assessment counts 1 at most."""
    latest: dict[str, tuple[date, int]] = {}
    for one in records:
        counted = min(one.level, SELF_ASSESSED) if one.self_assessed else one.level
        latest[one.competency] = max(latest.get(one.competency, (date.min, 0)), (one.on, counted))
    return {competency: level for competency, (_, level) in sorted(latest.items())}


def gaps(wanted: Mapping[str, int], there: Mapping[str, int]) -> tuple[Gap, ...]:
    """Each required competency with what is attested of it, in the order of the requirements."""
    return tuple(Gap(competency, level, there.get(competency, 0)) for competency, level in wanted.items())


def coverage(found: Iterable[Gap]) -> Decimal | None:
    """Percentage of the required levels that is there; None where nothing is required."""
    all_gaps = tuple(found)
    wanted = sum(one.required for one in all_gaps)
    with localcontext(PRECISE):
        return HUNDRED * sum(min(one.attested, one.required) for one in all_gaps) / wanted if wanted else None


def expected_practice(letters: Iterable[str]) -> int:
    """Level of practice that letters of a matrix ask for: alone for R and A, with help for the others."""
    return 2 if {"R", "A"} & set(letters) else 1


def practice_gap(expected: int, observed: int) -> int:
    """Levels missing of what was observed: 0 not seen, 1 with help, 2 alone, 3 leads."""
    return max(0, expected - observed)


def priority(missing: int, tiers: Iterable[str], *, accountable: bool) -> int:
    """Weight of a gap: times the highest criticality of the services it reaches, twice if accountable.

    >>> priority(2, ["tier-3", "tier-1"], accountable=True)
    16
    """
    highest = max((CRITICALITY.get(tier, 1) for tier in tiers), default=1)
    return missing * highest * (2 if accountable else 1)
