"""A step of a published process to or from a supplier's lane has no interlock.

Why: Work that crosses to a supplier gets lost at the border, unless both have agreed what is handed over, how, and by
when it is taken.

Bad:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities:
      - id: triage
        title: Classify and assign
        lane: desk-lead
        next:
          - {to: restore}  # expect
      - id: restore
        title: Restore the platform
        lane: supplier/example-hosting
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Desk lead
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud

Good:
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
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Desk lead
    status: active
    type: manager
    purpose: Leads the work.
    responsibilities: [{id: lead, text: Leads the work.}]
    # file: catalogue/suppliers/example-hosting.yaml
    kind: supplier
    title: Example Hosting
    owner: supplier-manager
    status: active
    type: cloud
    # file: catalogue/interlocks/desk-to-hosting.yaml
    kind: interlock
    title: Desk to hosting
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/example-hosting, activity: incident#restore}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.integration import interlocks_of_step
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Walk along every step between two lanes of which one is a supplier's."""
    if model.unread("interlock"):
        return
    astray = {link.fragment for link in model.astray("interlock", "from", "to")}
    for process in model.of("process"):
        if process.live:
            lanes = _lanes(model, process)
            for index, activity in enumerate(process.data.get("activities", ())):
                for place, step in enumerate(activity.get("next", ())):
                    here, there = lanes.get(activity["id"]), lanes.get(step["to"])
                    unclear = not astray.isdisjoint((activity["id"], step["to"]))
                    if here and there and _crosses(here, there) and not unclear:
                        yield from _step(
                            model, process, (index, place), (activity["id"], step["to"]), (here, there)
                        )


def _step(
    model: Model, process: Record, at: tuple[int, int], step: tuple[str, str], lanes: tuple[Record, Record]
) -> Iterator[Hit]:
    if not any(one[0].live for one in interlocks_of_step(model, process, *step)):
        (first, second), (here, there) = step, lanes
        message = f"No live interlock joins {first!r} ({here.name}) and {second!r} ({there.name})."
        remedy = f"Add an interlock from `{process.id}#{first}` to `{process.id}#{second}`."
        yield hit(process, ("activities", at[0], "next", at[1]), message, remedy)


def _lanes(model: Model, process: Record) -> dict[str, Record]:
    lanes = {
        link.route[1]: model.get(link.target)
        for link in model.links(process.name)
        if link.route[-1] == "lane"
    }
    pairs = ((one["id"], lanes.get(index)) for index, one in enumerate(process.data.get("activities", ())))
    return {key: lane for key, lane in pairs if lane}


def _crosses(here: Record, there: Record) -> bool:
    return here.name != there.name and "supplier" in (here.kind, there.kind)
