"""CSV: comma, semicolon, tab or bar between the cells, whichever the first line uses most."""

from __future__ import annotations

import csv
import io

from skms.formats import Content, Grid, Line, Unreadable, _text

ENDINGS = (".csv", ".tsv", ".txt")
MAX_CELL = 1024 * 1024
_DELIMITERS = ",;\t|"


def read(content: bytes) -> Content:
    """One grid without a name. A cell that starts with `=` is text like any other."""
    text = _text.decode(content)
    # The csv module takes lone carriage returns for line ends of the file; inside a cell they are line breaks.
    reader = csv.reader(
        io.StringIO(text.replace("\r", "\n"), newline=""), delimiter=_delimiter(text), strict=True
    )
    lines = []
    before = csv.field_size_limit(MAX_CELL)
    try:
        at = 1
        for number, cells in enumerate(reader, 1):
            lines.append(Line(number, at, tuple(cell.strip() or None for cell in cells)))
            at = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"This is not CSV: {error}.", "Look for a quotation mark that is not closed.", reader.line_num
        ) from error
    finally:
        csv.field_size_limit(before)
    return Content(grids=(Grid("", tuple(lines)),))


def _delimiter(text: str) -> str:
    """The most frequent of the usual delimiters outside quotes in the first line that has text."""
    quoted, counts, seen = False, dict.fromkeys(_DELIMITERS, 0), False
    for character in text[:MAX_CELL]:
        if character == '"':
            quoted = not quoted
        elif character == "\n" and not quoted:
            if seen:
                break
        elif not quoted and character in counts:
            counts[character] += 1
        seen = seen or not character.isspace()
    return max(_DELIMITERS, key=lambda delimiter: (counts[delimiter], -_DELIMITERS.index(delimiter)))
