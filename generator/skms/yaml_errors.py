"""What a syntax error of YAML means to somebody who has never heard of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

_NO_COLON = (
    "A line has a key without a colon, or a text runs over several lines unquoted.",
    "Write `key: value`, with a space after the colon; quote long texts or use `>-`.",
)
_AFTER_SCALAR = (
    "did not find expected key",
    "did not find expected ',' or",
    "mapping values are not allowed",
)

# Part of libyaml's own wording, then what it nearly always means, and how to mend it. The first that fits counts.
_MEANINGS = (
    ("mapping values are not allowed", "A colon followed by a space stands inside an unquoted text, or the line is "
     "indented too far.",
     'Put the text in quotes, such as title: "Incident: major", or align the line with its neighbours.'),
    ("block sequence entries are not allowed", "A dash cannot stand here as a value.",
     'Quote it ("-"), or put the list item on a line of its own.'),
    ("could not find expected ':'", *_NO_COLON),
    ("did not find expected key", "The indentation does not fit.", "Align the keys of one level to the same column."),
    ("did not find expected '-' indicator", "The items of a list are not aligned.",
     "Start every item of the list in the same column with `- `."),
    ("did not find expected ',' or '}'", "A { is not closed, or a comma is missing.",
     "Separate entries by commas, close with }, and quote texts that hold , [ ] { or }."),
    ("did not find expected ',' or ']'", "A [ is not closed, or a comma is missing.",
     "Separate entries by commas, close with ], and quote texts that hold , [ ] { or }."),
    ("unexpected end of stream", "A quote is opened but never closed.", "Close it with the same quote."),
    ("expected comment or line break", "Text stands behind | or > on the same line.",
     "Start the text on the next line, indented by two spaces; or put quotes around it and leave | or > out."),
    ("alphabetic or numeric character", "An unquoted text cannot start with * or &.",
     "Put quotes around the whole text."),
    ("non-alphabetical character", "YAML directives (%) are not read.", "Delete the line, or quote the text."),
    ("invalid Unicode character escape", "Inside double quotes a backslash has a special meaning.",
     "Use single quotes, or write the backslash twice."),
    ("unknown escape character", "Inside double quotes a backslash has a special meaning.",
     "Use single quotes, or write the backslash twice."),
    ("did not find expected node content", "A value is missing here.", "Give a value, or delete the comma or bracket."),
    ("found undefined tag", "Tags (!) are not read.", "Quote a text that starts with !."),
    ("found unknown directive", "YAML directives (%) are not read.", "Delete the line, or quote the text."),
)  # fmt: skip


_WIDE_BLANK = re.compile(r"(?:^[ \t]*|[:-])([^\S \t\n])")
"""A blank that YAML takes for a letter, where a plain one is meant: in front of a line, after a colon or a dash."""
WIDE_BLANK = (
    "A blank here is not a plain one but a fixed space, as copied from a web page or a word processor.",
    "Delete it and type the space anew.",
)


def explain(error: yaml.YAMLError, text: str) -> tuple[int, int, str, str]:
    """Return line and column (from 1), a sentence and a remedy for a parser's error."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    lines = text.split("\n")
    row, column = _place(error, lines)
    wide = _WIDE_BLANK.search(lines[row])
    if wide:
        return row + 1, wide.start(1) + 1, *WIDE_BLANK
    if "tab character" in problem:
        return row + 1, column + 1, *_bad_start("\t")
    if "cannot start any token" in problem:
        return (row + 1, column + 1, *_bad_start(lines[row][column : column + 1]))
    scalar = _scalar_before(error, text) if problem.startswith(_AFTER_SCALAR) else None
    if scalar is not None:
        first, last = scalar.start_mark, scalar.end_mark
        if scalar.style in ("'", '"') and first.line < last.line:
            return (
                first.line + 1, first.column + 1,
                f"The quote that is opened here is closed only in line {last.line + 1}.",
                "Close it where the text ends.",
            )  # fmt: skip
        if scalar.style in ("'", '"') and last.line == row:
            return (
                row + 1, column + 1, "Text follows a closing quote.",
                "Put the whole text inside the quotes; a text with an apostrophe goes into double quotes.",
            )  # fmt: skip
        if not scalar.style and first.column == 0 and first.line < last.line:
            return first.line + 1, 1, *_NO_COLON
    for wording, meaning, remedy in _MEANINGS:
        if wording in problem:
            return row + 1, column + 1, meaning, remedy
    return row + 1, column + 1, f"This is not YAML: {problem}.", "Compare with a neighbouring record."


def _place(error: yaml.YAMLError, lines: list[str]) -> tuple[int, int]:
    """Row and column from 0: where what cannot be read begins says more than where the parser gave up."""
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    context = str(getattr(error, "context", ""))
    tab = "tab character" in str(getattr(error, "problem", ""))
    begins = (context.startswith("while scanning a") and "plain" not in context and not tab) or (
        context.startswith("while parsing a flow") and mark and began and began.line < mark.line
    )
    mark = began if began and begins else mark
    row, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    return row, min(column, len(lines[row]))


def _scalar_before(error: yaml.YAMLError, text: str) -> Any:
    """The last scalar token that begins before the place where the parser gave up."""
    mark, last = getattr(error, "problem_mark", None), None
    tokens: Callable[[], Any] = CParser(text).get_token
    with suppress(yaml.YAMLError):
        while mark and (token := tokens()) is not None and token.start_mark.index < mark.index:
            last = token if isinstance(token, yaml.ScalarToken) else last
    return last


def _bad_start(character: str) -> tuple[str, str]:
    if character == "\t":
        return (
            "A tab is used for indentation.",
            "Use two spaces for each level; set your editor to insert spaces.",
        )
    return (
        f"An unquoted text cannot start with {character!r}.",
        f'Put quotes around the whole text, such as "{character}…".',
    )
