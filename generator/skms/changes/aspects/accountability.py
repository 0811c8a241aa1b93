"""Who answers, does, is asked and is told: the letters of matrices, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from skms import raci
from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.generic import describe
from skms.changes.naming import name, subject, upper
from skms.changes.wording import several
from skms.duties import activity_titles

TAKES = {"raci": (("rows",),)}
DOES = {
    "A": "accountable for", "R": "responsible for", "S": "in support of", "C": "consulted about",
    "I": "informed about", "V": "to verify", "Si": "to sign off",
}  # fmt: skip
MOVES = {"A": "accountability", "R": "responsibility", "S": "support"}
NEEDED = ("A", "R")
"""Letters that somebody should have."""
Cells = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row, before and after."""

    title: str
    """`“Close the case” (Incident management)`"""
    before: Cells | None
    after: Cells | None
    at: Difference

    def holding(self, letter: str) -> tuple[list[str], list[str]]:
        """Actors with this letter before and after."""
        before, after = (
            [actor for actor, letters in (cells or {}).items() if letter in letters]
            for cells in (self.before, self.after)
        )
        return before, after


def changes(found: Comparison) -> Iterator[Change]:
    """What moves, is gained and is lost in each row."""
    for pair in found.of("raci"):
        for row in _rows(found, pair):
            if row.before is None or row.after is None:
                yield _whole(found, pair, row)
            else:
                yield from _moved(found, pair, row)
        yield from describe(found, pair, (one for one in pair.under("rows") if not _is_cell(one)))


def _is_cell(one: Difference) -> bool:
    """Whether a difference is of the letters, or of a whole row."""
    return one.pattern == ("rows", "*") or one.pattern[2:3] == ("assign",)


def _rows(found: Comparison, pair: Pair) -> Iterator[Row]:
    """Rows that are new, gone or have other letters."""
    seen: dict[str, Difference] = {}
    for one in pair.under("rows", "*"):
        if _is_cell(one):
            seen.setdefault(one.steps[1], one)
    if not seen:
        return
    titles = _titles(found, pair)
    sides = [{row["activity"]: row for row in data.get("rows", ())} for data in pair.data]
    for activity, one in seen.items():
        before, after = (side.get(activity) for side in sides)
        own = (after or before or {}).get("title")
        title = f"“{own or titles.get(activity, activity)}” ({subject(found, pair)})"
        yield Row(title, _cells(before), _cells(after), one)


def _titles(found: Comparison, pair: Pair) -> Mapping[str, str]:
    """Titles of the activities of what the matrix is for, former ones too."""
    result: dict[str, str] = {}
    for model, data in zip((found.before, found.after), pair.data, strict=True):
        result |= activity_titles(model, model.get(data.get("for")))
    return result


def _cells(row: dict[str, Any] | None) -> Cells | None:
    if row is None:
        return None
    return {actor: raci.letters(str(cell)) or () for actor, cell in row.get("assign", {}).items()}


def _whole(found: Comparison, pair: Pair, row: Row) -> Change:
    cells = row.after or row.before or {}
    who = {letter: [name(found, actor) for actor, own in cells.items() if letter in own] for letter in "AR"}
    words = {"A": "accountable", "R": "responsible"}
    if who["A"] == who["R"]:
        words = {"A": "accountable and responsible"}
    said = [f"{several(who[letter])} {_be(who[letter], row)} {word}"
            for letter, word in words.items() if who[letter]]  # fmt: skip
    if row.after is None:
        tail = f"; {several(said)}" if said else ""
        return told(
            pair, "breaking", f"Nobody answers any more for {row.title}: its row is gone{tail}.", row.at
        )
    return told(pair, "notable", f"{row.title} is new{': ' if said else ''}{several(said)}.", row.at)


def _be(actors: list[str], row: Row) -> str:
    return (
        ("was" if len(actors) == 1 else "were")
        if row.after is None
        else ("is" if len(actors) == 1 else "are")
    )


def _moved(found: Comparison, pair: Pair, row: Row) -> Iterator[Change]:
    spoken: set[tuple[str, str]] = set()
    for letter, word in MOVES.items():
        before, after = row.holding(letter)
        lost = [actor for actor in before if actor not in after]
        gained = [actor for actor in after if actor not in before]
        old, new = several(name(found, one) for one in lost), several(name(found, one) for one in gained)
        if len(lost) == len(gained) == 1:
            yield told(
                pair, "notable", f"{upper(word)} for {row.title} moves from {old} to {new}.", row.at, old, new
            )
        elif lost and not after and letter in NEEDED:
            sentence = f"Nobody is {DOES[letter]} {row.title} any more; it was {old}."
            yield told(pair, "breaking", sentence, row.at, old)
        else:
            continue
        spoken |= {(actor, letter) for actor in (*lost, *gained)}
    for actor in dict.fromkeys((*(row.before or {}), *(row.after or {}))):
        was, now = ((cells or {}).get(actor, ()) for cells in (row.before, row.after))
        lost = [letter for letter in was if letter not in now and (actor, letter) not in spoken]
        gained = [letter for letter in now if letter not in was and (actor, letter) not in spoken]
        if lost or gained:
            yield told(
                pair, "notable", _says(name(found, actor), lost, gained, row.title), row.at,
                "/".join(was), "/".join(now),
            )  # fmt: skip


def _says(actor: str, lost: list[str], gained: list[str], title: str) -> str:
    gains = f"now {several(DOES[letter] for letter in gained)}" if gained else ""
    losses = f"no longer {several(DOES[letter] for letter in lost)}" if lost else ""
    return f"{upper(actor)} is {', '.join(filter(None, [gains, losses]))} {title}."
