"""Where every key and value stands in a text, by character: what the marks for findings do not say is the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from skms.findings import Route


@dataclass(frozen=True, slots=True)
class Slot:
    """One value: `text[start:end]` is its source, `text[key_start:key_end]` that of its key."""

    start: int
    end: int
    style: str
    """How it is written: `plain`, `'`, `"`, `>`, `|`, `flow` for brackets, `block` for lines."""
    inside: bool
    """It stands within brackets."""
    column: int
    """Of its first character, from 0; of a block collection that of its keys or dashes."""
    key_start: int = -1
    key_end: int = -1

    @property
    def whole(self) -> int:
        """Where the entry begins: at its key, or at the value of an item."""
        return self.start if self.key_start < 0 else self.key_start


Slots = dict[Route, Slot]


@dataclass(slots=True)
class _Box:
    mapping: bool
    flow: bool
    start: Any
    key: Any = None  # event of the key that holds the box itself
    pending: Any = None  # key event that waits for its value
    count: int = 0
    end: int = 0


def slots(text: str) -> Slots:
    """Return the slot of every route of a text that parses."""
    found: Slots = {}
    route: list[str | int] = []
    boxes: list[_Box] = []
    event: Any
    for event in yaml.parse(text, Loader=yaml.CLoader):
        kind = type(event)
        if kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            box = boxes.pop()
            end = event.end_mark.index if box.flow else box.end
            start, column = box.start.start_mark.index, box.start.start_mark.column
            style = "flow" if box.flow else "block"
            found[tuple(route)] = _slot(start, end, style, boxes, column, box.key)
            _leave(boxes, route, end)
        elif kind in (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent):
            above = boxes[-1] if boxes else None
            if above and above.mapping and above.pending is None:
                above.pending = event
                route.append(event.value)
                continue
            if above and not above.mapping:
                route.append(above.count)
            key = above.pending if above and above.mapping else None
            if kind is yaml.ScalarEvent:
                start = event.start_mark.index
                end = _end(text, start, event)
                found[tuple(route)] = _slot(
                    start, end, event.style or "plain", boxes, event.start_mark.column, key
                )
                _leave(boxes, route, end)
            else:
                boxes.append(_Box(kind is yaml.MappingStartEvent, bool(event.flow_style), event, key))
    return dict(sorted(found.items(), key=lambda pair: (pair[1].start, len(pair[0]))))


def _slot(start: int, end: int, style: str, boxes: list[_Box], column: int, key: Any) -> Slot:
    inside = bool(boxes) and boxes[-1].flow
    if key is None:
        return Slot(start, end, style, inside, column)
    return Slot(start, end, style, inside, column, key.start_mark.index, key.end_mark.index)


def _leave(boxes: list[_Box], route: list[str | int], end: int) -> None:
    if boxes:
        route.pop()
        boxes[-1].pending = None
        boxes[-1].count += 1
        boxes[-1].end = end


def _end(text: str, start: int, event: Any) -> int:
    """The end of a scalar; the blank lines after a block text are left out, unless they are part of it."""
    end: int = event.end_mark.index
    if event.style not in ("|", ">"):
        return end
    head, *rows = text[start:end].split("\n")
    indent = min((len(row) - len(row.lstrip(" ")) for row in rows if row.strip()), default=end)
    while rows and not rows[-1].strip() and len(rows[-1]) <= indent:
        rows.pop()
    return start + len("\n".join([head, *rows]))


_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*", re.MULTILINE)


def comments(text: str, table: Slots) -> list[str]:
    """The comments of a text, in their order."""
    found, at = [], 0
    pieces = sorted(
        {
            pair for slot in table.values() if slot.style not in ("flow", "block")
            for pair in ((slot.start, slot.end), (slot.key_start, slot.key_end)) if pair[0] >= 0
        }
        | {(slot.key_start, slot.key_end) for slot in table.values() if slot.key_start >= 0}
    )  # fmt: skip
    for start, end in pieces:
        found += _comments(text, at, start)
        if text[start:end][:1] in ("|", ">"):
            found += _comments(text, start, text.find("\n", start))
        at = max(at, end)
    return found + _comments(text, at, len(text))


def _comments(text: str, start: int, end: int) -> list[str]:
    return [match.group().rstrip() for match in _COMMENT.finditer(text, start, max(end, start))]
