"""Who owns what, and who holds which role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.generic import describe, sides
from skms.changes.naming import name, subject, upper
from skms.codes import within
from skms.dates import long_date, parse_date
from skms.duties import OWNING
from skms.roles import vacant

TAKES = {
    "*": (*((field,) for field in OWNING), ("head",), ("chair",), ("approver",)),
    "role": (("holders",),),
}
OWNERSHIP = {"owner": "ownership"}


def changes(found: Comparison) -> Iterator[Change]:
    """Each answerable role that is another one, and each holder who comes or goes."""
    for pair in found.of():
        for (field,) in TAKES["*"]:
            one = pair.at(field)
            if one:
                yield _answers(found, pair, one)
        if pair.record.kind == "role":
            yield from _holders(found, pair)


def _answers(found: Comparison, pair: Pair, one: Difference) -> Change:
    word = within(one.steps[-1])
    old, new = sides(found, pair, one)
    of = subject(found, pair)
    if one.before is None:
        return told(pair, "notable", f"{new} is now {word} of {of}.", one, "", new)
    if one.after is None:
        return told(pair, "breaking", f"{of} has no {word} any more; it was {old}.", one, old)
    sentence = f"{upper(OWNERSHIP.get(word, word))} of {of} moves from {old} to {new}."
    return told(pair, "notable", sentence, one, old, new)


def _holders(found: Comparison, pair: Pair) -> Iterator[Change]:
    there = pair.under("holders")
    if not there:
        return
    role = subject(found, pair)
    for one in there:
        if one.pattern == ("holders", "*"):
            yield told(pair, "notable", _comes_or_goes(found, role, one.before, one.after), one)
        elif one.pattern == ("holders", "*", "to"):
            yield _end(found, pair, role, one)
        else:
            yield from describe(found, pair, (one,))
    if (
        pair.before
        and pair.after
        and vacant(found.after, pair.after)
        and not vacant(found.before, pair.before)
    ):
        yield told(pair, "breaking", f"Nobody holds {role} any more: the role is vacant.", there[0])


def _comes_or_goes(
    found: Comparison, role: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> str:
    entry = after or before or {}
    who = name(found, entry.get("person"))
    part = " as deputy" if entry.get("deputy") else ""
    scope = f" for {name(found, entry['scope'])}" if entry.get("scope") else ""
    if after is None:
        return f"{who} no longer holds {role}{part}{scope}."
    start = parse_date(entry.get("from"))
    return f"{who} holds {role}{part}{scope}{f' from {long_date(start)}' if start else ''}."


def _end(found: Comparison, pair: Pair, role: str, one: Difference) -> Change:
    entry = pair.data[1]["holders"][one.new_route[1]]
    who = name(found, entry.get("person"))
    old, new = sides(found, pair, one)
    says = f"holds {role} until {new}" if new else f"holds {role} without an end; it was to be until {old}"
    return told(pair, "notable", f"{who} {says}.", one, old, new)
