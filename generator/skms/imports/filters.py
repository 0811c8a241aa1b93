"""Filters of import expressions: `Name | strip | slug`. Each function here is one, with its name and its docstring.

The first parameter's name says what a filter gets: `text`, each text by itself, in lists too, blanks passed over;
`values`, the whole as a list; `value`, the value as it is. `ValueError` says in words for the reader why it cannot be.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date as day
from typing import Any

from skms.imports import keys
from skms.words import one_of

MAX_ID = 63
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d.*)?\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[ .-]+([A-Za-z]{3,9})\.?,?[ -](\d{4})\Z")
_TWO_WAYS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]\d.*)?\Z")
_ADDRESS = re.compile(r"""(?:https?://|\bwww\d*\.)[^\s<>"]+""")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s+(?=[^\sa-z])|\s*\Z)|\n\s*\n")
_UNFOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "đ": "d", "ł": "l", "Ł": "L", "œ": "oe"}
)


def strip(text: str, characters: str = "") -> str:
    """Takes away blanks at both ends, or the characters given: `strip '#'`."""
    return text.strip(characters or None)


def squeeze(text: str) -> str:
    """Makes one line of it, with one blank where there were several or line breaks."""
    return " ".join(text.split())


def lower(text: str) -> str:
    """Small letters."""
    return text.lower()


def upper(text: str) -> str:
    """Capital letters."""
    return text.upper()


def slug(text: str) -> str:
    """Makes an id of it, with small letters, digits and hyphens: `Human Resources` becomes `human-resources`."""
    plain = unicodedata.normalize("NFKD", text.translate(_UNFOLDED)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").lower())
    result = "-".join(words)
    if not result:
        raise ValueError(f"{text!r} has no letter or digit that an id could be made of")
    if len(result) > MAX_ID:
        cut = result[: MAX_ID + 1].rpartition("-")[0]
        result = cut or result[:MAX_ID]
    return result


def prefix(text: str, before: str) -> str:
    """Puts a text in front, unless it is there already: `slug | prefix 'team/'`."""
    return text if text.startswith(before) else before + text


def suffix(text: str, after: str) -> str:
    """Puts a text behind, unless it is there already: `slug | suffix '-owner'`."""
    return text if text.endswith(after) else text + after


def replace(text: str, old: str, new: str = "") -> str:
    """Replaces a piece of text everywhere: `replace '&' 'and'`."""
    return text.replace(old, new) if old else text


def before(text: str, mark: str) -> str:
    """What stands before the first such mark: `before ' | '`."""
    return text.partition(mark)[0].strip()


def after(text: str, mark: str) -> str:
    """What stands after the first such mark; all of it where there is none."""
    _, found, rest = text.partition(mark)
    return rest.strip() if found else text


def sentence(text: str) -> str:
    """The first sentence."""
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip()


def truncate(text: str, length: int) -> str:
    """At most so many characters, cut between words and ended with `…`: `truncate 80`."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.–-") + "…"


def number(text: str) -> int | float:
    """A number: `1,200.50`, `1 200` and `99.5 %` are read."""
    plain = re.sub(r"[\s,_'\u00a0\u202f]|%\s*\Z", "", text)
    try:
        result = float(plain)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    if not abs(result) <= 2**53:
        raise ValueError(f"{text!r} is not a number that can be used")
    return int(result) if result.is_integer() else result


def times(text: str, factor: float) -> int | float:
    """Multiplies: `times 100` makes 99 of 0.99."""
    result = round(number(text) * factor, 6)
    return int(result) if float(result).is_integer() else result


def date(text: str, order: str = "") -> str:
    """A date as year-month-day. `1 Jun 2018`, `Jun 1 2018` and `2018-06-01 10:00` are read; for `02/03/2018` say
    which comes first: `date 'DD/MM/YYYY'` or `date 'MM/DD/YYYY'`."""
    parts = _parts(text.strip(), order.upper())
    if parts is None:
        hint = (
            "; say date 'DD/MM/YYYY' or date 'MM/DD/YYYY'"
            if _TWO_WAYS.match(text.strip()) and not order
            else ""
        )
        raise ValueError(f"{text!r} is not a date that can be read{hint}")
    try:
        return day(*parts).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None


def _parts(text: str, order: str) -> tuple[int, int, int] | None:
    if found := _ISO.match(text) or _COMPACT.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _MONTH_FIRST.match(text):
        month, number_, year = found.groups()
    elif found := _DAY_FIRST.match(text):
        number_, month, year = found.groups()
    elif order and (found := _TWO_WAYS.match(text)):
        first, second = (int(found[1]), int(found[2]))
        return int(found[3]), *((first, second) if order.startswith("M") else (second, first))
    else:
        return None
    short = month[:3].lower()
    return (int(year), _MONTHS.index(short) + 1, int(number_)) if short in _MONTHS else None


def visible(text: str) -> str:
    """Takes away characters that cannot be seen: form feeds, marks that change the direction of reading."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def addresses(text: str) -> list[str]:
    """The web addresses in a text, as a list; `https://` is put before one that starts with `www`."""
    found = (match.rstrip(".,;:)'") for match in _ADDRESS.findall(text))
    return [match if match.startswith("http") else f"https://{match}" for match in found if "." in match]


def blank(text: str, *words: str) -> str | None:
    """Takes these words for an empty cell: `blank 'N/A' 'TBD'`."""
    return None if text.strip().lower() in {word.lower() for word in words} else text


def default(value: Any, instead: Any) -> Any:
    """What to take where there is nothing: `default 'unknown'`."""
    return instead if missing(value) else value


def lookup(text: str, table: dict[str, Any], otherwise: Any = None) -> Any:
    """Looks the text up in a table of the map, capitals or not: `lookup status`. A second word is taken where the
    table has nothing: `lookup status 'live'`; without it that is reported."""
    folded = {str(key).strip().lower(): found for key, found in table.items()}
    key = text.strip().lower()
    if key in folded:
        return folded[key]
    if otherwise is None:
        raise ValueError(f"{text!r} is not in the table of the map, which has {one_of(map(str, table))}")
    return otherwise


def record(text: str, kind: str, field: str = "id") -> Any:
    """The id of the record that other rows make with this `key`: `Number | record service`; with a second word a
    field of it: `Number | record service title`."""
    return keys.find(kind, text).get(field)


def split(text: str, mark: str = ",") -> list[str]:
    """Makes a list: `split ';'`. Blanks around the items and empty items go."""
    return [item.strip() for item in text.split(mark or ",") if item.strip()]


def join(values: list[Any], between: str = ", ") -> str:
    """Makes one text of a list: `join ' / '`."""
    return between.join(str(value) for value in values)


def first(values: list[Any]) -> Any:
    """The first of a list."""
    return values[0] if values else None


def last(values: list[Any]) -> Any:
    """The last of a list."""
    return values[-1] if values else None


def unique(values: list[Any]) -> list[Any]:
    """Each item once, in the order of first sight."""
    return [value for index, value in enumerate(values) if value not in values[:index]]


def sort(values: list[Any]) -> list[Any]:
    """In the order of the alphabet."""
    return sorted(values, key=str)


def contains(value: Any, *words: str) -> bool:
    """For conditions: true where the text or list contains one of the words."""
    pool = [str(item).lower() for item in value] if isinstance(value, list) else str(value or "").lower()
    return any(word.lower() in pool for word in words)


def one(value: Any, *words: str) -> bool:
    """For conditions: true where the value is one of these words, capitals or not: `Status | one 'live' 'pilot'`."""
    return str(value if value is not None else "").strip().lower() in {word.lower() for word in words}


def missing(value: Any) -> bool:
    """For conditions: true where there is nothing."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())
