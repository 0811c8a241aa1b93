"""Who hands over to whom, as a drawing and as a table: hand-overs counted by the two parties they join."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from markupsafe import Markup

from skms import integration
from skms.diagrams import handovers
from skms.diagrams.handovers import Arrow
from skms.diagrams.layered import Box
from skms.fit import Record
from skms.pages._filters import words
from skms.pages._views import Ref, View, visible
from skms.words import plural

MAX_COLUMN = 16
"""Boxes in a column; further parties share a last box, so that the drawing stays readable."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties and the hand-overs from one to the other."""

    start: Ref
    end: Ref
    kinds: tuple[str, str]
    handovers: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing with what its table says."""

    title: str
    svg: Markup
    pairs: tuple[Pair, ...]


def drawings(view: View) -> list[Drawing]:
    """What crosses our boundary, then what stays on one side of it."""
    crossing: dict[tuple[str, str], list[Record]] = {}
    staying: dict[tuple[str, str], list[Record]] = {}
    for one, *ends in integration.interlocks(view.model):
        parties = [_outside(view, end) or end.party for end in ends]
        if visible(view.model, one) and parties[0] and parties[1]:
            outside = [_outside(view, end) is not None for end in ends]
            where = crossing if outside[0] != outside[1] else staying
            where.setdefault((parties[0].name, parties[1].name), []).append(one)
    found = (
        ("Between us and others: we hand over on the left and take over on the right", crossing, True),
        ("Between parties on the same side", staying, False),
    )
    return [_drawing(view, title, pairs, three) for title, pairs, three in found if pairs]


def _outside(view: View, end: integration.End) -> Record | None:
    """The supplier or customer that an end stands for; None for our own side."""
    if end.party is not None and end.party.kind == "customer":
        return end.party
    return integration.party_supplier(view.model, end.party)


def _drawing(view: View, title: str, found: dict[tuple[str, str], list[Record]], three: bool) -> Drawing:
    pairs = {key: _pair(view, key, ones) for key, ones in found.items()}
    columns = _columns(pairs, three)
    spot: dict[tuple[int, str], str] = {}
    boxes = [_boxes(view, names, index, spot) for index, names in enumerate(columns)]
    arrows: dict[tuple[str, str], list[Pair]] = {}
    for (start, end), pair in pairs.items():
        left = 1 if three and (1, start) in spot and (2, end) in spot else 0
        arrows.setdefault((spot[left, start], spot[left + 1, end]), []).append(pair)
    drawn = handovers.svg(title, boxes, [_arrow(key, ones) for key, ones in arrows.items()])
    ordered = sorted(pairs.values(), key=lambda one: (one.start.title, one.end.title))
    return Drawing(title, drawn, tuple(ordered))


def _pair(view: View, key: tuple[str, str], ones: Sequence[Record]) -> Pair:
    start, end = (view.model.records[name] for name in key)
    return Pair(view.ref(start), view.ref(end), (start.kind, end.kind), tuple(map(view.ref, ones)))


def _columns(pairs: Iterable[tuple[str, str]], three: bool) -> list[list[str]]:
    """Names of parties by column, the busiest first on the left, the others near those they deal with."""
    ours = ("role", "team")
    outs = [key for key in pairs if not three or key[0].split("/")[0] in ours]
    backs = [key for key in pairs if key not in set(outs)]
    left = _by_number(start for start, _ in outs)
    others = dict.fromkeys([end for _, end in outs] + [start for start, _ in backs])
    middle = _near(others, [(end, start) for start, end in outs], left)
    right = _near(dict.fromkeys(end for _, end in backs), [(end, start) for start, end in backs], middle)
    return [left, middle, right]


def _by_number(names: Iterable[str]) -> list[str]:
    found = list(names)
    return sorted(dict.fromkeys(found), key=lambda name: (-found.count(name), name))


def _near(names: Iterable[str], pairs: Sequence[tuple[str, str]], before: Sequence[str]) -> list[str]:
    """Names in the order of the middle of those that they are joined with in the column before."""
    place = {name: index for index, name in enumerate(before)}

    def middle(name: str) -> float:
        found = [place[other] for one, other in pairs if one == name]
        return fmean(found) if found else len(before)

    return sorted(names, key=lambda name: (middle(name), name))


def _boxes(view: View, names: Sequence[str], column: int, spot: dict[tuple[int, str], str]) -> list[Box]:
    """The boxes of a column; `spot` learns in which box each party stands."""
    boxes = []
    for name in names[:MAX_COLUMN]:
        record = view.model.records[name]
        ref = view.ref(record)
        classes = ("outside",) if record.kind in ("supplier", "customer") else ()
        spot[column, name] = f"{column}:{name}"
        boxes.append(Box(f"{column}:{name}", ref.title, words(record.kind), ref.href, classes))
    rest = names[MAX_COLUMN:]
    if rest:
        spot |= {(column, name): f"{column}:more" for name in rest}
        boxes.append(Box(f"{column}:more", f"and {len(rest)} more", "in the table below", classes=("more",)))
    return boxes


def _arrow(key: tuple[str, str], pairs: Sequence[Pair]) -> Arrow:
    refs = [ref for pair in pairs for ref in pair.handovers]
    between = f"{pairs[0].start.title} to {pairs[0].end.title}" if len(pairs) == 1 else "Several parties"
    title = f"{between}: {plural(len(refs), 'hand-over')} ({', '.join(ref.title for ref in refs)})"
    return Arrow(*key, len(refs), title, refs[0].href if len(refs) == 1 else "#exchange")
