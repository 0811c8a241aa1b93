"""Exact numbers: from what a record says to `Decimal`, and from `Decimal` to what a page shows."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Literal

Number = int | float | str | Decimal
PRECISE = Context(prec=60)
"""Digits enough for the product of a dozen percentages to be exact; each calculation works inside it."""
HUNDRED = Decimal(100)

Direction = Literal["higher-better", "lower-better", "target-is-best"]


def exact(value: Number) -> Decimal:
    """A number of a record as a decimal: the digits that were written, not their binary neighbour.

    >>> exact(99.95)
    Decimal('99.95')
    """
    return value if isinstance(value, Decimal) else Decimal(str(value))


def shown(value: Decimal, decimals: int = 2, direction: Direction = "higher-better") -> str:
    """A measured figure cut towards failure, so that a page never shows more than was achieved (5.5).

    >>> shown(Decimal("99.895")), shown(Decimal("4.001"), 1, "lower-better")
    ('99.89', '4.1')
    """
    rounding = {"higher-better": ROUND_FLOOR, "lower-better": ROUND_CEILING, "target-is-best": ROUND_HALF_UP}
    return f"{value.quantize(Decimal(1).scaleb(-decimals), rounding[direction], PRECISE):,f}"


def rounded(value: Decimal, decimals: int = 2) -> Decimal:
    """A computed figure (money, burn, a mean) to the nearest, halves away from zero.

    >>> rounded(Decimal("32215.165"))
    Decimal('32215.17')
    """
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, PRECISE)
