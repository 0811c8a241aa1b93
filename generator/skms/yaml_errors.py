"""What a syntax error of YAML means to somebody who has never heard of YAML."""

from __future__ import annotations

import yaml

# Part of libyaml's own wording, then what it nearly always means, and how to mend it. The first that fits counts.
_MEANINGS = (
    ("mapping values are not allowed", "A colon followed by a space stands inside an unquoted text, or the line is "
     "indented too far.",
     'Put the text in quotes, such as title: "Incident: major", or align the line with its neighbours.'),
    ("block sequence entries are not allowed", "A dash cannot stand here as a value.",
     'Quote it ("-"), or put the list item on a line of its own.'),
    ("could not find expected ':'", "A line has a key without a colon, or a text runs over several lines unquoted.",
     "Write `key: value`, with a space after the colon; quote long texts or use `>-`."),
    ("did not find expected key", "The indentation does not fit, or text follows a closing quote.",
     "Align the keys of one level to the same column, and put the whole text inside the quotes."),
    ("did not find expected '-' indicator", "The items of a list are not aligned.",
     "Start every item of the list in the same column with `- `."),
    ("did not find expected ',' or '}'", "A { is not closed, or a comma is missing.",
     "Separate entries by commas, close with }, and quote texts that hold , [ ] { or }."),
    ("did not find expected ',' or ']'", "A [ is not closed, or a comma is missing.",
     "Separate entries by commas, close with ], and quote texts that hold , [ ] { or }."),
    ("unexpected end of stream", "A quote is opened but never closed.", "Close it with the same quote."),
    ("unknown escape character", "Inside double quotes a backslash has a special meaning.",
     "Use single quotes, or write the backslash twice."),
    ("did not find expected node content", "A value is missing here.", "Give a value, or delete the comma or bracket."),
    ("found undefined tag", "Tags (!) are not read.", "Quote a text that starts with !."),
    ("found unknown directive", "YAML directives (%) are not read.", "Delete the line, or quote the text."),
)  # fmt: skip


def explain(error: yaml.YAMLError, text: str) -> tuple[int, int, str, str]:
    """Return line and column (from 1), a sentence and a remedy for a parser's error."""
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in str(getattr(error, "problem", "")):
        mark = (
            getattr(error, "context_mark", None) or mark
        )  # where the quote was opened says more than the end
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    lines = text.split("\n")
    row, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    column = min(column, len(lines[row]))
    if "tab character" in problem:
        return row + 1, column + 1, *_bad_start("\t")
    if "cannot start any token" in problem:
        return (row + 1, column + 1, *_bad_start(lines[row][column : column + 1]))
    for wording, meaning, remedy in _MEANINGS:
        if wording in problem:
            return row + 1, column + 1, meaning, remedy
    return row + 1, column + 1, f"This is not YAML: {problem}.", "Compare with a neighbouring record."


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
