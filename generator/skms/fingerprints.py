"""Reviews bound to what was reviewed: a fingerprint of what counts of a record, whatever way it is written.

Layout, comments, quotes, the order of fields, line breaks in texts and other ids for the same records do not count, nor
does what `skms diff` calls editorial.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skms.fit import Record
from skms.meaning import meaning
from skms.model import Model
from skms.substance import substance, text

APART = "review"
"""The field that is no part of what is reviewed."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of a review that is bound to its record."""

    changed: bool
    """The record means something else by now."""
    touched: bool
    """The day or the reviewer was altered, but not by a review."""


def bound(model: Model, record: Record) -> Bound | None:
    """Whether the record is as it was reviewed; None where no review is bound to it."""
    review = record.data.get(APART) if record.valid else None
    mark = review.get("fingerprint") if isinstance(review, dict) else None
    if not isinstance(review, dict) or not isinstance(mark, str):
        return None
    reviewed, _, seal = mark.partition("-")
    return Bound(reviewed != fingerprint(model, record), seal != _seal(model, reviewed, review))


def binding(model: Model, record: Record, review: Mapping[str, Any]) -> str:
    """The text that binds a review, given by its fields, to what the record means now."""
    reviewed = fingerprint(model, record)
    return f"{reviewed}-{_seal(model, reviewed, review)}"


def _seal(model: Model, reviewed: str, review: Mapping[str, Any]) -> str:
    by = model.resolve(str(review.get("reviewed_by", "")), ("role", "person")) or ""
    return _digest([reviewed, review.get("last_reviewed"), model.once(_first_names).get(by, by)])[:8]


def fingerprint(model: Model, record: Record) -> str:
    """What a record means, in 16 letters: two records that differ in nothing that counts have the same."""
    data = meaning(model, record, model.once(_first_names)).data
    kept = {name: value for name, value in data.items() if name != APART}
    return _digest(substance(kept, model.kinds[record.kind].schema))[:16]


def _first_names(model: Model) -> dict[str, str]:
    """The name that every record had first: another id does not change what refers to it."""
    first = {
        name: f"{record.kind}/{former[0]}"
        for name, record in model.records.items()
        if isinstance(former := record.data.get("aliases"), list) and former
    }
    return first | {alias: first[name] for alias, name in model.names.aliases.items() if name in first}


def _digest(value: Any) -> str:
    return hashlib.sha256(text(value).encode()).hexdigest()
