"""Things worth knowing about a file as a whole: columns that are not there, words in two spellings, sheets not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from skms.imports import expressions, values
from skms.imports.expressions import Expression, Wrong
from skms.imports.filters import missing
from skms.imports.keys import NotYet
from skms.imports.mapfile import Entry, ImportMap
from skms.imports.rows import RowSet
from skms.imports.sources import asks, matches
from skms.imports.troubles import Trouble
from skms.words import did_you_mean, one_of, plural

_MANY = 3
_PUNCTUATION = re.compile(r"[\W_]+")


class NoColumn(Exception):
    """The map asks for columns that the table does not have; one sentence each."""


def check_columns(row_sets: Sequence[RowSet], imap: ImportMap) -> None:
    """Raise `NoColumn` where a table lacks a column of the map: every row would lack it."""
    wrong = []
    for row_set in row_sets:
        if row_set.columns is not None:
            for name in (
                name for entry in _entries(row_set, imap) for name in _lacking(entry, row_set.columns)
            ):
                sheet = f", sheet {row_set.sheet}" if row_set.sheet else ""
                hint = did_you_mean(name, row_set.columns) or f" It has {one_of(row_set.columns, 'and')}."
                wrong.append(f"{row_set.file}{sheet} has no column {name!r}.{hint}")
    if wrong:
        raise NoColumn("\n".join(dict.fromkeys(wrong)))


def _lacking(entry: Entry, known: Collection[str]) -> list[str]:
    """Columns or keys that an entry cannot do without."""
    found = (expressions.lacking(e, known) for value in _values(entry) for e in values.expressions_in(value))
    return list(dict.fromkeys(name for names in found for name in names))


def _entries(row_set: RowSet, imap: ImportMap) -> list[Entry]:
    return [
        entry for entry in imap.entries if asks(entry.rows, row_set) and matches(entry.file, row_set.file)
    ]


def _values(entry: Entry) -> tuple[values.Value, ...]:
    return (*entry.ids, *filter(None, (entry.key, entry.when)), *entry.agrees.values(), entry.fields)


def notes(row_sets: Sequence[RowSet], imap: ImportMap) -> Iterator[Trouble]:
    """All that is worth knowing."""
    for entry in imap.entries:
        found = [row_set for row_set in row_sets if entry in _entries(row_set, imap)]
        if not any(row_set.rows for row_set in found):
            what = f"`rows: {entry.rows}`" if entry.rows else f"Entry {entry.number + 1} of the map"
            yield Trouble(
                entry.file or "all files", "", 0, f"{what} ({entry.kind.name}) finds no row.", note=True
            )
        yield from _spellings(entry, found)
        trees = [row_set for row_set in found if row_set.columns is None and row_set.rows]
        if trees:
            yield from _strangers(entry, trees)


def _strangers(entry: Entry, trees: Sequence[RowSet]) -> Iterator[Trouble]:
    """Keys that the map asks for and no piece of any tree has: often a slip of the pen."""
    rows = [row for row_set in trees for row in row_set.rows]
    known = dict.fromkeys(key for row in rows for key in row.data if not key.startswith("_"))
    for name in _lacking(entry, known):
        where = f"rows `{entry.rows}`" if entry.rows else "rows"
        message = f"None of the {where} has {name!r}, which the map asks for.{did_you_mean(name, known)}"
        yield Trouble(trees[0].file, "", 0, message, "Mark it with a ? where it may be missing.", note=True)


def _spellings(entry: Entry, row_sets: Sequence[RowSet]) -> Iterator[Trouble]:
    """Different words in a file that a filter makes one of: usually one thing in two spellings."""
    wanted = [*(entry.ids if entry.group else ()), *values.expressions_in(entry.fields)]
    for value in wanted:
        if any(call.name in ("slug", "lower") for call in value.calls):
            seen: dict[str, Counter[str]] = {}
            for row_set in row_sets:
                for row in row_set.rows:
                    _note_spelling(value, row.data, seen)
            for result, spellings in seen.items():
                if (
                    len(spellings) > 1
                    and len({_PUNCTUATION.sub("", word.casefold()) for word in spellings}) == 1
                ):
                    words = [
                        f"{word!r} ({plural(count, 'row')})" for word, count in spellings.most_common(_MANY)
                    ]
                    message = f"{one_of(words, 'and')} are taken for one and the same: {result}."
                    help_text = "Where they differ, tell them apart in the map."
                    place = values.column(value, ()) or ""
                    yield Trouble(row_sets[0].file, place, 0, message, help_text, note=True)


def _note_spelling(value: Expression, data: object, seen: dict[str, Counter[str]]) -> None:
    if not isinstance(data, dict):
        return
    try:
        source, result = (
            expressions.evaluate(Expression("", value.heads, ()), data),
            expressions.evaluate(value, data),
        )
    except (Wrong, NotYet):
        return
    if isinstance(source, str) and not missing(result):
        seen.setdefault(str(result), Counter())[source.strip()] += 1
