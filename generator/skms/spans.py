"""Where every key and value of a file stands: computed only for files that a finding names.

The same event stream as in `parse`, read again with its marks. Keeping marks for every value of every file would cost
more than all the rules together, and most files have nothing to report.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from skms.findings import Hit, Place, Related, Route


@dataclass(frozen=True, slots=True)
class Span:
    """Places of a value and of its key; all from 1. `end_column` is 0 where the value ends on a later line."""

    line: int
    column: int
    end_column: int
    key_line: int
    key_column: int
    key_end: int


Spans = dict[Route, Span]

MAX_DEPTH = 32
MAX_NODES = 50_000
"""How deep the values of a file may be nested, and how many there may be. A route is as long as its value is deep: the
routes of a hundred thousand open brackets would fill the memory."""


def spans(text: str) -> Spans:
    """Return the span of every route in a YAML text; of duplicate keys the first counts. Never raises."""
    result: Spans = {}
    with suppress(yaml.YAMLError):  # what stands before the error has its place
        _collect(text, result)
    return result


def locate(hit: Hit | Related, table: Spans) -> tuple[int, int, int]:
    """Line, column and end column of a hit: its own mark, its route, or the nearest enclosing route that exists."""
    mark = getattr(hit, "mark", None)
    if mark:
        return (*mark, 0)
    route = hit.route
    on_key = hit.on_key
    while route and route not in table:
        route, on_key = route[:-1], True
    span = table.get(route)
    if span is None:
        return 1, 1, 0
    if on_key and span.key_line:
        return span.key_line, span.key_column, span.key_end
    return span.line, span.column, span.end_column


def place(related: Related, table: Spans) -> Place:
    """The place of a related route."""
    line, column, _ = locate(related, table)
    return Place(related.path, line, column, related.message, related.record, related.route)


def _collect(text: str, result: Spans) -> None:
    route: list[str | int] = []
    boxes: list[list[Any]] = []  # [is mapping, next index, key event or None]
    for event in yaml.parse(text, Loader=yaml.CLoader):
        if len(boxes) > MAX_DEPTH or len(result) > MAX_NODES:
            return  # reading stopped here too
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            boxes.pop()
            if boxes:
                _leave(boxes[-1], route)
        elif isinstance(
            event, (yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)
        ):
            box = boxes[-1] if boxes else None
            if box and box[0] and box[2] is None:
                box[2] = event
                route.append(str(getattr(event, "value", "")))
                if isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
                    continue
            elif box and not box[0]:
                route.append(box[1])
            result.setdefault(tuple(route), _span(event, box[2] if box and box[0] else None))
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                boxes.append([isinstance(event, yaml.MappingStartEvent), 0, None])
            elif box:
                _leave(box, route)


def _leave(box: list[Any], route: list[str | int]) -> None:
    route.pop()
    box[1] += 1
    box[2] = None


def _span(event: Any, key: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    one_line = end.line == start.line and isinstance(event, yaml.ScalarEvent)
    where = (start.line + 1, start.column + 1, end.column + 1 if one_line else 0)
    if key is None:
        return Span(*where, 0, 0, 0)
    at = key.start_mark
    return Span(*where, at.line + 1, at.column + 1, key.end_mark.column + 1)
