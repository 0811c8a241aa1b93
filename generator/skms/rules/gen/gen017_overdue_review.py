"""A review, test, evaluation or price review is past its interval, or was never done.

Why: What nobody looks at grows wrong in silence. The interval was promised in the record itself.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    review: {frequency: 12M, last_reviewed: 2025-03-15}  # expect
    # file: raci/teams/network.yaml
    kind: team
    title: Network
    status: active
    type: team
    review: {frequency: 12M}  # expect

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    review: {frequency: 12M, last_reviewed: 2026-03-15}
"""

from collections.abc import Iterator

from skms.dates import long_date, words
from skms.due import Due, all_due
from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Compare what recurs in live records with the as-of date."""
    for one in model.once(all_due):
        if not one.expires and one.late(model.as_of):
            remedy = f"Do the {one.what}, then enter its day."
            yield hit(one.record, one.route, _message(one), remedy, on_key=one.last is None)


def _message(one: Due) -> str:
    every = words(one.every or "")
    if one.day and one.last:
        return f"The {one.what} was due on {long_date(one.day)}: {every} after {long_date(one.last)}."
    return f"The {one.what} is to happen every {every.removeprefix('1 ')}, but none is recorded."
