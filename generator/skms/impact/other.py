"""Every other kind: who names the record, and would be left without it."""

from __future__ import annotations

from collections.abc import Iterator

from skms.fit import Record
from skms.impact.values import Group, Item, by_title
from skms.model import Model
from skms.words import one_of

QUESTION = "if this ends"


def groups(model: Model, record: Record) -> Iterator[Group]:
    """The records that name it, with the fields in which they do."""
    fields: dict[str, dict[str, None]] = {}
    for link in model.backlinks(record.name):
        source = model.get(link.source)
        if source and source.phase != "ended" and source.name != record.name:
            where = link.field.name.partition(".")[0].replace("_", " ") or "its text"
            fields.setdefault(source.name, {})[where] = None
    items = [
        Item(model.records[name], f"names it under {one_of(found, 'and')}") for name, found in fields.items()
    ]
    yield Group("named", "Records that name it", by_title(items))
