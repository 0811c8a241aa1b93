"""Duration targets on the longest path exceed the target they serve.

Why: Every step may keep its own time, and the request is late all the same. The longest way through a published process
(from the activity that a request type names, or from its start) is compared with the target of the request type. Only
steps on the same clock are added up, and a loop counts once, so the real time is rather longer.

Bad:
    # file: policies/processes/access.yaml
    kind: process
    title: Access management
    status: published
    owner: security-manager
    activities:
      - {id: begin, type: start, title: Begin, next: [{to: approve}]}
      - {id: approve, title: Approve, duration_target: {duration: 6h, clock: 24x7}, next: [{to: grant}]}
      - {id: grant, title: Grant, duration_target: {duration: 4h, clock: 24x7}, next: [{to: done}]}
      - {id: done, type: end, title: Done}
    # file: catalogue/services/accounts.yaml
    kind: service
    title: Accounts
    status: live
    owner: identity-owner
    type: business
    request_types:
      - id: access
        title: Access to an application
        category: access
        status: live
        fulfilment_process: access
        target: {duration: 8h, clock: 24x7}  # expect

Good:
    # file: policies/processes/access.yaml
    kind: process
    title: Access management
    status: published
    owner: security-manager
    activities:
      - {id: begin, type: start, title: Begin, next: [{to: approve}]}
      - {id: approve, title: Approve, duration_target: {duration: 6h, clock: 24x7}, next: [{to: grant}]}
      - {id: grant, title: Grant, duration_target: {duration: 4h, clock: 24x7}, next: [{to: done}]}
      - {id: done, type: end, title: Done}
    # file: catalogue/services/accounts.yaml
    kind: service
    title: Accounts
    status: live
    owner: identity-owner
    type: business
    request_types:
      - id: access
        title: Access to an application
        category: access
        status: live
        fulfilment_process: access
        target: {duration: 12h, clock: 24x7}
"""

from collections.abc import Iterator

from skms.dates import minutes, words
from skms.findings import Hit
from skms.fit import Record
from skms.graphs import knots
from skms.model import Model, hit, related

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Reckon each process once for each clock."""
    known: dict[tuple[str, str], dict[str, int]] = {}
    for service in model.of("service"):
        for link in model.links(service.name) if service.phase != "ended" else ():
            if link.route[0] != "request_types" or link.route[2:] != ("fulfilment_process",):
                continue
            entry = service.data["request_types"][link.route[1]]
            process, target = model.get(link.target), entry.get("target", {})
            if not process or not process.live or "clock" not in target or entry["status"] != "live":
                continue
            key = process.name, target["clock"]
            longest = known.get(key) or known.setdefault(key, _longest(process, target["clock"]))
            start = link.fragment or next(iter(_starts(process)), "")
            if longest.get(start, 0) > minutes(target["duration"]):
                takes = f"{longest[start] / 60:g} hours"
                message = f"The steps of {process.title!r} may take {takes}; {words(target['duration'])} are promised."
                where = [related(process, ("activities",), "its steps", True)]
                remedy = "Shorten a step, or promise a longer time."
                yield hit(service, (*link.route[:2], "target"), message, remedy, where, on_key=True)


def _starts(process: Record) -> list[str]:
    return [one["id"] for one in process.data.get("activities", ()) if one.get("type") == "start"]


def _longest(process: Record, clock: str) -> dict[str, int]:
    """Minutes on a clock from each activity on to the end, by the slowest way."""
    activities = process.data.get("activities", ())
    graph = {one["id"]: [step["to"] for step in one.get("next", ())] for one in activities}
    own = {one["id"]: _minutes(one.get("duration_target", {}), clock) for one in activities}
    found: dict[str, int] = {}
    for knot in knots(graph):  # those that an activity leads to come before it
        onward = {after for one in knot for after in graph.get(one, ())} - set(knot)
        total = sum(own.get(one, 0) for one in knot) + max((found.get(one, 0) for one in onward), default=0)
        found.update(dict.fromkeys(knot, total))
    return found


def _minutes(target: dict[str, str], clock: str) -> int:
    return minutes(target["duration"]) if target.get("clock") == clock else 0
