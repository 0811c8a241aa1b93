"""What rules about a change share: a record as it was before."""

from __future__ import annotations

from collections.abc import Iterator

from skms.fit import Record
from skms.model import Model


def before(base: Model, record: Record) -> Record | None:
    """The record in the state that a change started from, under its former ids too."""
    names = [record.name, *(f"{record.kind}/{alias}" for alias in record.data.get("aliases", ()))]
    return next((found for name in names if (found := base.get(name))), None)


def renamed(model: Model, base: Model) -> dict[str, str]:
    """Records that are called otherwise by now: `{former name: present name}`."""
    aliases = model.names.aliases
    return {name: aliases[name] for name in base.records if name not in model.records and name in aliases}


def called(model: Model, record: Record) -> str:
    """What kind of record it is, inside a sentence: `policy`, `RACI matrix`."""
    one = model.kinds[record.kind].one
    return one if one[1:2].isupper() else one.lower()


def pairs(model: Model, base: Model) -> Iterator[tuple[Record, Record]]:
    """Every sound record with what it was before, where that was sound too and says something else."""
    for record in model.records.values():
        old = before(base, record) if record.valid else None
        if old and old.data != record.data:
            yield old, record
