"""JSON: one tree."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from skms.formats import Content, Tree, Unreadable, _text

ENDINGS = (".json",)


def read(content: bytes) -> Content:
    """One tree; a key that is written twice, NaN and infinity are refused."""
    text = _text.decode(content)
    try:
        data = json.loads(text, object_pairs_hook=_mapping, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise Unreadable(f"This is not JSON: {error.msg}.", "", error.lineno) from error
    except RecursionError as error:
        raise Unreadable("The values are nested too deeply.") from error
    except ValueError as error:  # a number with thousands of digits
        raise Unreadable(f"A value cannot be read: {error}.") from error
    return Content(trees=(Tree(data),))


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Unreadable(f"The key {twice!r} is written twice in the same object.", "Keep one of the two.")
    return result


def _refuse(word: str) -> NoReturn:
    raise Unreadable(f"{word} is not a number that can be used.", "Leave the value out, or give a figure.")
