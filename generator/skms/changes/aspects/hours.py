"""When things work and help is there, and how fast services come back: hours and times compared in length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.generic import sides, where
from skms.changes.naming import subject
from skms.changes.places import place
from skms.dates import minutes
from skms.service_levels import calendar, covers, validity

HOURS = ("service_hours", "support_hours")
LONGER_IS_WORSE = {("continuity", field) for field in ("rto", "rpo", "mtpd")}
HIGHER_IS_BETTER = {("design_availability_percent",)}
TAKES = {
    "*": tuple((field,) for field in HOURS),
    "service": (
        *(("offerings", "*", field) for field in HOURS), *sorted(LONGER_IS_WORSE), *HIGHER_IS_BETTER,
        ("request_types", "*", "target", "duration"),
    ),
}  # fmt: skip


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each field that gives hours, or how long something takes."""
    for pair in found.of():
        takes = (*TAKES["*"], *TAKES.get(pair.record.kind, ()))
        for pattern in takes:
            for one in pair.under(*pattern):
                if one.pattern == pattern:
                    yield _hours(found, pair, one) if pattern[-1] in HOURS else _size(found, pair, one)


def _hours(found: Comparison, pair: Pair, one: Difference) -> Change:
    old, new = sides(found, pair, one)
    at = place(found, pair, one)
    above = f" ({', '.join(at.above)})" if at.above else ""
    what = f"{at.field} of {subject(found, pair)}{above}"
    verb = _direction(found, pair, one)
    if not (old and new):
        state = f"are new: {new}" if new else f"are no longer stated; they were {old}"
        return told(pair, "notable" if new else "breaking", f"{what} {state}.", one, old, new)
    grade = "breaking" if verb in ("shrink", "move") else "notable"
    return told(pair, grade, f"{what} {verb} from {old} to {new}.", one, old, new)


def _direction(found: Comparison, pair: Pair, one: Difference) -> str:
    """Whether the new hours hold all the old ones, and the other way round."""
    before, after = calendar(found.before, _id(one.before)), calendar(found.after, _id(one.after))
    if before is None or after is None or pair.after is None:
        return "change"
    span = validity(pair.after) or (
        found.after.as_of.replace(month=1, day=1),
        date(found.after.as_of.year, 12, 31),
    )
    lost = covers(before, (after,), *span).missing
    gained = covers(after, (before,), *span).missing
    return "move" if lost and gained else "shrink" if lost else "grow" if gained else "change in name only,"


def _id(text: str | None) -> str | None:
    return text.partition("/")[2] or text if text else None


def _size(found: Comparison, pair: Pair, one: Difference) -> Change:
    old, new = sides(found, pair, one)
    field = f"{where(found, pair, one)}“{place(found, pair, one).field}”"
    if not (old and new):
        state = f"is new: {new}" if new else f"is no longer stated; it was {old}"
        return told(pair, "notable" if new else "breaking", f"{field} {state}.", one, old, new)
    if isinstance(one.after, str):
        up = minutes(one.after) > minutes(one.before)
        verb, worse = ("lengthens" if up else "shortens"), up
    else:
        up = one.after > one.before
        verb, worse = ("rises" if up else "falls"), not up
    return told(
        pair, "breaking" if worse else "notable", f"{field} {verb} from {old} to {new}.", one, old, new
    )
