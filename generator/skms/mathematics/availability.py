"""Availability of what rests on other things (domain specification 5.1): the product and the additive bound.

The *product* is what may be expected, the *bound* what floors per period guarantee whenever the outages fall. All
figures are percentages as `Decimal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from skms.mathematics.decimals import HUNDRED, PRECISE

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Promise:
    """What one thing promises; no percentage where nothing is known."""

    name: str
    percent: Decimal | None
    floor: Decimal | None = None
    """Guaranteed percentage of the time that counts; the same as `percent` where none is given."""
    unknown: tuple[str, ...] = ()
    """What it rests on itself without anything being known about it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is needed, or a group of which some are: `need` of the promises have to be there."""

    promises: tuple[Promise, ...]
    need: int = 1
    weight: Decimal = ONE
    """Share of the service that is lost without it: 1, less where the service is only degraded."""
    common_cause: Decimal = ZERO
    """Percentage of outages that take all members of the group at once."""
    manual: bool = False
    """A person has to switch over, so every member counts as needed."""

    @property
    def needed(self) -> int:
        """How many members have to be there."""
        return len(self.promises) if self.manual else self.need

    @property
    def unknown(self) -> tuple[str, ...]:
        """Members that promise nothing, and what the others rest on without anything being known about it."""
        return tuple(
            name for one in self.promises for name in ((one.name,) if one.percent is None else one.unknown)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What one part contributes: a line of the proof."""

    part: Part
    product: Decimal
    bound: Decimal


@dataclass(frozen=True, slots=True)
class Composition:
    """Upper limit of what may be promised, line by line."""

    product: Decimal
    bound: Decimal
    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    """Left out as if they never failed; with any of these both figures are only upper limits."""


def compose(parts: Iterable[Part]) -> Composition:
    """Product and bound of things that are all needed; 100 % for nothing at all.

    ValueError where a group needs none or more members than it has.
    """
    with localcontext(PRECISE):
        lines = tuple(Line(part, product(part), HUNDRED - loss(part)) for part in parts)
        return Composition(
            series(line.product for line in lines),
            max(ZERO, HUNDRED - sum((HUNDRED - line.bound for line in lines), ZERO)),
            lines,
            tuple(name for line in lines for name in line.part.unknown),
        )


def product(part: Part) -> Decimal:
    """Expected availability of one part, in percent; an unknown member counts as never failing."""
    with localcontext(PRECISE):
        known = [HUNDRED if one.percent is None else one.percent for one in part.promises]
        found = k_of_n(part.needed, known)
        if part.common_cause and not part.manual:
            found = with_common_cause(found, known, part.common_cause)
        return degraded(found, part.weight)


def loss(part: Part) -> Decimal:
    """Percentage points that one part may lose although every floor is kept."""
    with localcontext(PRECISE):
        floors = [one.percent if one.floor is None else one.floor for one in part.promises]
        lost = [ZERO if floor is None else HUNDRED - floor for floor in floors]
        return part.weight * group_loss(part.needed, lost)


def series(percents: Iterable[Decimal]) -> Decimal:
    """Availability of things that are all needed.

    >>> series(map(Decimal, ("99.9", "99.95", "99.5")))
    Decimal('99.35079975')
    """
    with localcontext(PRECISE):
        found = HUNDRED
        for percent in percents:
            found = found * percent / HUNDRED
        return found.normalize() + ZERO


def k_of_n(need: int, percents: Sequence[Decimal]) -> Decimal:
    """Availability of a group of independent members, equal or not, of which `need` have to be there.

    Adds up the subsets with enough members by counting how many are up, one member after the other.

    >>> k_of_n(2, [Decimal(99)] * 3)
    Decimal('99.9702')
    """
    _check(need, len(percents))
    with localcontext(PRECISE):
        chance = [ONE]
        for percent in percents:
            up = percent / HUNDRED
            chance = [
                (chance[count] * (1 - up) if count < len(chance) else ZERO)
                + (chance[count - 1] * up if count else ZERO)
                for count in range(len(chance) + 1)
            ]
        return (sum(chance[need:], ZERO) * HUNDRED).normalize() + ZERO


def with_common_cause(independent: Decimal, percents: Sequence[Decimal], cause_percent: Decimal) -> Decimal:
    """Availability of a redundant group of which a percentage of the outages takes all members at once.

    >>> with_common_cause(Decimal("99.99"), [Decimal(99), Decimal(99)], Decimal(10))
    Decimal('99.891')
    """
    with localcontext(PRECISE):
        share = cause_percent / HUNDRED
        down = (1 - share) * (HUNDRED - independent) + share * (HUNDRED - min(percents))
        return (HUNDRED - down).normalize() + ZERO


def degraded(percent: Decimal, weight: Decimal) -> Decimal:
    """Availability seen by a service of which only a share (0 to 1) is lost without the other."""
    with localcontext(PRECISE):
        return HUNDRED - weight * (HUNDRED - percent)


def group_loss(need: int, losses: Sequence[Decimal]) -> Decimal:
    """The most that a group can lose when each member loses no more than stated, in percentage points.

    >>> group_loss(2, [Decimal(1)] * 3)
    Decimal('1.5')
    """
    _check(need, len(losses))
    with localcontext(PRECISE):
        spare = len(losses) - need + 1
        ordered = sorted(losses, reverse=True)
        return min(sum(ordered[skip:], ZERO) / (spare - skip) for skip in range(spare))


def on_larger_calendar(percent: Decimal, common: int, agreed: int) -> Decimal:
    """Floor of a promise that holds in only `common` of the `agreed` minutes; nothing is known of the others."""
    with localcontext(PRECISE):
        return percent * common / agreed if agreed else percent


def _check(need: int, members: int) -> None:
    if not 1 <= need <= members:
        raise ValueError(f"{need} of {members} cannot be needed")
