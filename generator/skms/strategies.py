"""Means of a strategy: the money granted and the people there (domain specification 4.23)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from skms.fit import Record
from skms.mathematics.decimals import exact
from skms.model import Model
from skms.roles import holders

GRANTED = frozenset({"approved", "released"})


def funded(strategy: Record) -> Mapping[tuple[str, str], Decimal]:
    """Approved and released money by year and currency."""
    found: dict[tuple[str, str], Decimal] = {}
    for entry in strategy.data.get("funding", ()):
        if entry["status"] in GRANTED:
            key = entry["year"], entry["amount"]["currency"]
            found[key] = found.get(key, Decimal(0)) + exact(entry["amount"]["amount"])
    return found


def filled_fte(model: Model, role: Record) -> Decimal:
    """Posts that the present main holders give to a role; without `fte` its `time_commitment`, or a whole one."""
    usual = role.data.get("time_commitment", 1)
    found = (one for one in holders(model, role) if not one.deputy)
    return sum((exact(one.fte if one.fte is not None else usual) for one in found), Decimal(0))
