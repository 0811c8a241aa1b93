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

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.fit import Record
from skms.kinds import marked, values
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Read the dates that carry `x-past` or `x-after` in the kinds' schemas."""
    for name in model.kinds:
        past, after = marked(name, "x-past"), marked(name, "x-after")
        for record in model.of(name):
            for pattern, node in past:
                yield from _done(model, record, pattern, str(node.get("title", "")))
            for pattern, node in after:
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
        end, start = parse_date(text.get(pattern[-1])), parse_date(text.get(sibling))
        if end and start and end < start:
            message = f"`{pattern[-1]}` ({long_date(end)}) lies before `{sibling}` ({long_date(start)})."
            where = related(record, (*route, sibling), f"{sibling}: {start}")
            yield hit(record, (*route, pattern[-1]), message, "Correct one of the two dates.", [where])
