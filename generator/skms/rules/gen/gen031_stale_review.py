"""A record was changed after the review that is bound to it, or the day of that review was altered by hand.

Why: A review says that somebody has read what stands here and found it right. After a change nobody has, and a day
that is merely typed in makes old things look fresh. `skms review` notes what was reviewed; layout, comments and the
order of fields do not count.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    review:
      frequency: 12M
      last_reviewed: 2026-03-15  # expect
      fingerprint: 0123456789abcdef-01234567

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    review:
      frequency: 12M
      last_reviewed: 2026-03-15
      fingerprint: 0f2472674112b5f7-c5bfdbca
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.fingerprints import bound
from skms.model import Model, hit

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Compare live records with what was reviewed."""
    for record in model.records.values():
        # While what it names is missing or broken, nobody can say what it means; other rules speak of that.
        whole = record.live and all(model.get(link.target) for link in model.links(record.name))
        state = bound(model, record) if whole else None
        if state and (state.changed or state.touched):
            day = parse_date(record.data["review"].get("last_reviewed"))
            on = f" on {long_date(day)}" if day else ""
            message = (
                f"The record was changed after its review{on}."
                if state.changed
                else "The day or the reviewer was altered without a review."
            )
            remedy = f"Read the record again, then note that with `skms review {record.name}`."
            route = ("review", "last_reviewed") if day else ("review",)
            yield hit(record, route, message, remedy)
