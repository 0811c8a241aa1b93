"""YAML of other tools: every document is one tree, with the line of every value.

Unlike the product's own records (`skms.parse`), foreign files may use anchors, merge keys and several documents. They
are built from the event stream, so that nothing is constructed but text, numbers, lists and mappings, and what
aliases stand for is counted before it can grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from skms import yaml_errors
from skms.findings import Route
from skms.formats import MAX_DEPTH, MAX_VALUES, Content, Tree, Unreadable, _text

ENDINGS = (".yaml", ".yml")

_INT = re.compile(r"(?:0|-?[1-9]\d{0,14})\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{1,15}\Z")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def read(content: bytes) -> Content:
    """One tree a document."""
    return Content(trees=tuple(trees(_text.decode(content))))


def trees(text: str, first_line: int = 1) -> list[Tree]:
    """The documents of a YAML text whose first line is line `first_line` of its file."""
    try:
        return [Tree(data, lines=lines) for data, lines in _Builder(text, first_line).documents()]
    except yaml.YAMLError as error:
        line, _, message, help_text = yaml_errors.explain(error, text)
        raise Unreadable(message, help_text, line + first_line - 1) from error


class _Builder:
    """State of one pass over the events."""

    def __init__(self, text: str, first_line: int) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CLoader)
        self.offset = first_line
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.size = 0
        self.lines: dict[Route, int] = {}

    def documents(self) -> Iterator[tuple[Any, dict[Route, int]]]:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors, self.lines = {}, {}
                yield self.node(next(self.events), ()), self.lines

    def node(self, event: Any, route: Route) -> Any:
        """The value that starts with `event`. Its depth is limited, so the recursion is."""
        line = event.start_mark.line + self.offset
        self.lines[route] = line
        if isinstance(event, yaml.AliasEvent):
            value, size = self.anchors.get(str(event.anchor), (None, 0))
            if not size:
                raise Unreadable(f"The alias *{event.anchor} stands for nothing, or for itself.", "", line)
            self.grow(size, line)
            return value
        before = self.size
        self.grow(1, line)
        if isinstance(event, yaml.ScalarEvent):
            value = (
                event.value if event.style or event.tag == "tag:yaml.org,2002:str" else _plain(event.value)
            )
        elif len(route) >= MAX_DEPTH:
            raise Unreadable(f"Values are nested more than {MAX_DEPTH} levels deep.", "", line)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = list(self.items(route))
        else:
            value = self.mapping(route)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.size - before)
        return value

    def grow(self, size: int, line: int) -> None:
        self.size += size
        if self.size > MAX_VALUES:
            raise Unreadable(f"The file stands for more than {MAX_VALUES:,} values.", "Split it.", line)

    def items(self, route: Route) -> Iterator[Any]:
        index = 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self.node(event, (*route, index))
            index += 1

    def mapping(self, route: Route) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = event.start_mark.line + self.offset
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable(
                    "A list or mapping stands where a key is expected.", "Use plain text as a key.", line
                )
            key = event.value
            value = self.node(next(self.events), (*route, key))
            if key == "<<" and not event.style:
                for part in value if isinstance(value, list) else [value]:
                    merged = {**(part if isinstance(part, dict) else {}), **merged}
            elif key in own:
                raise Unreadable(f"The key {key!r} is written twice in the same mapping.", "Keep one.", line)
            else:
                own[key] = value
        return {**merged, **own}


def _plain(text: str) -> Any:
    """An unquoted scalar. A number that would not be written back as it stands (`1.10`, `007`) stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text) and str(float(text)) == text:
        return float(text)
    return text
