"""Expressions of an import map: what to take, then filters, each after a bar.

    Service name                       the column of that name (or the key, in a tree)
    Short name || Service name         the first of them that is there and not blank
    Short name?                        nothing where there is no such column
    contact.email | lower              JMESPath, for whatever lies deeper
    'live'                             the text itself
    Owner | slug | suffix '-owner'     filters, with their words after blanks

Nothing is run but JMESPath and the functions of `filters`: an expression can neither read, write nor call anything.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from skms.imports import filters
from skms.words import did_you_mean, one_of

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_WORD = re.compile(r"""\s*(?:'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)"|(\S+))""")
_PAIRS = {"(": ")", "[": "]", "{": "}"}


class Wrong(Exception):
    """An expression cannot be read, or cannot be worked out for a row; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a value comes from: a text of its own, or a column, key or path (optional where marked with ?)."""

    text: str
    literal: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A filter with its words."""

    name: str
    words: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression, read and checked."""

    text: str
    heads: tuple[Head, ...]
    calls: tuple[Call, ...]


Tables = Mapping[str, Mapping[str, Any]]


def parse(text: str, tables: Tables) -> Expression:
    """Read an expression. `Wrong` says what is wrong with it, a misspelt filter for example."""
    first, *rest = _cut(text, "|")
    heads = tuple(_head(piece) for piece in _cut(first, "||"))
    return Expression(text, heads, tuple(_call(piece, tables) for piece in rest))


def evaluate(expression: Expression, data: Mapping[str, Any]) -> Any:
    """The value of an expression for a row's data; None where there is nothing. `Wrong` where a filter cannot work."""
    value: Any = None
    for head in expression.heads:
        value = _take(head, data)
        if not filters.missing(value) and value is not False:
            break
    for call in expression.calls:
        try:
            value = _apply(call, value)
        except (ValueError, TypeError) as error:
            raise Wrong(f"{error}.") from error
    return None if filters.missing(value) and value is not False else value


def needs(expression: Expression) -> tuple[tuple[str, ...], ...]:
    """For each alternative the columns or keys of the row that it starts from."""
    return tuple(_starts(head.text) for head in expression.heads if not head.literal)


def lacking(expression: Expression, known: Collection[str]) -> tuple[str, ...]:
    """Columns or keys without which no alternative works; none where one does, or where a ? says it may be missing."""
    if any(head.optional for head in expression.heads):
        return ()
    missed = [tuple(n for n in names if n not in known and n[:1] != "_") for names in needs(expression)]
    return missed[0] if missed and all(missed) else ()


def _starts(text: str) -> tuple[str, ...]:
    compiled = _compiled(text)
    return (
        (text,) if compiled is None or _NAME.match(text) else tuple(dict.fromkeys(_fields(compiled.parsed)))
    )


def _take(head: Head, data: Mapping[str, Any]) -> Any:
    if head.literal:
        return head.text
    if head.text in data:
        return data[head.text]
    path = _compiled(head.text)
    if path is None:
        return None
    try:
        return path.search(data)
    except (JMESPathError, RecursionError) as error:
        raise Wrong(f"{head.text!r} cannot be worked out here: {str(error).splitlines()[0]}.") from error


@cache
def _compiled(text: str) -> Any:
    """A compiled JMESPath, or None where the text is only the name of a column."""
    try:
        return jmespath.compile(text)
    except (JMESPathError, RecursionError):
        return None


def path(text: str) -> Any:
    """Compile a JMESPath that must be one. `Wrong` where it is not."""
    found = _compiled(text)
    if found is None:
        raise Wrong(f"{text!r} is not a JMESPath expression. {_GUIDE}")
    return found


_GUIDE = "Examples: groups[], groups[].members[], [sigs, committees][]."


def _fields(node: Mapping[str, Any]) -> Iterator[str]:
    """Names that a JMESPath looks up in the row itself."""
    kind, children = node["type"], node["children"]
    if kind == "field":
        yield node["value"]
    elif kind in (
        "subexpression",
        "index_expression",
        "projection",
        "value_projection",
        "filter_projection",
        "flatten",
        "pipe",
    ):
        yield from _fields(children[0])
    elif kind != "literal":
        for child in children:
            if isinstance(child, dict):
                yield from _fields(child)


def _head(text: str) -> Head:
    text = text.strip()
    if not text:
        raise Wrong("There is nothing between the bars.")
    if len(text) > 1 and text[0] == text[-1] == "'":
        return Head(text[1:-1].replace("''", "'"), literal=True)
    return Head(text[:-1].rstrip(), optional=True) if text.endswith("?") else Head(text)


def _call(text: str, tables: Tables) -> Call:
    found = list(_WORD.finditer(text.strip()))
    if not found:
        raise Wrong("There is nothing after a bar.")
    name, words = found[0][0].strip(), tuple(_word(match) for match in found[1:])
    known = available()
    if name not in known:
        raise Wrong(
            f"There is no filter {name!r}.{did_you_mean(name, known)} Filters are {', '.join(known)}."
        )
    if name == "lookup" and words:
        if words[0] not in tables:
            hint = did_you_mean(str(words[0]), tables) or f" Tables are {one_of(tables) or 'none'}."
            raise Wrong(f"The map has no table {words[0]!r}.{hint}")
        words = (tables[words[0]], *words[1:])
    try:
        inspect.signature(known[name]).bind("", *words)
    except TypeError:
        usage = list(inspect.signature(known[name]).parameters)[1:]
        raise Wrong(
            f"The filter {name!r} takes {one_of(usage, 'and') or 'no words'}, not {len(words)} words."
        ) from None
    return Call(name, words)


def _word(match: re.Match[str]) -> Any:
    single, double, bare = match.groups()
    if single is not None:
        return single.replace("''", "'")
    if double is not None:
        return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], double)
    for kind in (int, float):
        try:
            return kind(bare)
        except ValueError:
            continue
    return bare


@cache
def available() -> Mapping[str, Callable[..., Any]]:
    """Every filter by its name."""
    found = inspect.getmembers(filters, inspect.isfunction)
    return {
        name: call for name, call in found if call.__module__ == filters.__name__ and not name.startswith("_")
    }


@cache
def _takes(name: str) -> str:
    return next(iter(inspect.signature(available()[name]).parameters))


def _apply(call: Call, value: Any) -> Any:
    run, takes = available()[call.name], _takes(call.name)
    if takes == "value":
        return run(value, *call.words)
    if filters.missing(value):
        return None
    if takes == "values":
        return run(value if isinstance(value, list) else [value], *call.words)
    if isinstance(value, list):
        results = [run(_text(item), *call.words) for item in value if not filters.missing(item)]
        return [item for item in results if not filters.missing(item)]
    return run(_text(value), *call.words)


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        raise ValueError("a list or group of values stands where a text is expected")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cut(text: str, bar: str) -> list[str]:
    """Cut at bars (`|` or `||`) that stand outside quotes and brackets."""
    pieces, start, closers, quote, at = [], 0, [], "", 0
    while at < len(text):
        character = text[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"`" and (character != "'" or _opens(text, at)):
            quote = character
        elif character in _PAIRS:
            closers.append(_PAIRS[character])
        elif closers and character == closers[-1]:
            closers.pop()
        elif character == "|" and not closers:
            run = 2 if text.startswith("||", at) else 1
            if run == len(bar):
                pieces.append(text[start:at])
                start = at + run
            at += run - 1
        at += 1
    if quote:
        raise Wrong(f"A quotation mark ({quote}) is opened and not closed.")
    return [*pieces, text[start:]]


def _opens(text: str, at: int) -> bool:
    """An apostrophe inside a word (`Owner's name`) is no quotation mark."""
    return at == 0 or not text[at - 1].isalnum()
