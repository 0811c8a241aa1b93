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
from datetime import date, timedelta
from typing import Any

from skms.dates import long_date, parse_date
from skms.findings import Hit, Route
from skms.fit import Record
from skms.initiatives import gates
from skms.learning import items
from skms.model import Model, hit

SEVERITY = "clock"

_OPEN = ("open", "accepted", "in-progress", "disputed")
_DAYS = {"major-nc": ("major-finding-days", 30), "minor-nc": ("minor-finding-days", 90)}


def check(model: Model) -> Iterator[Hit]:
    """Compare what has a day in live records with the as-of date."""
    for kind, field, what in (("strategy", "milestones", "milestone"), ("improvement", "tasks", "task")):
        for record in _live(model, kind):
            for index, entry in enumerate(record.data.get(field, ())):
                due = None if "done_on" in entry else parse_date(entry.get("due"))
                yield from _late(model, record, (field, index, "due"), f"The {what} {entry['title']!r}", due)
    for audit in _live(model, "audit"):
        for index, finding in enumerate(audit.data.get("findings", ())):
            yield from _finding(model, audit, ("findings", index), finding)
    for initiative in _live(model, "initiative"):
        for gate in gates(model, initiative):
            due = gate.planned if gate.overdue(model.as_of) else None
            yield from _late(
                model, initiative, (*gate.route, "planned"), f"The gate {gate.interlock.title!r}", due
            )
    for plan in _live(model, "training-plan"):
        for item in items(model, plan):
            due = item.due if item.open else None
            yield from _late(model, plan, (*item.route, "due"), f"The training {item.data['id']!r}", due)


def _live(model: Model, kind: str) -> list[Record]:
    return [record for record in model.of(kind) if record.live]


def _finding(model: Model, audit: Record, route: Route, finding: dict[str, Any]) -> Iterator[Hit]:
    due, held = parse_date(finding.get("due")), parse_date(audit.data.get("held_on"))
    name = f"The finding {finding['id']!r}"
    if finding.get("status", "open") not in _OPEN:
        return
    if due:
        yield from _late(model, audit, (*route, "due"), name, due)
    elif held and finding["type"] in _DAYS:
        limit, default = _DAYS[finding["type"]]
        day = held + timedelta(model.settings.limit(limit, default))
        yield from _late(model, audit, (*route, "type"), name, day)


def _late(model: Model, record: Record, route: Route, name: str, due: date | None) -> Iterator[Hit]:
    if due and due < model.as_of:
        message = f"{name} was due on {long_date(due)} and is not done."
        yield hit(record, route, message, "Do it and enter the day, or agree a new date.")
