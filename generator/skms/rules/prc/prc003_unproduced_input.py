"""An input comes from nowhere or an output goes nowhere.

Why: Two processes fit together only when what one gives is what the other takes. What nobody produces will be
missing on the day.

Bad:
    # file: policies/processes/problem.yaml
    kind: process
    title: Problem management
    status: in-review
    owner: problem-manager
    inputs: [{id: trend, title: Trend of incidents, from: incident}]  # expect
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: in-review
    owner: incident-manager
    outputs: [{id: restored, title: Restored service}]

Good:
    # file: policies/processes/problem.yaml
    kind: process
    title: Problem management
    status: in-review
    owner: problem-manager
    inputs: [{id: trend, title: Trend of incidents, from: incident}]
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: in-review
    owner: incident-manager
    outputs: [{id: trend, title: Trend of incidents, to: problem}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related

SEVERITY = "warning"

SIDES = {"inputs": ("from", "outputs", "to"), "outputs": ("to", "inputs", "from")}
"""For each list: its field for the other process, the list there, and the field that names this process back."""


def check(model: Model) -> Iterator[Hit]:
    """Compare the two ends of every hand-over between processes, and the items of each process with its activities."""
    ends = _ends(model)
    for process in model.of("process"):
        if process.phase != "ended":
            for side in SIDES:
                yield from _one_sided(model, process, side, ends)
            yield from _inside(process)


def _ends(model: Model) -> set[tuple[str, str, str]]:
    """`(process, list, other process)` for every item that names another process."""
    return {
        (process.name, str(link.route[0]), link.target)
        for process in model.of("process")
        for link in model.links(process.name)
        if link.route[0] in SIDES and link.target
    }


def _one_sided(model: Model, process: Record, side: str, ends: set[tuple[str, str, str]]) -> Iterator[Hit]:
    field, their_side, their_field = SIDES[side]
    for link in model.links(process.name):
        other = model.get(link.target)
        if link.route[0] != side or other is None or other.kind != "process" or other.name == process.name:
            continue
        if (other.name, their_side, process.name) not in ends and not model.unclear(other, their_side):
            here, there = side[:-1], their_side[:-1]
            verb = "comes from" if side == "inputs" else "goes to"
            message = f"This {here} {verb} {other.name}, which has no {there} {their_field} {process.name}."
            where = [related(other, (their_side,), f"the {their_side} of {other.name}", True)]
            remedy = f"Add it there with `{their_field}: {process.id}`, or correct `{field}` here."
            yield hit(process, link.route, message, remedy, where)


def _inside(process: Record) -> Iterator[Hit]:
    """Once activities say what they need and give, each input is needed and each output given by one."""
    activities = process.data.get("activities", ())
    needed = {item for one in activities for item in one.get("inputs", ())}
    given = {item for one in activities for item in one.get("outputs", ())}
    for side, used, verb in (("inputs", needed, "needs"), ("outputs", given, "gives")):
        for index, item in enumerate(process.data.get(side, ()) if used else ()):
            if item["id"] not in used:
                message = f"No activity {verb} the {side[:-1]} {item['id']!r}."
                yield hit(
                    process, (side, index), message, f"Name it in `{side}` of an activity, or take it out."
                )
