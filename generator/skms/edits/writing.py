"""Values as YAML source: on one line, on several, and in the style in which a value was written before."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from skms.edits.steps import same
from skms.parse import parse

WIDTH = 120
"""Longest line that is written; longer ones that people wrote stay."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;()/_-]*[A-Za-z0-9.)]|[A-Za-z]")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z][A-Za-z0-9 .()/_-]*[A-Za-z0-9.)]|[A-Za-z]")
_BARE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[1-9][0-9]*[mhdwMQY]")
_REFERENCE = re.compile(r"(?:[a-z-]+/)?[a-z][a-z0-9-]*(?:#[A-Za-z0-9._-]+)?")
_UNSEEN = re.compile(r"[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff]")
_RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def flow(value: Any, inside: bool = False) -> str:
    """A value on one line."""
    if isinstance(value, list):
        return f"[{', '.join(flow(item, inside=True) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key, True)}: {flow(item, inside=True)}' for key, item in value.items())}}}"
    return scalar(value, inside)


def scalar(value: Any, inside: bool = False) -> str:
    """One value, quoted where YAML or a reader could take it for something else."""
    if isinstance(value, str):
        plain = _PLAIN_IN_FLOW if inside else _PLAIN
        bare = _BARE.fullmatch(value) or _REFERENCE.fullmatch(value)
        if (bare or plain.fullmatch(value)) and value.lower() not in _RESERVED:
            return value
    return _UNSEEN.sub(lambda match: f"\\U{ord(match[0]):08x}", json.dumps(value, ensure_ascii=False))


def restyled(value: Any, style: str, inside: bool, is_key: bool = False) -> str:
    """A scalar in the quotes that stood there before, where it can be."""
    for source in _candidates(value, style, inside):
        if reads_as(source, value, inside, is_key):
            return source
    return scalar(value, inside)


def reads_as(source: str, value: Any, inside: bool = False, is_key: bool = False) -> bool:
    """Whether YAML source on one line means the value."""
    if is_key:
        read = parse("", f"{source}: 1\n")
        return not read.hits and same(read.data, {value: 1})
    read = parse("", f"k: [{source}]\n" if inside else f"k: {source}\n")
    return not read.hits and same(read.data, {"k": [value] if inside else value})


def _candidates(value: Any, style: str, inside: bool) -> Iterator[str]:
    if isinstance(value, str) and "\n" not in value:
        if style == "'":
            yield "'" + value.replace("'", "''") + "'"
        elif style == "plain" and value.lower() not in _RESERVED and not _BARE_NUMBER.match(value):
            yield value
        if style == '"':
            yield json.dumps(value, ensure_ascii=False)
    yield scalar(value, inside)


_BARE_NUMBER = re.compile(r"[-+]?[0-9][0-9_:.]*\Z")
"""What older YAML readers take for a number or a time."""


def block(value: Any, column: int) -> list[str]:
    """The lines that follow `key:` or `- `, the first without its indent; `column` is that of the lines below."""
    pad = " " * column
    if isinstance(value, str):
        return (
            text_lines(value, column)
            if "\n" in value or len(value) > WIDTH - column - 20
            else [scalar(value)]
        )
    if not isinstance(value, (dict, list)) or not value or _short(value, column):
        return [flow(value)]
    lines: list[str] = [""]
    if isinstance(value, dict):
        for key, below in value.items():
            lines += _entry(f"{pad}{scalar(key)}:", block(below, column + 2))
        return lines
    for item in value:
        first, *rest = block(item, column + 2)
        if not first and rest:  # a group of fields begins on the line of its dash
            first, *rest = (rest[0].lstrip(), *rest[1:])
        lines += [f"{pad}- {first}", *rest]
    return lines


def _entry(head: str, below: list[str]) -> list[str]:
    return [f"{head} {below[0]}" if below[0] else head, *below[1:]]


def entry(key: str, value: Any, column: int) -> list[str]:
    """The lines of `key: value`, the first without its indent."""
    return _entry(f"{scalar(key)}:", block(value, column + 2))


def _short(value: Any, column: int) -> bool:
    plain = all(
        not isinstance(item, (dict, list)) for item in (value.values() if isinstance(value, dict) else value)
    )
    return (
        plain
        and len(flow(value)) <= WIDTH - 30 - column
        and "\n" not in json.dumps(value).replace("\\n", "\n")
    )


def text_lines(value: str, column: int, style: str = "") -> list[str]:
    """A long text as a block: folded where it is running text, else line by line."""
    lines = _text_lines(value, column, style)
    read = parse("", f"{' ' * max(column - 2, 0)}k: " + "\n".join(lines) + "\n")
    return lines if not read.hits and same(read.data, {"k": value}) else [flow(value)]


def _text_lines(value: str, column: int, style: str) -> list[str]:
    body = value.removesuffix("\n")
    mark = "" if value.endswith("\n") else "-"
    rough = any(line != line.strip() for line in body.split("\n"))
    if style == "|" or rough or any(line.startswith(("- ", "* ", "|", "1.")) for line in body.split("\n")):
        return [f"|{mark}", *(f"{' ' * column}{line}".rstrip() for line in body.split("\n"))]
    lines: list[str] = []
    for line in body.split("\n"):
        lines += [*([""] if lines else []), *(textwrap.wrap(
            line, WIDTH - 2 - column, break_long_words=False, break_on_hyphens=False) or [""])]  # fmt: skip
    return [f">{mark}", *(f"{' ' * column}{line}".rstrip() for line in lines)]
