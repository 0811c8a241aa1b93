"""Any difference in the words of the schemas: the fallback for what no aspect speaks for, and what aspects build on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.naming import LONG, subject
from skms.changes.places import Place, place
from skms.changes.wording import change, details, several, value
from skms.meaning import node


def describe(found: Comparison, pair: Pair, differences: Iterable[Difference]) -> Iterator[Change]:
    """Each difference as one sentence; entries that come or go together share one."""
    for _, group in groupby(differences, _together):
        one, *others = list(group)
        sentence = f"{where(found, pair, one)}{_says(found, pair, [one, *others])}"
        before, after = ("", "") if others else map(_short, sides(found, pair, one))
        yield told(pair, level(one, *others), sentence, one, before, after)


def _together(one: Difference) -> tuple[object, ...]:
    if not is_entry(one) or (one.before is not None and one.after is not None):
        return (id(one),)
    return one.steps[:-1], one.after is None


def is_entry(one: Difference) -> bool:
    """Whether a difference is about a whole entry of a list, or the value of a key."""
    return one.pattern[-1] == "*" and not one.items


def level(*differences: Difference) -> str:
    """What does not count is editorial; everything else is notable."""
    return "editorial" if all(one.editorial for one in differences) else "notable"


def is_wording(one: Difference) -> bool:
    """Whether a text was there before and after, and is too long to quote or meant for reading."""
    both = (one.before, one.after)
    if not all(isinstance(side, str) for side in both):
        return False
    return "contentMediaType" in one.node or any(len(str(side)) > LONG for side in both)


def where(found: Comparison, pair: Pair, one: Difference) -> str:
    """`Email (targets, availability): `"""
    above = ", ".join(place(found, pair, one).above)
    return f"{subject(found, pair)} ({above}): " if above else f"{subject(found, pair)}: "


def sides(found: Comparison, pair: Pair, one: Difference) -> tuple[str, str]:
    """Both values in words."""
    old, new = (value(found, pair.record, one.node, side, one.steps[-1]) for side in (one.before, one.after))
    return old, new


def says(found: Comparison, pair: Pair, one: Difference) -> str:
    """What a difference says, after the place."""
    return _says(found, pair, [one])


def _says(found: Comparison, pair: Pair, group: list[Difference]) -> str:
    one = group[0]
    at = place(found, pair, one)
    field = f"“{at.field}”"
    if one.items:
        return _items(found, pair, one, field)
    if is_entry(one) and (one.before is None or one.after is None):
        return _entries(found, pair, group, at)
    if is_entry(one):
        field = f"{field} for {at.entry}"
    if is_wording(one):
        return f"the wording of {field} changes."
    if one.before is None:
        return f"{field} is new{_said(found, pair, one, one.after, ': ')}."
    if one.after is None:
        return f"{field} is no longer stated{_said(found, pair, one, one.before, '; it was ')}."
    return (
        f"{field} changes from {change(found, pair.record, one.node, one.before, one.after, one.steps[-1])}."
    )


def _entries(found: Comparison, pair: Pair, group: list[Difference], at: Place) -> str:
    one = group[0]
    verb, what = ("loses", one.before) if one.after is None else ("gains", one.after)
    names = [place(found, pair, each).entry for each in group]
    more = ""
    if len(group) == 1 and one.after is not None:
        more = _more(found, pair, one, what, at.entry)
    return f"“{at.field}” {verb} {several(names)}{more}."


def _more(found: Comparison, pair: Pair, one: Difference, what: Any, entry: str) -> str:
    """What a new entry says besides its name."""
    if not isinstance(what, dict):
        text = _short(value(found, pair.record, one.node, what, one.steps[-1]))
        return f": {text}" if text else ""
    if entry.startswith("“"):
        return ""
    said = details(found, pair.record, one.node, what, {one.steps[-1], *one.steps[-1].split(", ")})
    return f" ({said})" if said else ""


def _said(found: Comparison, pair: Pair, one: Difference, what: Any, intro: str) -> str:
    text = _short(value(found, pair.record, one.node, what, one.steps[-1]))
    return f"{intro}{text}" if text else ""


def _items(found: Comparison, pair: Pair, one: Difference, field: str) -> str:
    items = node(one.node, "*")
    lost, gained = (
        [_short(value(found, pair.record, items, each)) or "a text" for each in side]
        for side in (one.before, one.after)
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
