"""The lane of an activity has no R, A or S in its row.

Why: The drawing of the process says that one party acts, the matrix that another does. Readers follow whichever
they see first.

Bad:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: draft
    owner: incident-manager
    activities: [{id: triage, title: Classify and assign, lane: desk-lead}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: incident
    rows:
      - activity: triage
        assign: {incident-manager: A/R, desk-lead: I}  # expect
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Sees to it that faults are mended.
    responsibilities: [{id: mend, text: Has faults mended.}]

Good:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: draft
    owner: incident-manager
    activities: [{id: triage, title: Classify and assign, lane: desk-lead}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: draft
    for: incident
    rows:
      - activity: triage
        assign: {incident-manager: A, desk-lead: R}
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
"""

from collections.abc import Iterator

from skms.findings import Hit, Route
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import Row, actors, all_rows, subject, unsure

SEVERITY = "error"

ACTING = frozenset("RAS")


def check(model: Model) -> Iterator[Hit]:
    """Compare the lane of every activity with its row."""
    unknown = unsure(model)
    for matrix, rows in all_rows(model):
        process = subject(model, matrix)
        if process and process.kind == "process" and process.name not in unknown:
            lanes = _lanes(model, process)
            for row in rows:
                if row.activity in lanes:
                    yield from _idle(model, matrix, row, process, *lanes[row.activity])


def _lanes(model: Model, process: Record) -> dict[str, tuple[Record, Route]]:
    """Who stands at each activity, and where that is written."""
    targets = {
        link.route: model.get(link.target) for link in model.links(process.name) if link.route[-1] == "lane"
    }
    found = {}
    for index, activity in enumerate(process.data.get("activities", ())):
        route: Route = ("activities", index, "lane")
        lane = targets.get(route)
        if lane:
            found[activity["id"]] = (lane, route)
    return found


def _idle(
    model: Model, matrix: Record, row: Row, process: Record, lane: Record, route: Route
) -> Iterator[Hit]:
    acting = [actor for text, actor in actors(model, matrix, row) if ACTING & set(row.cells.get(text, ()))]
    acts_somebody = any(ACTING & set(letters) for letters in row.cells.values())
    if acts_somebody and not any(actor.name == lane.name or _belongs(model, actor, lane) for actor in acting):
        message = f"{lane.name} stands in the lane of {row.activity!r}, but has no R, A or S in its row."
        where = [related(process, route, "the lane of the activity")]
        remedy = f"Give {lane.name} a letter, or change the lane in {process.name}."
        yield hit(matrix, (*row.route, "assign"), message, remedy, where, on_key=True)


def _belongs(model: Model, actor: Record, lane: Record) -> bool:
    """A team acts through its roles too."""
    team = model.look(actor.data.get("team"), "team") if actor.kind == "role" else None
    return team is not None and team.name == lane.name
