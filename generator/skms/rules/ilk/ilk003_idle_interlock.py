"""An interlock between two activities of one process matches no step between them.

Why: The process no longer goes this way, or never did. Who follows the interlock leaves the process.

Bad:
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock  # expect
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities:
      - id: triage
        title: Classify and assign
        lane: desk-lead
        next: [{to: close}]
      - id: restore
        title: Restore the platform
        lane: supplier/example-hosting

Good:
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities:
      - id: triage
        title: Classify and assign
        lane: desk-lead
        next: [{to: restore}]
      - id: restore
        title: Restore the platform
        lane: supplier/example-hosting
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.integration import interlocks
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look for a step from the one activity to the other; work done together in one activity needs none."""
    steps: dict[str, set[tuple[str, str]]] = {}
    for interlock, start, end in interlocks(model):
        process = start.process
        if process and end.process and process.name == end.process.name and interlock.live:
            if process.name not in steps:
                steps[process.name] = {
                    (one["id"], following["to"])
                    for one in process.data.get("activities", ()) for following in one.get("next", ())
                }  # fmt: skip
            known = {str(one["id"]) for one in process.data.get("activities", ())}
            pair = (str(start.activity), str(end.activity))
            if pair[0] != pair[1] and set(pair) <= known and pair not in steps[process.name]:
                message = f"In {process.name} no step leads from {pair[0]!r} to {pair[1]!r}."
                where = [related(process, ("activities",), "the steps of the process", True)]
                remedy = "Add the step to the process, name the right activities, or retire the interlock."
                yield hit(interlock, ("kind",), message, remedy, where, on_key=True)
