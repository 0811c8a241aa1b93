"""Duration targets on the longest path exceed the target they serve.

Why: Every step may keep its own time, and the request is late all the same. The longest way through a published
process, up to the activity that a request type names or else to the end, is compared with the target of the request
type. Only steps on the same clock are added up, and a loop counts once, so the real time is rather longer.

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
from skms.link import Link
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
            takes = longest.get(link.fragment, 0) if link.fragment else max(longest.values(), default=0)
            if takes > minutes(target["duration"]):
                where = [related(process, ("activities",), "its steps", True)]
                remedy = (
                    "Shorten a step, promise a longer time, or name the activity that fulfils the request."
                )
                yield hit(
                    service,
                    (*link.route[:2], "target"),
                    _message(link, process, takes, target),
                    remedy,
                    where,
                    on_key=True,
                )


def _message(link: Link, process: Record, takes: int, target: dict[str, str]) -> str:
    activity = next((one for one in process.data["activities"] if one["id"] == link.fragment), None)
    spent = f"{takes} minutes" if takes < 120 else f"{takes / 60:,.4g} hours"
    steps = f"The steps of {process.title!r}" + (f" up to {activity['title']!r}" if activity else "")
    return f"{steps} may take {spent}; promised: {words(target['duration'])}."


def _longest(process: Record, clock: str) -> dict[str, int]:
    """Minutes on a clock from the start up to and with each activity, by the slowest way."""
    activities = process.data.get("activities", ())
    before: dict[str, list[str]] = {one["id"]: [] for one in activities}
    for one in activities:
        for step in one.get("next", ()):
            before.setdefault(step["to"], []).append(one["id"])
    own = {one["id"]: _minutes(one.get("duration_target", {}), clock) for one in activities}
    found: dict[str, int] = {}
    for knot in knots(before):  # those that lead to an activity come before it
        earlier = {one for inside in knot for one in before.get(inside, ())} - set(knot)
        total = sum(own.get(one, 0) for one in knot) + max((found.get(one, 0) for one in earlier), default=0)
        found.update(dict.fromkeys(knot, total))
    return found


def _minutes(target: dict[str, str], clock: str) -> int:
    return minutes(target["duration"]) if target.get("clock") == clock else 0
