"""Rows to drafts of records. Every row ends in exactly one pile: used, set aside, or in trouble."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from skms.findings import Route
from skms.imports import expressions, values
from skms.imports.expressions import Expression, Wrong
from skms.imports.filters import missing
from skms.imports.keys import NotYet, knowing
from skms.imports.mapfile import Entry, ImportMap, Skip
from skms.imports.merge import Differs, merged
from skms.imports.rows import Row, RowSet
from skms.imports.sources import asks, matches
from skms.imports.troubles import Trouble, about

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
MAX_ID = 63


@dataclass(slots=True)
class Draft:
    """A record in the making, with the rows it comes from."""

    entry: Entry
    id: str
    rows: list[Row]
    data: dict[str, Any]
    origins: dict[Route, tuple[Row, Entry]]
    """Which row gave a field, or an item of a list that several rows fill: `("title",)`, `("holders", 2)`."""

    @property
    def name(self) -> str:
        return f"{self.entry.kind.name}/{self.id}"


@dataclass(frozen=True, slots=True)
class _Part:
    """What one row gives to one record."""

    entry: Entry
    row: Row
    ids: tuple[str, ...]
    key: str | None
    data: dict[str, Any]


@dataclass(slots=True)
class Made:
    """All that came of the rows."""

    rows: list[Row] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    keys: dict[tuple[str, str], Draft] = field(default_factory=dict)
    """Drafts by kind and the key that their rows give them."""
    troubles: list[Trouble] = field(default_factory=list)
    aside: dict[str, list[Row]] = field(default_factory=dict)
    """Rows set aside by the reason that the map gives."""
    bad: dict[int, Row] = field(default_factory=dict)
    """Rows in trouble, by identity."""
    later: list[tuple[Entry, Row]] = field(default_factory=list)
    """Entries that name records which other rows make, with their rows."""

    said: set[str] = field(default_factory=set)

    def once(self, text: str) -> bool:
        """True the first time that something is said."""
        first = text not in self.said
        self.said.add(text)
        return first

    def refuse(self, row: Row, trouble: Trouble) -> None:
        """Put a row on the pile of those in trouble."""
        self.troubles.append(trouble)
        self.bad[id(row)] = row


def make(row_sets: Iterable[RowSet], imap: ImportMap) -> Made:
    """Turn rows into drafts."""
    made = Made()
    parts = [
        part for row_set in row_sets for row in row_set.rows for part in _parts(row, row_set, imap, made)
    ]
    for part in parts:
        if not part.entry.adds_to:
            _place(part, made)
    with knowing({place: {**draft.data, "id": draft.id} for place, draft in made.keys.items()}):
        named = list(_named(made))
        for part in named:
            if not part.entry.adds_to:
                _place(part, made)
        for part in (*parts, *named):
            if part.entry.adds_to:
                try:
                    _add(part, made)
                except _Refused as refused:
                    made.refuse(part.row, refused.trouble)
    return made


def _parts(row: Row, row_set: RowSet, imap: ImportMap, made: Made) -> Iterator[_Part]:
    """What a row gives to each entry that takes it."""
    made.rows.append(row)
    if row.problem:
        made.refuse(row, about(row, f"{row.problem}.", "Give the column a name, or empty the cells."))
        return
    try:
        reason = next((skip.because for skip in imap.skips if _skips(skip, row, row_set)), None)
    except Wrong as error:
        made.refuse(row, about(row, f"A condition under `skip` cannot be worked out: {error}"))
        return
    if reason is not None:
        made.aside.setdefault(reason, []).append(row)
        return
    taken = 0
    for entry in imap.entries:
        if asks(entry.rows, row_set) and matches(entry.file, row.file):
            try:
                if entry.when is None or _true(entry.when, row):
                    taken += 1
                    yield _part(entry, row)
            except NotYet:
                made.later.append((entry, row))
            except _Refused as refused:
                made.refuse(row, refused.trouble)
            except Wrong as error:
                made.refuse(row, about(row, f"The condition of a record cannot be worked out: {error}"))
    if not taken and id(row) not in made.bad:
        help_text = "Widen a `when` of the map, or add a `skip` that says why such rows are left out."
        made.refuse(row, about(row, "No entry of the map takes this row.", help_text))


def _named(made: Made) -> Iterator[_Part]:
    """What rows give to entries that name records of other rows, now that these are known."""
    for entry, row in made.later:
        try:
            yield _part(entry, row)
        except _Refused as refused:
            made.refuse(row, refused.trouble)


def _skips(skip: Skip, row: Row, row_set: RowSet) -> bool:
    named = skip.rows in ("", row_set.sheet or row_set.rows_expression)
    return named and matches(skip.file, row.file) and _true(skip.when, row)


class _Refused(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


def _true(condition: Expression, row: Row) -> bool:
    try:
        value = expressions.evaluate(condition, row.data)
    except NotYet as error:
        raise Wrong("a condition cannot ask for the records of other rows.") from error
    return not missing(value) and value is not False


def _part(entry: Entry, row: Row) -> _Part:
    kind = entry.kind.one.lower()
    ids = []
    for expression in entry.ids:
        value = _value(expression, row, "id", kind)
        if missing(value):
            continue
        text = str(value)
        if not _ID.match(text) or len(text) > MAX_ID or text in _DEVICES:
            help_text = "Ids are small letters, digits and hyphens, at most 63; the filter `slug` makes them."
            raise _Refused(about(row, f"{text[:80]!r} cannot be the id of a {kind}.", help_text, expression))
        ids.append(text)
    key = _value(entry.key, row, "key", kind) if entry.key else None
    if not ids and not (entry.adds_to and key is not None):
        help_text = "Fill the cell, or set such rows aside with `skip`."
        raise _Refused(
            about(row, f"There is nothing to make the id of a {kind} of.", help_text, _first(entry))
        )
    data = dict(entry.constants)
    for name, value_ in entry.fields.fields.items():
        found = _value(value_, row, name, kind)
        if not (missing(found) or found == ()):
            data[name] = found
    return _Part(entry, row, tuple(dict.fromkeys(ids)), None if key is None else str(key), data)


def _value(value: values.Value, row: Row, name: str, kind: str) -> Any:
    try:
        return values.evaluate(value, row.data)
    except Wrong as error:
        raise _Refused(about(row, f"`{name}` of the {kind} cannot be made: {error}", "", value)) from error


def _first(entry: Entry) -> Expression | None:
    """What names an entry's records."""
    return entry.ids[0] if entry.ids else entry.key


def _place(part: _Part, made: Made) -> None:
    """Give a part its record: a new one, or the one of former rows where the entry groups rows."""
    kind = part.entry.kind
    for record_id in part.ids:
        there = made.drafts.get(f"{kind.name}/{record_id}")
        if there is None:
            draft = Draft(part.entry, record_id, [], {}, {})
            _take(draft, part, part.data)
            made.drafts[draft.name] = draft
            if part.key is not None:
                made.keys.setdefault((kind.name, part.key), draft)
            return
        if part.entry.group and there.entry.group:
            _merge(there, part, made)
            return
    first = made.drafts[f"{kind.name}/{part.ids[0]}"].rows[0]
    where = first.label if first.file == part.row.file else f"{first.file}, {first.label}"
    made.refuse(
        part.row,
        about(
            part.row,
            f"This row and {where} both give {kind.name}/{part.ids[0]}; the first is kept.",
            "Delete one of them, choose another id in the map, or set `group: true` where both describe one thing.",
            _first(part.entry),
        ),
    )


def _add(part: _Part, made: Made) -> None:
    """Let a row add to a record that other rows have made."""
    kind = part.entry.kind.name
    by_id = (made.drafts.get(f"{kind}/{record_id}") for record_id in part.ids)
    there = made.keys.get((kind, part.key)) if part.key is not None else next(filter(None, by_id), None)
    if there is None:
        message = f"No row makes the {kind} {part.key or part.ids[0]!r}, which this row adds to."
        made.refuse(part.row, about(part.row, message, "", _first(part.entry)))
        return
    for name, expression in part.entry.agrees.items():
        said, known = _value(expression, part.row, name, part.entry.kind.one.lower()), there.data.get(name)
        if said != known:
            message = (
                f"{said!r} stands here, but `{name}` of {there.name} is {known!r} ({there.rows[0].label})."
            )
            help_text = "Rows that say so were added all the same; one of the two is wrong."
            if made.once(f"{there.name} {name} {said}"):
                made.troubles.append(about(part.row, message, help_text, expression, note=True))
    _merge(there, part, made)


def _merge(draft: Draft, part: _Part, made: Made) -> None:
    try:
        _take(draft, part, merged(draft.data, part.data))
    except Differs as other:
        name = ".".join(str(step) for step in other.route)
        message = f"`{name}` of {draft.name} is {other.second!r} here, but {other.first!r} in {draft.rows[0].label}."
        field_ = part.entry.fields.fields.get(str(other.route[0]))
        made.refuse(part.row, about(part.row, message, "Rows of one record must agree.", field_))


def _take(draft: Draft, part: _Part, data: dict[str, Any]) -> None:
    """Let a draft become `data`, and remember what of it the part's row gave."""
    for name, value in data.items():
        if isinstance(value, tuple):
            for index in range(len(draft.data.get(name, ())), len(value)):
                draft.origins[name, index] = (part.row, part.entry)
        if name not in draft.data:
            draft.origins[name,] = (part.row, part.entry)
    draft.data = data
    draft.rows.append(part.row)
