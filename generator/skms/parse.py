"""YAML text to plain data, in one pass over PyYAML's C event stream; never raises.

The subset is YAML 1.2 without surprises: only `true` and `false` are booleans, dates stay text, there are no base-60 or
octal numbers, and anchors, aliases, merge keys, tags, directives and several documents are refused, so that no text can
grow in memory. Events instead of PyYAML's composer, because its recursion ends the process at extreme nesting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the loader without its resolver, never called

from skms import yaml_errors
from skms.findings import Hit, Related, Route
from skms.spans import MAX_DEPTH, MAX_NODES
from skms.texts import FORBIDDEN, Unreadable, invisible

MAX_SCALAR = 64 * 1024
MAX_KEY = 256
MAX_INT = 2**53

_NUMBER = re.compile(r"[-+]?(?:\d+|\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?\Z")
_INT = re.compile(r"[-+]?\d+\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_NUMBER_START = frozenset("0123456789+-.")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its text, its data (None where it could not be read as a mapping) and what is wrong with it."""

    path: str
    text: str
    data: dict[str, Any] | None
    hits: tuple[Hit, ...]


class _Refused(Exception):
    """Reading of this file stops here; the hit says why."""


def parse(path: str, text: str | Unreadable) -> Source:
    """Parse one file. All problems are hits of the rules unreadable-file, duplicate-key and wrong-shape."""
    if isinstance(text, Unreadable):
        why = Hit(path, (), text.message, text.help, mark=(text.line, text.column), rule="unreadable-file")
        return Source(path, "", None, (why,))
    reader = _Reader(path)
    try:
        data = reader.read(text)
    except _Refused:
        data = None
    except yaml.YAMLError as error:
        line, column, message, help_text = yaml_errors.explain(error, text)
        reader.hits = [hit for hit in reader.hits if hit.rule != "wrong-shape"]  # the same cause, most likely
        reader.refuse(message, help_text, line - 1, column - 1)
        data = None
    return Source(path, text, data, tuple(reader.hits))


class _Reader:
    """State of one pass: the open containers and the hits so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.hits: list[Hit] = []

    def refuse(
        self, message: str, help_text: str, line: int, column: int, rule: str = "unreadable-file"
    ) -> None:
        self.hits.append(Hit(self.path, (), message, help_text, mark=(line + 1, column + 1), rule=rule))

    def stop(self, event: Any, message: str, help_text: str) -> NoReturn:
        self.refuse(message, help_text, event.start_mark.line, event.start_mark.column)
        raise _Refused

    def read(self, text: str) -> dict[str, Any] | None:
        next_event: Callable[[], Any] = CParser(text).get_event
        scalar, map_start, seq_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        map_end, seq_end = yaml.MappingEndEvent, yaml.SequenceEndEvent
        root: Any = None
        box: Any = None  # the open container
        key: str | None = None  # the key whose value comes next, in a mapping
        stack: list[tuple[Any, str | None, bool]] = []
        in_map = in_flow = False
        nodes = documents = 0
        value: Any
        while True:
            event = next_event()
            kind = type(event)
            if kind is scalar:
                nodes += 1
                value = event.value
                if event.anchor is not None or event.tag is not None:
                    self.stop(event, *_REFUSED_NODE)
                if event.style == '"' and not value.isprintable() and (bad := FORBIDDEN.search(value)):
                    self.stop(event, *invisible(bad.group()))  # written as an escape, such as \u202e
                if in_map and key is None:
                    if not event.style and value[:1].isspace():
                        self.stop(event, *yaml_errors.WIDE_BLANK)
                    if len(value) > MAX_KEY:
                        self.stop(event, f"A key is longer than {MAX_KEY} characters.", "Shorten it.")
                    if value == "<<" and not event.style:
                        self.stop(event, "Merge keys (<<) are not read.", "Write the fields out.")
                    if value in box:
                        self.duplicate(event, value, stack)
                    key = value
                    continue
                if not event.style and (value in _WORDS or value[0] in _NUMBER_START):
                    value = self.plain(value, event, in_map and in_flow, key)
                elif len(value) > MAX_SCALAR:
                    self.stop(event, *_TOO_LONG)
            elif kind is map_start or kind is seq_start:
                nodes += 1
                if event.anchor is not None or event.tag is not None:
                    self.stop(event, *_REFUSED_NODE)
                if in_map and key is None:
                    self.stop(
                        event, "A list or mapping stands where a key is expected.", "Use plain text as a key."
                    )
                if len(stack) >= MAX_DEPTH:
                    self.stop(
                        event, f"Values are nested more than {MAX_DEPTH} levels deep.", "Flatten the record."
                    )
                value = {} if kind is map_start else []
                if box is None:
                    root = value
                elif in_map:
                    box[key] = value
                else:
                    box.append(value)
                stack.append((box, key, in_flow))
                box, key, in_map, in_flow = value, None, kind is map_start, bool(event.flow_style)
                continue
            elif kind is map_end or kind is seq_end:
                box, _, in_flow = stack.pop()
                in_map, key = isinstance(box, dict), None
                continue
            elif kind is yaml.StreamEndEvent:
                break
            elif kind is yaml.AliasEvent:
                self.stop(event, *_REFUSED_NODE)
            else:
                if kind is yaml.DocumentStartEvent:
                    documents += 1
                    if event.version or event.tags:
                        self.stop(event, "YAML directives (%) are not read.", "Delete the line.")
                    if documents > 1:
                        self.stop(
                            event,
                            "The file holds more than one document.",
                            "Write each record into its own file.",
                        )
                continue
            if nodes > MAX_NODES:
                self.stop(event, f"The file has more than {MAX_NODES:,} values.", "Split the record.")
            if box is None:
                root = value
            elif in_map:
                box[key] = value
                key = None
            else:
                box.append(value)
        return self.mapping(root)

    def mapping(self, root: Any) -> dict[str, Any] | None:
        if isinstance(root, dict):
            return root
        self.refuse(*NO_RECORD, 0, 0)
        return None

    def duplicate(self, event: Any, key: str, stack: list[tuple[Any, str | None, bool]]) -> None:
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        first = Related(self.path, (*route_of(stack), key), "first written here", on_key=True)
        self.hits.append(
            Hit(
                self.path, (), f"The key {key!r} is written twice in the same mapping.",
                "Keep one of the two: only one can be meant.", related=(first,), mark=mark, rule="duplicate-key",
            )
        )  # fmt: skip

    def plain(self, value: str, event: Any, in_flow_map: bool, key: str | None) -> Any:
        """The value of an unquoted scalar that may be more than text."""
        if value in _WORDS:
            if value == "" and in_flow_map and event.start_mark.index == event.end_mark.index:
                self.refuse(
                    f"{key!r} has no value: inside {{ }} a comma ends the value, and a colon needs a space after it.",
                    'Quote a value that holds a comma, such as "R,A", and write a space after each colon.',
                    event.start_mark.line, max(0, event.start_mark.column - len(key or "")), rule="wrong-shape",
                )  # fmt: skip
            return _WORDS[value]
        if _NUMBER.match(value):
            return self.number(value, event)
        if _NOT_FINITE.match(value):
            self.stop(
                event, f"{value} is not a number that can be used.", "Leave the field out, or give a figure."
            )
        if len(value) > MAX_SCALAR:
            self.stop(event, *_TOO_LONG)
        return value

    def number(self, value: str, event: Any) -> int | float:
        if _INT.match(value) and len(value) <= 17 and abs(whole := int(value)) <= MAX_INT:
            return whole
        decimal = float(value)
        if _INT.match(value) or abs(decimal) > MAX_INT:
            self.stop(
                event,
                f"{value:.40} is larger than a whole number may be (2^53).",
                "Quote it if it is a code.",
            )
        return decimal


NO_RECORD = ("The file does not hold a record.", "A record starts with a line such as `kind: service`.")
_REFUSED_NODE = (
    "Anchors (&), aliases (*) and tags (!) are not read.",
    "Write the value out; put quotes around a text that starts with &, * or !.",
)
_TOO_LONG = (f"A text is longer than {MAX_SCALAR:,} characters.", "Put it into a file of its own.")


def route_of(stack: list[tuple[Any, str | None, bool]]) -> Route:
    """The route to the innermost open container, from the stack of those that hold it."""
    route: list[str | int] = []
    for box, key, _ in stack:
        if isinstance(box, dict):
            route.append(key or "")
        elif isinstance(box, list):
            route.append(len(box) - 1)
    return tuple(route)
