"""A review noted in a record: who, when, and what it was that they read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skms.dates import long_date, parse_date
from skms.edits.assign import assign
from skms.edits.steps import Refused
from skms.fingerprints import binding
from skms.fit import Record
from skms.model import Model


@dataclass(frozen=True, slots=True)
class Reading:
    """One review, as told. `every` is how often it is to be done, where the record does not say that yet."""

    day: date
    by: str | None = None
    note: str | None = None
    every: str | None = None


def review(model: Model, record: Record, told: Reading) -> str:
    """The text of a record with its review. Refused where something is lacking or cannot be."""
    kind = model.kinds.get(record.kind)
    if kind is None or not record.valid:
        raise Refused(f"{record.path} has errors; mend them first (`skms check`), then review it.")
    if "review" not in kind.schema["properties"]:
        raise Refused(f"A {kind.one.lower()} is not reviewed: it says what is the case.")
    now = record.data.get("review", {})
    last = parse_date(now.get("last_reviewed"))
    if told.day > model.as_of:
        raise Refused(f"{long_date(told.day)} lies ahead; note a review when it was done.")
    if last and told.day < last:
        raise Refused(f"{record.name} was reviewed on {long_date(last)} already, which is later.")
    if not told.every and "frequency" not in now:
        raise Refused(
            "The record does not say how often it is reviewed; give that with --every, such as --every 12M."
        )
    fields = {"last_reviewed": told.day.isoformat(), "reviewed_by": _reviewer(model, record, told)}
    pairs = [f"review.frequency={told.every}"] if told.every else []
    pairs += [f"review.{name}={value}" for name, value in fields.items() if value]
    pairs += [f"review.note={told.note}"] if told.note else []
    pairs.append(
        f"review.fingerprint={binding(model, record, {name: value for name, value in fields.items() if value})}"
    )
    unset = ["review.note"] if "note" in now and not told.note else []
    return assign(model, record, pairs, unset)


def _reviewer(model: Model, record: Record, told: Reading) -> str | None:
    """Who reviewed it, as it is written: as named, else the role that is to do it."""
    now = record.data.get("review", {})
    by = told.by or now.get("reviewer") or record.data.get("owner")
    return str(by) if by else None
