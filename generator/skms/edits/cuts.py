"""Where a step cuts into a text, and what comes there instead, written as its neighbours are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from skms.edits.slots import Slot, Slots
from skms.edits.steps import Drop, Put, Refused, Rekey, Relink, Step, relinked
from skms.edits.writing import WIDTH, block, entry, flow, restyled, text_lines
from skms.findings import Route

Cut = tuple[int, int, str]
"""`text[start:end]` gives way to the new text."""


def cuts(text: str, table: Slots, step: Step) -> list[Cut]:
    """What a step cuts out of a text and puts there instead."""
    slot = table.get(step.route)
    match step:
        case Rekey(key=key) if slot:
            source = text[slot.key_start : slot.key_end]
            style = source[:1] if source[:1] in ("'", '"') else "plain"
            return [(slot.key_start, slot.key_end, restyled(key, style, slot.inside, is_key=True))]
        case Relink(old=old, new=new) if slot:
            return [(slot.start, slot.end, relinked(text[slot.start : slot.end], old, new))]
        case Drop() if slot:
            return [_drop(text, table, step.route)]
        case Put() if slot:
            return [_replace(text, slot, step.value)]
        case Put():
            return [_insert(text, table, step)]
    raise Refused(f"There is no {'.'.join(str(one) for one in step.route)} in the file.")


def _replace(text: str, slot: Slot, value: Any) -> Cut:
    """Give an entry another value, written as the old one was."""
    old = text[slot.start : slot.end]
    if slot.style in ("|", ">") and isinstance(value, str):
        header, _, rest = old.partition("\n")
        lines = text_lines(
            value, len(rest) - len(rest.lstrip(" ")) if rest.strip() else slot.column, slot.style
        )
        if len(lines) > 1:
            lines[0] = header if header.startswith(lines[0]) else lines[0]
            return slot.start, slot.end, "\n".join(lines)
    scalars = slot.style not in ("flow", "block") and not isinstance(value, (dict, list))
    if scalars and not (isinstance(value, str) and "\n" in value):
        new = restyled(value, slot.style, slot.inside)
        return _after_colon(text, slot, [new]) if slot.start == slot.end else (slot.start, slot.end, new)
    if slot.inside or slot.key_start < 0:
        return slot.start, slot.end, flow(value, inside=slot.inside)
    column = _indent(text, slot.key_start) + 2
    flat = slot.style == "flow" and len(flow(value)) <= 100 and not _nested(value)
    return _after_colon(text, slot, [flow(value)] if flat else block(value, column))


def _nested(value: Any) -> bool:
    return any(isinstance(item, dict) for item in value) if isinstance(value, list) else False


def _after_colon(text: str, slot: Slot, lines: Sequence[str]) -> Cut:
    start = text.index(":", slot.key_end) + 1 if slot.key_start >= 0 else slot.start
    new = "\n".join(lines)
    return start, max(slot.end, start), f" {new}" if lines[0] else new


def _indent(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _children(table: Slots, route: Route) -> list[tuple[str | int, Slot]]:
    """The entries of a group or list, in their order."""
    return [
        (one[-1], slot) for one, slot in table.items() if len(one) == len(route) + 1 and one[:-1] == route
    ]


def _line_end(text: str, at: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _insert(text: str, table: Slots, step: Put) -> Cut:
    """Add a field to a group, or an item to a list."""
    *_, last = step.route
    box, children = table[step.route[:-1]], _children(table, step.route[:-1])
    if box.style not in ("flow", "block"):
        raise Refused(f"{'.'.join(str(one) for one in step.route[:-1])} is not a group of fields.")
    before = [(name, slot) for name, slot in children if _stands_before(name, last, step.order)]
    if box.style == "flow":
        new = flow(step.value, inside=True)
        if isinstance(last, str):
            new = flow({last: step.value})[1:-1]
        if _too_long(text, box, new):
            return _unfolded(text, box, [slot for _, slot in children], len(before), new)
        at = before[-1][1].end if before else box.start + 1
        return at, at, f", {new}" if before else f"{new}, " if children else new
    column = _indent(text, children[0][1].whole) if isinstance(last, str) else box.column
    if isinstance(last, str):
        lines = entry(last, step.value, column)
    else:
        lines = _item(step.value, column, like=children[-1][1])
    pad = " " * column
    if not before:  # the first key stays where it is if it shares its line with a dash
        at = children[0][1].whole
        return at, at, "\n".join(lines) + f"\n{pad}"
    at = _line_end(text, before[-1][1].end)
    glue = "" if text[:at].endswith("\n") else "\n"
    return at, at, glue + pad + "\n".join(lines) + "\n"


def _too_long(text: str, box: Slot, new: str) -> bool:
    """Whether a group in brackets, alone on its line, would make that too long with one more entry."""
    line = text[text.rfind("\n", 0, box.start) + 1 : _line_end(text, box.start)].rstrip()
    own = box.key_start >= 0 and not box.inside and "\n" not in text[box.start : box.end]
    return own and len(line) + len(new) + 2 > WIDTH


def _unfolded(text: str, box: Slot, children: list[Slot], at: int, new: str) -> Cut:
    """The entries on lines of their own, as they are written."""
    entries = [text[slot.whole : slot.end] for slot in children]
    entries.insert(at, new)
    dash = "- " if text[box.start] == "[" else ""
    pad = "\n" + " " * (_indent(text, box.key_start) + 2) + dash
    return text.index(":", box.key_end) + 1, box.end, "".join(pad + entry for entry in entries)


def _item(value: Any, column: int, like: Slot) -> list[str]:
    if like.style == "flow" or not isinstance(value, dict):
        return [f"- {flow(value)}"]
    lines = [
        line for key, below in value.items() for line in _padded(entry(key, below, column + 2), column + 2)
    ]
    return [f"- {lines[0].lstrip()}", *lines[1:]]


def _padded(lines: list[str], column: int) -> list[str]:
    return [" " * column + lines[0], *lines[1:]]


def _stands_before(name: str | int, new: str | int, order: tuple[str, ...]) -> bool:
    if isinstance(name, int) or new not in order:
        return True
    return name in order and order.index(name) < order.index(str(new))


def _drop(text: str, table: Slots, route: Route) -> Cut:
    """Take an entry out, with its lines or its comma."""
    slot, box = table[route], table[route[:-1]]
    siblings = [one for _, one in _children(table, route[:-1])]
    at = siblings.index(slot)
    after = siblings[at + 1] if at + 1 < len(siblings) else None
    if box.style == "flow":
        if after:
            return slot.whole, after.whole, ""
        return (siblings[at - 1].end if at else slot.whole), slot.end, ""
    if len(siblings) == 1:
        empty = "{}" if isinstance(route[-1], str) else "[]"
        return _after_colon(text, box, [empty]) if box.key_start >= 0 else (box.start, box.end, empty)
    start = text.rfind("\n", 0, slot.whole) + 1
    lead = text[start : slot.whole]
    if isinstance(route[-1], str) and lead.strip() and after:  # it shares its line with a dash
        return slot.whole, after.whole, ""
    if lead.strip() not in ("", "-"):
        raise Refused("This list is written in a way that cannot be changed safely; change it by hand.")
    return start, _line_end(text, slot.end), ""
