"""Values of records as they stand in cells, and cells as values.

What a cell shows can be read back without loss: a text that would be mistaken for something else is written as JSON
behind `json:`. Cells are compared in their plain form, so that a spreadsheet program which turns `7` into `7.0` or
Unix line ends into its own has changed nothing.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from skms.dates import parse_date
from skms.kinds import Schema
from skms.tables.columns import (
    BOOLEAN,
    DATA,
    DATE,
    LIST,
    NUMBER,
    PAIRS,
    Column,
    allows_number,
    allows_text,
)

Cell = str | int | float | bool | date | None
JSON = "json:"
_WORDS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_SEPARATOR = ": "


class BadCell(Exception):
    """A cell cannot be read; the message is one plain sentence."""


def cell(value: Any, column: Column) -> Cell:
    """What stands in the cell of a value; None where there is none."""
    if value is None:
        return None
    if column.shape == DATA:
        return _json(value)
    if column.shape == LIST and isinstance(value, list):
        return _lines([_word(item) for item in value]) or _marked(value)
    if column.shape == PAIRS and isinstance(value, dict):
        return _lines([_pair(key, item) for key, item in value.items()]) or _marked(value)
    if isinstance(value, (dict, list)):
        return _marked(value)
    if isinstance(value, str):
        day = parse_date(value) if column.shape == DATE else None
        return day or (value if _safe(value, column) else _marked(value))
    return value  # type: ignore[no-any-return]  # bool, int or float


def value(content: Cell, column: Column, before: Any = None) -> Any:
    """The value that a cell means; `before` decides where the schema allows several types. None for an empty cell."""
    if content is None or (isinstance(content, str) and not content.strip()):
        return None
    if isinstance(content, str) and content.startswith(JSON):
        return _parsed(content.removeprefix(JSON))
    if column.shape == DATA:
        return _parsed(content) if isinstance(content, str) else content
    if column.shape == LIST:
        return _read_list(content, column, before)
    if column.shape == PAIRS:
        return _read_pairs(content, column, before)
    return _scalar(content, column.shape, column.node, before)


def plain(content: Cell) -> str:
    """The form in which two cells are compared: what a reader sees, whatever the program made of it."""
    if content is None:
        return ""
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, (int, float)):
        return repr(int(content)) if float(content).is_integer() else repr(content)
    if isinstance(content, date):
        return content.isoformat()
    text = content.replace("\r\n", "\n").replace("\r", "\n") if "\r" in content else content
    if "\n" in text:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()


def truth(content: Cell) -> bool | None:
    """Yes or no however a program has written it (TRUE, 1); None where it is neither."""
    return _WORDS.get(plain(content).lower())


def fingerprint(names: Sequence[str], cells: Sequence[Cell]) -> str:
    """What a row says, as a letter and twelve digits; empty cells and the order of columns do not matter."""
    pairs = zip(names, cells, strict=False)
    said = sorted((name, text) for name, one in pairs if one is not None and (text := plain(one)))
    # A letter in front, because a spreadsheet program takes `12e456789012` for a number.
    return f"f{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]}"


def _scalar(content: Cell, shape: str, node: Schema, before: Any) -> Any:
    text = plain(content)
    if shape == BOOLEAN:
        known = truth(content)
        if known is None:
            raise BadCell(f"{text!r} is neither true nor false.")
        return known
    if shape == NUMBER or (allows_number(node) and not allows_text(node)):
        return _number(content, text, node, before)
    if isinstance(content, str):
        # A text of several lines keeps the line end with which it was written.
        return text + "\n" if isinstance(before, str) and before.endswith("\n") else text
    return text


def _number(content: Cell, text: str, node: Schema, before: Any) -> int | float | str:
    # `1200.00` in quotes stays a text where it was one: amounts keep their decimals.
    if allows_text(node) and (isinstance(before, str) or (isinstance(content, str) and before is None)):
        return text
    try:
        number = float(text)
    except ValueError:
        if allows_text(node):
            return text
        raise BadCell(f"{text!r} is not a number.") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise BadCell(f"{text!r} is not a number that can be used.")
    return int(number) if number.is_integer() and ("." not in text or isinstance(before, int)) else number


def _read_list(content: Cell, column: Column, before: Any) -> Any:
    lines = [line.strip() for line in plain(content).split("\n") if line.strip()]
    old = before if isinstance(before, list) else []
    if isinstance(before, str) and len(lines) == 1:
        return lines[0]
    return [_line(line, column.node, old[at] if at < len(old) else None) for at, line in enumerate(lines)]


def _line(text: str, node: Schema, before: Any) -> Any:
    """One value of several in a cell; where both are allowed, what looks just as a number is written is one."""
    if not allows_number(node):
        return text
    content: Cell = text
    with suppress(ValueError):
        content = float(text) if plain(float(text)) == text else text
    return _scalar(content, NUMBER, node, before)


def _read_pairs(content: Cell, column: Column, before: Any) -> dict[str, Any]:
    old = before if isinstance(before, dict) else {}
    result: dict[str, Any] = {}
    for line in plain(content).split("\n"):
        if not line.strip():
            continue
        key, mark, text = line.strip().partition(":")
        if not mark:
            raise BadCell(f"{line.strip()!r} has no colon: write one `name: value` in each line.")
        if key in result:
            raise BadCell(f"{key!r} is named twice.")
        text = text.strip()
        result[key] = None if text in ("", "null") else _line(text, column.node, old.get(key))
    return result


def _safe(text: str, column: Column) -> bool:
    """Whether a text is read back as itself."""
    if not text.strip() or text.startswith(JSON) or "\r" in text:
        return False
    return column.shape != BOOLEAN


def _word(item: Any) -> str | None:
    if isinstance(item, str):
        return item if item == item.strip() and item and "\n" not in item else None
    return plain(item) if isinstance(item, (int, float)) and not isinstance(item, bool) else None


def _pair(key: str, item: Any) -> str | None:
    if ":" in key or key != key.strip() or "\n" in key:
        return None
    text = "null" if item is None else _word(item)
    return None if text is None or (text == "null" and item is not None) else f"{key}{_SEPARATOR}{text}"


def _lines(lines: Iterable[str | None]) -> str | None:
    """Lines as one text; None where one of them, or the whole, cannot be read back."""
    known = list(lines)
    text = "\n".join(line for line in known if line is not None)
    return text if known and None not in known and not text.startswith(JSON) else None


def _marked(data: Any) -> str:
    return JSON + _json(data)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadCell(f"This is not JSON: {error}.") from error


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def unguarded(text: str) -> str:
    """The text without the quote that `guarded` put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text
