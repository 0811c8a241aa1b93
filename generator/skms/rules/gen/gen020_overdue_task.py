"""A milestone, task, finding, gate or training item is past its date and not done.

Why: A date that passes in silence was no promise. Whoever relies on it learns too late. Findings without a date of
their own are due 30 days (major) or 90 days (minor) after the audit; `skms.yml` may say otherwise:
`limits: {major-finding-days: 30, minor-finding-days: 90}`.

Bad:
    # file: policies/improvements/clear-handover.yaml
    kind: improvement
    title: Clear handover
    status: in-progress
    owner: incident-manager
    tasks:
      - {id: draft, title: Draft the card, due: 2026-05-31}  # expect
      - {id: try, title: Try it, due: 2026-08-31}
    # file: policies/audits/spring.yaml
    kind: audit
    title: Audit in spring
    status: held
    owner: internal-auditor
    type: internal
    held_on: 2026-05-20
    findings:
      - id: f1
        type: major-nc  # expect
        statement: Nobody approves access.

Good:
    # file: policies/improvements/clear-handover.yaml
    kind: improvement
    title: Clear handover
    status: in-progress
    owner: incident-manager
    tasks:
      - {id: draft, title: Draft the card, due: 2026-05-31, done_on: 2026-06-02}
      - {id: try, title: Try it, due: 2026-08-31}
"""

from collections.abc import Iterator

from skms.dates import long_date
from skms.findings import Hit
from skms.model import Model, hit
from skms.upcoming import tasks

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Compare what has a day in live records with the as-of date."""
    for one in tasks(model):
        if one.day < model.as_of:
            message = f"The {one.what} {one.name!r} was due on {long_date(one.day)} and is not done."
            yield hit(one.record, one.route, message, "Do it and enter the day, or agree a new date.")
