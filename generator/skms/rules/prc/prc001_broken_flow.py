"""A process lacks start or end, an activity is unreachable or leads nowhere, or a branch has no condition.

Why: Who follows the process must come from its beginning to its end, and must know at each fork which way to take.

Bad:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: in-review
    owner: incident-manager
    activities:
      - {id: begin, type: start, title: Begin, next: [{to: triage}]}
      - {id: triage, title: Classify and assign}  # expect
      - {id: confirm, title: Confirm and close, next: [{to: done}]}  # expect
      - {id: done, type: end, title: Done}

Good:
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: in-review
    owner: incident-manager
    activities:
      - {id: begin, type: start, title: Begin, next: [{to: triage}]}
      - {id: triage, title: Classify and assign, next: [{to: confirm}]}
      - {id: confirm, title: Confirm and close, next: [{to: done}]}
      - {id: done, type: end, title: Done}
"""

from collections.abc import Iterator
from typing import Any

from skms.findings import Hit
from skms.fit import Record
from skms.graphs import reached
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"

Flow = dict[str, list[str]]


def check(model: Model) -> Iterator[Hit]:
    """Walk through every process that is past its first draft. That a fork needs conditions is said by its schema."""
    first_draft = next(iter(model.kinds["process"].lifecycle.phases))
    for process in model.of("process"):
        activities = process.data.get("activities")
        if activities and process.phase != "ended" and process.status != first_draft:
            yield from _check(process, {one["id"]: one for one in activities})


def _check(process: Record, activities: dict[str, dict[str, Any]]) -> Iterator[Hit]:
    flow: Flow = {key: [step["to"] for step in one.get("next", ())] for key, one in activities.items()}
    types = {key: one.get("type", "task") for key, one in activities.items()}
    lacking = [word for word in ("start", "end") if word not in types.values()]
    if lacking:
        message = f"The process has no activity of type {one_of(lacking, 'and')}."
        wanted = {
            "start": "`{id: begin, type: start, title: Begin, next: [{to: …}]}`",
            "end": "`{id: done, type: end, title: Done}`",
        }
        remedy = f"Add {one_of((wanted[word] for word in lacking), 'and')}."
        yield hit(process, ("activities",), message, remedy, on_key=True)
    elif all(to in flow for following in flow.values() for to in following):
        yield from _unreachable(process, flow, types)
        yield from _nowhere(process, flow, types)


def _unreachable(process: Record, flow: Flow, types: dict[str, str]) -> Iterator[Hit]:
    """Only the first of activities that hang together; an event that nothing leads to is where it comes in."""
    led_to = {to for following in flow.values() for to in following}
    seen = reached(
        flow,
        [key for key, kind in types.items() if kind == "start" or (kind == "event" and key not in led_to)],
    )
    lost = [key for key in flow if key not in seen]
    for key in sorted(lost, key=lambda key: key in led_to):
        if key not in seen:
            seen |= reached(flow, [key])
            message = f"Nothing leads to the activity {key!r}."
            yield _hit(
                process,
                flow,
                key,
                message,
                f"Name it in `next` of the activity before it: `next: [{{to: {key}}}]`.",
            )


def _nowhere(process: Record, flow: Flow, types: dict[str, str]) -> Iterator[Hit]:
    """Only the last of activities that hang together, or one of those that go round for ever."""
    back: Flow = {}
    for key, following in flow.items():
        for to in following:
            back.setdefault(to, []).append(key)
    seen = reached(back, [key for key, kind in types.items() if kind == "end"])
    lost = [key for key in flow if key not in seen]
    for key in sorted(lost, key=lambda key: bool(flow[key])):
        if key not in seen:
            seen |= reached(back, [key])
            what = "leads nowhere" if not flow[key] else "leads round in a circle and never to an end"
            yield _hit(
                process,
                flow,
                key,
                f"The activity {key!r} {what}.",
                "Name what follows in `next`, or make it the end: `type: end`.",
            )


def _hit(process: Record, flow: Flow, key: str, message: str, remedy: str) -> Hit:
    return hit(process, ("activities", list(flow).index(key)), message, remedy)
