"""A waiver sets nothing aside.

Why: What it was granted for has been mended, or it never fitted. Left standing, it would hide the next mistake of
its kind.

Bad:
    # file: policies/exceptions/desk-without-r.yaml
    kind: exception
    title: Confirmation without a responsible role
    status: approved
    owner: incident-manager
    type: rule
    subject: raci/incident#confirm
    ignore: [no-responsible]  # expect
    valid_from: 2026-06-01
    valid_to: 2026-12-31
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - {activity: confirm, assign: {incident-manager: A/R}}

Good:
    # file: policies/exceptions/desk-without-r.yaml
    kind: exception
    title: Confirmation without a responsible role
    status: approved
    owner: incident-manager
    type: rule
    subject: raci/incident#confirm
    ignore: [no-responsible]
    valid_from: 2026-06-01
    valid_to: 2026-12-31
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: process/incident
    rows:
      - {activity: confirm, assign: {incident-manager: A}}
"""

from collections.abc import Collection, Iterator

from skms.dates import parse_date
from skms.due import due
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit
from skms.rules import load_rules
from skms.words import one_of

SEVERITY = "warning"
WAIVABLE = False
AFTER_WAIVERS = True


def check(model: Model, used: Collection[str]) -> Iterator[Hit]:
    """Compare the waivers in force with those that set something aside."""
    known = {key for rule in load_rules().values() if rule.waivable for key in (rule.code, rule.name)}
    for record in model.of("exception"):
        if record.data["type"] == "rule" and record.name not in used and _in_force(model, record):
            ignored = record.data.get("ignore", [])
            if set(ignored) <= known:  # anything else is a matter of forbidden-exception
                about, rules = record.data["subject"], one_of(ignored)
                message = f"{about} has no finding of {rules} that this exception could set aside."
                yield hit(
                    record,
                    ("ignore",),
                    message,
                    "Set its status to resolved, or correct subject or rules.",
                    on_key=True,
                )


def _in_force(model: Model, record: Record) -> bool:
    start = parse_date(record.data.get("valid_from"))
    over = any(one.own and one.late(model.as_of) for one in due(record))
    subject = next(link.target for link in model.links(record.name) if link.route == ("subject",))
    return (
        record.live
        and start is not None
        and start <= model.as_of
        and not over
        and model.get(subject) is not None
    )
