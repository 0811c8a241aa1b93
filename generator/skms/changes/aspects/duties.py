"""Roles, teams and suppliers that gain or lose several duties at once: what a change means for those who bear it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from skms import raci
from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair
from skms.changes.naming import name, upper
from skms.changes.wording import several
from skms.duties import OWNING
from skms.words import plural

TAKES: dict[str, tuple[tuple[str, ...], ...]] = {}
SEVERAL = 2
"""From how many moves on a summary says more than the sentences of the rows."""
DUTIES = {"A": "accountability", "R": "responsibility"}


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each actor with several duties more or less."""
    gained: dict[str, Counter[str]] = {}
    lost: dict[str, Counter[str]] = {}
    for pair in found.pairs:
        if any(side and not side.valid for side in (pair.before, pair.after)):
            continue  # what cannot be read has not been given away
        before, after = _duties(found, pair, 0), _duties(found, pair, 1)
        for side, counts in ((lost, before - after), (gained, after - before)):
            for (actor, word, _), count in counts.items():
                side.setdefault(actor, Counter())[word] += count
    for actor in sorted({*gained, *lost}):
        more, less = gained.get(actor, Counter()), lost.get(actor, Counter())
        record = found.after.get(actor) or found.look(actor)
        if record and max(more.total(), less.total()) >= SEVERAL:
            parts = [f"{word} {_counted(side)}" for word, side in (("gains", more), ("loses", less)) if side]
            path = record.path if found.after.get(actor) else ""
            yield Change("notable", "", actor, f"{upper(name(found, actor))} {several(parts)}.", file=path)


def _duties(found: Comparison, pair: Pair, side: int) -> Counter[tuple[str, str, str]]:
    """`(actor, duty, where)` of one side of a pair, while it is in force or planned."""
    record = (pair.before, pair.after)[side]
    model = (found.before, found.after)[side]
    if record is None or not record.valid or record.phase == "ended":
        return Counter()
    duties: Counter[tuple[str, str, str]] = Counter()
    owning = {(field,) for field in OWNING}
    for link in model.links(record.name):
        actor = found.renames.get(link.target or "", link.target) if side == 0 else link.target
        if actor and link.route in owning:
            duties[actor, "ownership", f"{pair.record.name} {link.route[0]}"] += 1
        elif actor and record.kind == "raci" and link.on_key and link.route[2:3] == ("assign",):
            row = record.data["rows"][link.route[1]]
            for letter in raci.letters(row["assign"][link.route[3]]) or ():
                if letter in DUTIES:
                    duties[actor, DUTIES[letter], f"{pair.record.name} {row['activity']}"] += 1
    return duties


def _counted(counts: Counter[str]) -> str:
    many = {
        "accountability": "accountabilities",
        "responsibility": "responsibilities",
        "ownership": "ownerships",
    }
    return several(plural(counts[word], word, many[word]) for word in many if counts[word])
