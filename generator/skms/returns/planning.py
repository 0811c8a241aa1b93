"""Differences to edits of files: the steps for each record, the new files, and a look at what comes out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from skms.edits.steps import Drop
from skms.findings import Hit, Route
from skms.model import Model
from skms.pipeline import model_of
from skms.returns.comparing import Addition, Change, Difference, Removal
from skms.returns.drafts import Work, edits
from skms.returns.placing import blank
from skms.returns.reading import Trouble
from skms.returns.stepping import droppable, lay, list_route, put, steps
from skms.rules import load_rules
from skms.tables.cells import BadCell, value
from skms.tables.columns import NUMBERED, Sheet
from skms.tables.rows import value_at

SOUND = ("GEN002", "GEN003", "GEN004", "GEN005", "GEN006", "GEN007")
"""Rules that an import must not break; all others are for `skms check`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    edits: Mapping[str, str | None]
    """New text of each file; None for one that goes."""
    changes: tuple[str, ...]
    """What is changed and added, in sentences."""
    removed: tuple[str, ...]
    """Rows that did not come back."""
    troubles: tuple[Trouble, ...]
    moves: Mapping[str, str] = field(default_factory=dict)
    """Old path → new path of files that are renamed."""


def plan(differences: Iterable[Difference], model: Model, *, delete: bool) -> Plan:
    """Work out the edits. With any trouble there are none: an import is taken over whole or not at all."""
    work = Work(model)
    # Lists are changed from their end, so that places from 1 stay true; what is new comes before what goes.
    found = list(differences)
    changes = [one for one in found if isinstance(one, Change)]
    additions = [one for one in found if isinstance(one, Addition)]
    removals = [one for one in found if isinstance(one, Removal)]
    work.troubles += [one for one in found if isinstance(one, Trouble)]
    for change in changes:
        _attempt(work, change)
    for addition in additions:
        _add(work, addition)
    whole = {one.row.record.name for one in removals if not one.sheet.pattern}
    for removal in sorted(removals, key=lambda one: _backwards(one.row.route)):
        _remove(work, removal, whole, delete=delete)
    texts = edits(work)
    if not work.troubles:
        work.troubles += _unsound(work, texts)
    return Plan(
        {} if work.troubles else texts, tuple(work.changes), tuple(sorted(work.removed)), tuple(work.troubles)
    )


def _backwards(route: Route) -> tuple[tuple[str, int], ...]:
    return tuple(("", -step) if isinstance(step, int) else (step, 0) for step in route)


def _attempt(work: Work, change: Change) -> None:
    column, row, page = change.column, change.row, change.page
    draft = work.draft(page.sheet.kind, row.keys[0])
    place = page.place(change.line, column.name)
    draft.place = draft.place or place
    before = value_at(row.item, column.route)
    try:
        after = value(change.cell, column, before)
    except BadCell as error:
        work.troubles.append(Trouble(place, str(error), column.help))
        return
    if after is None and column.required:
        work.troubles.append(Trouble(place, f"{column.name!r} must be given.", column.help))
        return
    work.places.note(page, change.line, row.keys)
    was, now = plain_line(before), plain_line(after)
    work.changes.append(f"{place}: {draft.name}, {column.name}: {was} → {now}")
    if column.route == ("body",) and draft.record and draft.record.body_path:
        if after is None:
            work.troubles.append(
                Trouble(place, "The text is a file of its own.", f"Delete {draft.record.body_path} instead.")
            )
        draft.body = after
        return
    for step in steps(work.schema(draft), draft.data, (*row.route, *column.route), before, after):
        draft.take(step)


def plain_line(data: Any) -> str:
    """A value on one line, for a report."""
    text = "nothing" if data is None else str(data).replace("\n", " ")
    return text if len(text) <= 60 else f"{text[:57]}…"


def _add(work: Work, addition: Addition) -> None:
    """A new record, or a new item of a list."""
    page, sheet, line, keys = addition.page, addition.page.sheet, addition.line, addition.keys
    draft = work.draft(sheet.kind, keys[0])
    item: dict[str, Any] = {} if sheet.pattern else dict(draft.data)
    if sheet.item_id:
        item[sheet.item_id] = keys[-1]
    for column, cell in addition.cells:
        try:
            after = value(cell, column)
        except BadCell as error:
            work.troubles.append(Trouble(page.place(line, column.name), str(error), column.help))
            continue
        lay(item, column.route, after)
    if not sheet.pattern:
        draft.data = {**item, **{k: v for k, v in draft.data.items() if k not in item}}
        work.places.note(page, line, keys)
        work.changes.append(f"{page.place(line, sheet.keys[0])}: {draft.name} is new")
        return
    route = list_route(draft.data, sheet.pattern, keys, sheet.kind)
    if route is None:
        work.troubles.append(
            Trouble(page.place(line, sheet.keys[-2]), f"{keys[-2]!r} is not in the list above.", "")
        )
        return
    items = blank(draft.data, route)
    number = len(items)
    key = keys[-1] if sheet.keys[-1] != NUMBERED else str(number + 1)
    work.places.note(page, line, (*keys[:-1], key))
    draft.take(put(work.schema(draft), draft.data, (*route, number), _ordered_item(sheet, item)))
    work.changes.append(
        f"{page.place(line, sheet.keys[0])}: {draft.name} has a new entry in {sheet.pattern[-1]}"
    )


def _ordered_item(sheet: Sheet, item: dict[str, Any]) -> dict[str, Any]:
    """The fields of a new item with its id first."""
    return {sheet.item_id: item[sheet.item_id], **item} if sheet.item_id else item


def _remove(work: Work, removal: Removal, whole: set[str], *, delete: bool) -> None:
    """A row that did not come back: told, and taken away if that is wished."""
    row, sheet = removal.row, removal.sheet
    if sheet.pattern and row.record.name in whole:
        return
    name = f"{row.record.name}" + (f", {sheet.pattern[-1]} {row.keys[-1]}" if sheet.pattern else "")
    work.removed.append(name)
    if not delete:
        return
    if not sheet.pattern:
        work.gone.append(row.record)
        return
    draft = work.draft(sheet.kind, row.keys[0])
    draft.take(Drop(droppable(draft.data, row.route)))


def _unsound(work: Work, after: Mapping[str, str | None]) -> Iterator[Trouble]:
    """What the edits would break: shapes and references."""
    if not after:
        return
    old = work.model
    texts = {path: text for path, text in {**old.texts, **after}.items() if text is not None}
    model = model_of(texts, old.as_of, old.settings)
    known = {(hit.path, hit.route, hit.message) for hit in _hits(old)}
    for hit in _hits(model):
        if (hit.path, hit.route, hit.message) not in known:
            yield Trouble(work.places.find(model, hit) or hit.path, hit.message, hit.help)


def _hits(model: Model) -> Iterator[Hit]:
    rules = load_rules()
    return chain.from_iterable(rules[code].check(model) for code in SOUND)
