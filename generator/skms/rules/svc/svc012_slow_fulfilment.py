"""The steps of a request type exceed its target on the worst-case clock.

Why: Steps add up, and each team's clock stops at its own time. A target that its own steps cannot keep will be missed
every time.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    request_types:
      - id: new-mailbox
        title: New mailbox
        category: provisioning
        status: live
        target: {duration: 4h, clock: 24x7}  # expect
        steps:
          - {title: Approve, duration: 4h, clock: 24x7}
          - {title: Create, duration: 1h, clock: 24x7}

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    request_types:
      - id: new-mailbox
        title: New mailbox
        category: provisioning
        status: live
        target: {duration: 4h, clock: 24x7}
        steps:
          - {title: Approve, duration: 2h, clock: 24x7}
          - {title: Create, duration: 1h, clock: 24x7}
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from skms.dates import minutes
from skms.findings import Hit
from skms.model import Model, hit, related
from skms.service_levels import AROUND_THE_CLOCK, calendar, longest

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Add up the steps of every request of a service that is not over, each at its worst start."""
    for service in model.of("service"):
        for index, request in enumerate(service.data.get("request_types", ())):
            wanted, steps = request.get("target"), request.get("steps", ())
            if service.phase != "ended" and wanted and steps and request.get("status") != "retired":
                total = _total(model, wanted, steps)
                promised = minutes(wanted["duration"])
                if total is None or total > promised:
                    takes = "may take for ever" if total is None else f"can take {total:,} minutes"
                    clock = wanted.get("clock", AROUND_THE_CLOCK)
                    message = f"Its steps together {takes} on {clock!r}; promised are {promised:,}."
                    route = ("request_types", index)
                    where = [
                        related(service, (*route, "steps", place), f"{one['duration']}")
                        for place, one in enumerate(steps)
                        if "duration" in one
                    ]
                    yield hit(
                        service,
                        (*route, "target"),
                        message,
                        "Promise a longer time, or shorten the steps.",
                        where,
                    )


def _total(model: Model, wanted: dict[str, Any], steps: list[dict[str, Any]]) -> int | None:
    """Minutes of the target's clock; None where one of the clocks never runs. Unknown clocks count as the target's."""
    show_id = wanted.get("clock", AROUND_THE_CLOCK)
    show, total = calendar(model, show_id), 0
    for step in steps:
        if "duration" in step:
            needed = minutes(step["duration"])
            under_id = step.get("clock", show_id)
            under = calendar(model, under_id)
            if show and under and under_id != show_id:
                found = longest(needed, under, show, _begin(model), None)
                if found is None:
                    return None
                needed = found.minutes
            total += needed
    return total


def _begin(model: Model) -> date:
    """A fixed day, so that nothing turns wrong because the days pass: the first of the calendars' own validity."""
    starts = [str(one.data["valid_from"]) for one in model.of("calendar") if "valid_from" in one.data]
    return date.fromisoformat(min(starts)) if starts else date(2024, 1, 1)
