"""A time target lacks a clock or duration, or its value does not fit the indicator's unit.

Why: "Four hours" is two promises: four hours around the clock, or four hours of somebody's working day. On any clock
but 24x7 a day is ambiguous too, so only minutes and hours are allowed there.

Bad:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: resolution  # expect
        indicator: resolution
        operator: lte
        value: 4h
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/resolution.yaml
    kind: indicator
    title: Time to restore
    owner: service-level-manager
    status: active
    type: sli
    dimension: resolution
    formula: Time from report to restored service
    unit: minutes
    direction: lower-better
    data_source: monitoring

Good:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: resolution
        indicator: resolution
        operator: lte
        value: 4h
        clock: 24x7
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/resolution.yaml
    kind: indicator
    title: Time to restore
    owner: service-level-manager
    status: active
    type: sli
    dimension: resolution
    formula: Time from report to restored service
    unit: minutes
    direction: lower-better
    data_source: monitoring
"""

from collections.abc import Iterator

from skms.dates import split
from skms.findings import Hit
from skms.model import Model, hit
from skms.service_levels import AROUND_THE_CLOCK, TIME_DIMENSIONS, Target, targets

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at every target of every agreement that is not over and whose indicator can be read."""
    for agreement in model.of("agreement"):
        for target in targets(model, agreement) if agreement.phase != "ended" else ():
            if target.indicator:
                found = (_time if target.dimension in TIME_DIMENSIONS else _figure)(target)
                if found:
                    field, message, remedy = found
                    at = (*target.route, field) if field in target.data else target.route
                    yield hit(agreement, at, message, remedy)


def _time(target: Target) -> tuple[str, str, str] | None:
    value, what = target.data["value"], target.dimension
    if target.minutes is None:
        message = f"The target {target.id!r} promises a {what} time, but {value!r} is no duration."
        return "value", message, "Write a duration such as `value: 4h`."
    if "clock" not in target.data:
        message = f"The target {target.id!r} promises a {what} time, but does not say on which clock."
        return "clock", message, "Add `clock: 24x7`, or the id of a calendar."
    if target.clock == AROUND_THE_CLOCK:
        return None
    if what in ("rto", "rpo"):
        message = f"The target {target.id!r} is about recovery, which runs around the clock, not on {target.clock!r}."
        return "clock", message, "Write `clock: 24x7`."
    if isinstance(value, str) and split(value)[1] not in "mh":
        message = f"{value!r} is ambiguous on the clock {target.clock!r}: a day there is not 24 hours."
        return "value", message, "Write it in hours or minutes, such as `value: 10h`."
    return None


def _figure(target: Target) -> tuple[str, str, str] | None:
    unit = target.indicator.data["unit"] if target.indicator else ""
    figure, value = target.figure, target.data["value"]
    if figure is None and unit != "minutes":
        message = f"The target {target.id!r} promises {value!r}, but {target.dimension} is counted in {unit}."
        return "value", message, "Write a number."
    limits = {"percent": (0, 100), "ratio": (0, 1)}.get(unit)
    if figure is not None and limits and not limits[0] <= figure <= limits[1]:
        message = f"The target {target.id!r} promises {value}, but a {unit} lies between {limits[0]} and {limits[1]}."
        return "value", message, "Correct the number, or the unit of the indicator."
    return None
