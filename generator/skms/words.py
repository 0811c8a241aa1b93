"""Wording that messages share: lists of allowed values, near misses, plain names of YAML types."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

MANY = 12
"""Longest list of allowed values that a message spells out."""
LONGEST = 90
"""Longest value that a message quotes in full."""


def one_of(options: Iterable[str], last: str = "or") -> str:
    """`a, b or c`; long lists are cut."""
    names = list(options)
    if len(names) > MANY:
        return ", ".join(names[:MANY]) + f" … ({len(names)} in all)"
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def near(word: str, options: Iterable[str]) -> str | None:
    """The option that was probably meant, or None."""
    pool = list(options)
    lower = {option.lower(): option for option in pool}
    if word.lower() in lower:
        return lower[word.lower()]
    # Two letters in common say little of a word of three.
    found: Sequence[str] = difflib.get_close_matches(
        word.lower(), list(lower), 1, 0.6 if len(word) > 3 else 0.7
    )
    if found:
        return lower[found[0]]
    starts = [option for option in pool if option.startswith(word) or word.startswith(option)]
    return starts[0] if len(starts) == 1 and len(word) > 2 else None


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """` Did you mean …?` with a leading space, or nothing."""
    option = near(word, options)
    return f" Did you mean {option!r}?" if option else ""


def with_article(noun: str) -> str:
    """`an agreement`, `a role`."""
    return f"an {noun}" if noun[:1].lower() in "aeio" or noun[:3].lower() == "und" else f"a {noun}"


def shown(value: Any) -> str:
    """A value as a message shows it; a long one is cut."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]}…{text[-1]}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 record`, `2 records`, `1,234 records`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def type_name(value: Any) -> str:
    """What a service owner would call the type of a parsed value."""
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a group of fields"
        case _:
            return "empty"


SCHEMA_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of fields",
    "null": "nothing",
}
