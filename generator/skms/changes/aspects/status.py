"""Moves through the lifecycle: what comes into force, what ends and what then rests on nothing."""

from __future__ import annotations

from collections.abc import Iterator

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.naming import name, subject
from skms.changes.wording import several
from skms.codes import within
from skms.dependencies import dependants
from skms.fit import Record

TAKES = {"*": (("status",),), "service": (("successor",),), "policy": (("superseded_by",),)}
HEIRS = ("successor", "superseded_by")
MANY = 5
"""Services that a sentence names."""


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each record whose status moves, and for each that gets another successor."""
    for pair in found.of():
        move = pair.at("status")
        heir = next((one for field in HEIRS if (one := pair.at(field))), None)
        if move and pair.before and pair.after:
            before, after = (within(side or "no status") for side in (move.before, move.after))
            sentence = (
                f"{subject(found, pair)} moves from {before} to {after}{_tail(found, pair, pair.after)}."
            )
            yield told(pair, _level(pair.before, pair.after), sentence, move, before, after)
        elif heir:
            sides = [name(found, side) if side else "nothing" for side in (heir.before, heir.after)]
            sentence = (
                f"What takes the place of {subject(found, pair)} changes from {sides[0]} to {sides[1]}."
            )
            yield told(pair, "notable", sentence, heir, sides[0], sides[1])


def _level(before: Record, after: Record) -> str:
    return "breaking" if before.live and not after.live else "notable"


def _tail(found: Comparison, pair: Pair, record: Record) -> str:
    parts = []
    successor = next((record.data[field] for field in HEIRS if record.data.get(field)), None)
    heir = found.after.look(successor, record.kind)
    if heir:
        parts.append(f"{name(found, heir.name)} takes its place")
    if record.kind == "service" and (record.phase == "ended" or record.status == "retiring"):
        users = [one.service for one in dependants(found.after, record) if one.service.live]
        titles = list(dict.fromkeys(name(found, one.name) for one in users))
        if titles:
            parts.append(f"{several(titles, MANY)} still {'depends' if len(titles) == 1 else 'depend'} on it")
    return "".join(f"; {part}" for part in parts)
