"""A period ends before it starts, or a thing stated as done lies after the as-of date.

Why: Such a date is a slip of the pen, and everything computed from it (next review, expiry, who holds a role) is
wrong too.

Bad:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: draft
    owner: security-manager
    type: standard
    subject: policy/patching
    valid_from: 2026-06-30
    valid_to: 2026-06-01  # expect
    requested_on: 2027-06-01  # expect

Good:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: draft
    owner: security-manager
    type: standard
    subject: policy/patching
    valid_from: 2026-06-01
    valid_to: 2026-06-30
    requested_on: 2026-05-20
"""

import re
from collections.abc import Iterator
from datetime import datetime

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.fit import Record
from skms.kinds import marked, values
from skms.model import Model, hit, related

SEVERITY = "error"

_TIME = re.compile(r"\d\d:\d\d")


def check(model: Model) -> Iterator[Hit]:
    """Read the dates that carry `x-past` or `x-after` in the kinds' schemas."""
    for name in model.kinds:
        past, after = marked(name, "x-past"), marked(name, "x-after")
        for record in model.of(name):
            data = record.data
            for pattern, node in past:
                said = node["x-past"] is True or record.status in node["x-past"]
                if said and pattern[0] in data:
                    yield from _done(model, record, pattern, str(node.get("title", "")))
            for pattern, node in after:
                if pattern[0] in data:
                    yield from _order(record, pattern, node["x-after"])


def _done(model: Model, record: Record, pattern: tuple[str, ...], title: str) -> Iterator[Hit]:
    for route, text in values(record.data, pattern):
        day = parse_date(text)
        if day and day > model.as_of:
            message = (
                f"{title} {long_date(day)} says that something was done, "
                f"but that day lies after {long_date(model.as_of)}."
            )
            yield hit(record, route, message, "Correct the date; enter it only when the thing has been done.")


def _order(record: Record, pattern: tuple[str, ...], sibling: str) -> Iterator[Hit]:
    for route, text in values(record.data, (*pattern[:-1],)):
        end, start = text.get(pattern[-1]), text.get(sibling)
        if end and start and _backwards(start, end):
            lies, noun = ("lies before", "dates") if parse_date(end) else ("does not lie after", "times")
            message = f"`{pattern[-1]}` ({_words(end)}) {lies} `{sibling}` ({_words(start)})."
            where = related(record, (*route, sibling), f"{sibling}: {start}")
            yield hit(record, (*route, pattern[-1]), message, f"Correct one of the two {noun}.", [where])


def _backwards(start: str, end: str) -> bool:
    """Whether a period ends before it starts. One of days may end on its first day, one of minutes takes some time."""
    first, last = parse_date(start), parse_date(end)
    if first and last:
        return last < first
    if _TIME.fullmatch(start) and _TIME.fullmatch(end):
        return end <= start
    try:
        return datetime.fromisoformat(end) <= datetime.fromisoformat(start)
    except (TypeError, ValueError):
        return False


def _words(text: str) -> str:
    day = parse_date(text)
    return long_date(day) if day else text
