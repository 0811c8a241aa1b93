"""One layout for all files: two columns a level, no trailing blanks, one blank line at most. Nothing else is touched.

Comments, quotes, the order of fields, line breaks in texts and groups in brackets stay; so does the meaning, which is
read again at the end.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence

from skms.edits.slots import Slot, Slots, comments, slots
from skms.edits.steps import Refused, same
from skms.edits.surgery import read, spliced
from skms.findings import Route
from skms.texts import Unreadable

STEP = 2


def tidy(path: str, text: str | Unreadable | None, order: Sequence[str] = ()) -> str:
    """The text of a file in the common layout, with its top fields in this order. Refused where it cannot be read."""
    before, data = read(path, text)
    table = slots(before)
    after = before
    for lay_out in (_trimmed, _gaps, _indented):
        now = lay_out(path, after, table)
        table = table if now == after else slots(now)
        after = now
    if order:
        after = _ordered(after, list(order))
    if after == before:
        return before
    _, again = read(path, after)
    if not same(again, data) or _comments(after) != _comments(before):
        raise Refused(f"{path} is written in a way that cannot be laid out safely; it stays as it is.")
    return after


def _comments(text: str) -> Counter[str]:
    return Counter(comments(text, slots(text)))


def _dash(text: str, slot: Slot) -> int | None:
    """Where the dash before an item stands, if it is on the same line."""
    start = text.rfind("\n", 0, slot.start) + 1
    at = len(text[start : slot.start].rstrip()) - 1
    return start + at if at >= 0 and text[start + at] == "-" else None


def _gaps(path: str, text: str, table: Slots) -> str:
    """One blank between a dash and what follows."""
    cuts = []
    for route, slot in table.items():
        if route and isinstance(route[-1], int) and table[route[:-1]].style == "block":
            dash = _dash(text, slot)
            if dash is not None and slot.start > dash + 2:
                cuts.append((dash + 1, slot.start, " "))
    if not cuts:
        return text
    return _regrouped(text, cuts)


def _regrouped(text: str, cuts: list[tuple[int, int, str]]) -> str:
    """Close gaps after dashes, and shift the lines below that belong to the same item by as much."""
    for start, end, _ in sorted(cuts, reverse=True):
        table = slots(text)
        item = next(
            slot for route, slot in table.items()
            if slot.start == end and route and isinstance(route[-1], int) and table[route[:-1]].style == "block"
        )  # fmt: skip
        gap = end - start - 1
        first = text.find("\n", end) + 1
        if item.style == "block" and 0 < first < item.end:
            below = text[first : item.end].split("\n")
            moved = [line[gap:] if not line[:gap].strip() else line.lstrip(" ") for line in below]
            text = spliced(text, [(start, end, " "), (first, item.end, "\n".join(moved))])
        else:
            text = spliced(text, [(start, end, " ")])
    return text


def _indented(path: str, text: str, table: Slots) -> str:
    """Every line at the column of its level."""
    starts = _line_starts(text)
    wanted: dict[int, int] = {}  # line → column of what begins on it
    shifts: dict[int, int] = {}  # line of a text over several lines → how far it moves
    levels = _levels(table)
    for route, slot in table.items():
        box = table[route[:-1]] if route else None
        if box is None or box.style != "block":
            continue
        column = levels[route[:-1]]
        head = slot.key_start if slot.key_start >= 0 else _dash(text, slot)
        if head is None:
            raise Refused(f"{path} has a dash on a line of its own; it stays as it is.")
        line = _line_of(starts, head)
        if not text[starts[line] : head].strip():
            wanted[line] = column
        _continue(text, starts, slot, line, column, head - starts[line], shifts)
    return _shifted(text, wanted, shifts)


def _levels(table: Slots) -> dict[Route, int]:
    """The column of every block group or list."""
    levels: dict[Route, int] = {}
    for route, slot in table.items():
        if slot.style == "block":
            levels[route] = levels[route[:-1]] + STEP if route else 0
    return levels


def _continue(
    text: str, starts: list[int], slot: Slot, line: int, column: int, now: int, shifts: dict[int, int]
) -> None:
    """Note how far the further lines of a value move."""
    last = _line_of(starts, max(slot.end - 1, slot.start))
    first = _line_of(starts, slot.start) + (0 if _line_of(starts, slot.start) > line else 1)
    if slot.style == "block" or last < first:
        return
    shift = column - now
    if slot.style in ("|", ">"):
        header, _, content = text[slot.start : slot.end].partition("\n")
        indent = min(
            (len(row) - len(row.lstrip(" ")) for row in content.split("\n") if row.strip()), default=0
        )
        if not any(sign.isdigit() for sign in header.partition("#")[0]) and content.strip():
            shift = column + STEP - indent
    for number in range(first, last + 1):
        shifts[number] = shift


def _shifted(text: str, wanted: dict[int, int], shifts: dict[int, int]) -> str:
    rows = text.split("\n")
    made = list(rows)
    below = -1  # the next line that begins something
    for number in range(len(rows) - 1, -1, -1):
        row = rows[number]
        if number in wanted:
            made[number] = " " * wanted[number] + row.lstrip(" ")
            below = number
        elif number in shifts:
            made[number] = _moved(row, shifts[number])
        elif row.lstrip().startswith("#"):
            made[number] = " " * _comment_column(rows, wanted, number, below) + row.lstrip(" ")
    return "\n".join(made)


def _comment_column(rows: list[str], wanted: dict[int, int], number: int, below: int) -> int:
    """A comment goes with the line below; one that is further in belongs to what stands above it."""
    indent = _indent(rows[number])
    if below >= 0 and indent <= _indent(rows[below]):
        return max(indent + wanted[below] - _indent(rows[below]), 0)
    for above in range(number - 1, -1, -1):
        if above in wanted and _indent(rows[above]) <= indent:
            return wanted[above]
    return 0


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _moved(row: str, shift: int) -> str:
    return " " * max(_indent(row) + shift, 0) + row.lstrip(" ")


def _line_starts(text: str) -> list[int]:
    starts = [0]
    while (at := text.find("\n", starts[-1])) >= 0:
        starts.append(at + 1)
    return starts


def _line_of(starts: list[int], at: int) -> int:
    return bisect.bisect_right(starts, at) - 1


def _trimmed(path: str, text: str, table: Slots) -> str:
    """No blanks at the ends of lines, no two blank lines together; texts over several lines are left alone."""
    starts = _line_starts(text)
    kept: set[int] = set()
    for slot in table.values():
        if slot.style not in ("flow", "block"):
            kept.update(range(_line_of(starts, slot.start), _line_of(starts, max(slot.end - 1, slot.start))))
            if slot.style in ("|", ">"):
                kept.add(_line_of(starts, max(slot.end - 1, slot.start)))
    rows: list[str] = []
    for number, row in enumerate(text.split("\n")):
        row = row if number in kept else row.rstrip()
        if row or number in kept or (rows and rows[-1]):
            rows.append(row)
    return "\n".join(rows).rstrip("\n") + "\n"


def _ordered(text: str, order: list[str]) -> str:
    """The top fields in this order, each with the comments above it; those above the first stay at the top."""
    table = slots(text)
    top = [(str(route[0]), slot) for route, slot in table.items() if len(route) == 1]
    if not top or table[()].style == "flow":
        return text
    ends = [text.find("\n", slot.end) + 1 or len(text) for _, slot in top]
    begins = [top[0][1].key_start, *ends[:-1]]
    pieces = [(name, text[start:end]) for (name, _), start, end in zip(top, begins, ends, strict=True)]
    pieces.sort(key=lambda piece: order.index(piece[0]) if piece[0] in order else len(order))
    return text[: begins[0]] + "".join(piece for _, piece in pieces) + text[ends[-1] :]
