"""Everything that falls due or ends on a date: derived from the words `x-due` and `x-expires` of the schemas.

Only live records count: what is planned or over is due for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from skms.dates import add, parse_date
from skms.findings import Route
from skms.fit import Record
from skms.kinds import marked, values
from skms.model import Model


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that has to happen by a day: a review, a test, the renewal of what expires."""

    record: Record
    route: Route
    """Of the date it is reckoned from, or of the group of fields where that date is missing."""
    what: str
    """In plain words: `review`, `recovery test`; for an expiry the title of its field: `Valid to`."""
    day: date | None
    """The last day on which it is in time; None where it was never done."""
    last: date | None = None
    every: str | None = None
    expires: bool = False
    """Something ends on the day, rather than being due again."""
    own: bool = False
    """It is the record itself that ends, not an entry in it."""

    def late(self, as_of: date) -> bool:
        """Whether the day is past, or the thing was never done."""
        return self.day is None or self.day < as_of


def everything_due(model: Model) -> tuple[Due, ...]:
    """What is due in all live records, what was never done first, then by day."""
    return tuple(
        sorted(model.once(all_due), key=lambda one: (one.day or date.min, one.record.name, str(one.route)))
    )


def all_due(model: Model) -> tuple[Due, ...]:
    """The same in the order of the records: `model.once(all_due)`."""
    return tuple(one for record in model.records.values() for one in due(record))


def due(record: Record) -> Iterator[Due]:
    """What is due in one record, in the order of its fields; nothing where it is broken or not live."""
    if record.valid and record.live:
        yield from _recurring(record)
        yield from _expiring(record)


def _recurring(record: Record) -> Iterator[Due]:
    for pattern, node in marked(record.kind, "x-due"):
        word = node["x-due"]
        for route, group in values(record.data, pattern):
            every = group.get(word["every"])
            last = parse_date(group.get(word["last"]))
            if every and last:
                yield Due(record, (*route, word["last"]), word["what"], add(last, every), last, every)
            elif every:
                yield Due(record, route, word["what"], None, None, every)


def _expiring(record: Record) -> Iterator[Due]:
    for pattern, node in marked(record.kind, "x-expires"):
        for route, text in values(record.data, pattern):
            end = parse_date(text)
            if end:
                day, at = max([(end, route), *_extensions(record, pattern)])
                yield Due(
                    record, at, str(node.get("title", pattern[-1])), day, expires=True, own=len(pattern) == 1
                )


def _extensions(record: Record, field: tuple[str, ...]) -> Iterable[tuple[date, Route]]:
    for pattern, node in marked(record.kind, "x-extends"):
        if (node["x-extends"],) == field:
            for route, text in values(record.data, pattern):
                day = parse_date(text)
                if day:
                    yield day, route
