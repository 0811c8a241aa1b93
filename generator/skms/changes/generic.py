"""Any difference in the words of the schemas: the fallback for what no aspect speaks for, and what aspects build on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.wording import LONG, label, several, subject, value
from skms.meaning import node

EDITORIAL = ("description", "body", "tags", "links", "external_ids", "custom")
"""Fields that explain or help to find, and promise nothing."""


def describe(found: Comparison, pair: Pair, differences: Iterable[Difference]) -> Iterator[Change]:
    """Each difference as one sentence."""
    for one in differences:
        before, after = (value(found, one.node, side, one.steps[-1]) for side in (one.before, one.after))
        where = place(found, pair, one)
        yield told(pair, level(one), f"{where}{says(found, pair, one)}", one, _short(before), _short(after))


def level(one: Difference) -> str:
    """Wording, order and what helps to find are editorial; everything else is notable."""
    order = one.items and not one.before and not one.after
    return "editorial" if one.pattern[0] in EDITORIAL or is_wording(one) or order else "notable"


def is_wording(one: Difference) -> bool:
    """Whether a text was there before and after, and is too long to quote or meant for reading."""
    sides = (one.before, one.after)
    if not all(isinstance(side, str) for side in sides):
        return False
    return "contentMediaType" in one.node or any(len(str(side)) > LONG for side in sides)


def place(found: Comparison, pair: Pair, one: Difference) -> str:
    """`Email, targets, availability: `"""
    entry, _ = label(found, pair, one)
    return ", ".join(filter(None, [subject(found, pair), entry])) + ": "


def says(found: Comparison, pair: Pair, one: Difference) -> str:
    """What a difference says, after the place."""
    entry, title = label(found, pair, one)
    field = f"“{title}”" if title else ""
    if one.items:
        return _items(found, one, field)
    if not field:  # a whole entry of a list
        there = _said(found, one, one.before if one.after is None else one.after)
        if entry.endswith(there.removeprefix(": ")):  # the place has said it
            there = ""
        return "this entry is gone." if one.after is None else f"this entry is new{there}."
    if is_wording(one):
        return f"the wording of {field} changes."
    if one.before is None:
        return f"{field} is new{_said(found, one, one.after)}."
    if one.after is None:
        return f"{field} is no longer stated{_said(found, one, one.before, 'it was')}."
    old, new = (value(found, one.node, side, one.steps[-1]) for side in (one.before, one.after))
    return f"{field} changes from {old} to {new}."


def _said(found: Comparison, one: Difference, what: Any, intro: str = "") -> str:
    text = value(found, one.node, what, one.steps[-1])
    if not text or len(text) > 2 * LONG:
        return ""
    return f": {intro} {text}" if intro else f": {text}"


def _items(found: Comparison, one: Difference, field: str) -> str:
    items = node(one.node, "*")
    lost, gained = (
        [_short(value(found, items, each)) or "a text" for each in side] for side in (one.before, one.after)
    )
    if gained and lost:
        return f"{field} has {several(gained)} instead of {several(lost)}."
    if gained:
        return f"{field} gains {several(gained)}."
    if lost:
        return f"{field} loses {several(lost)}."
    return f"the order of {field} changes."


def _short(text: str) -> str:
    return text if len(text) <= 2 * LONG else ""
