"""Good exceeds total, downtime exceeds agreed time, a value is negative, or a period repeats.

Why: One impossible figure makes every figure of the report doubtful.

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
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/availability.yaml
    kind: indicator
    title: Availability
    owner: service-level-manager
    status: active
    type: sli
    dimension: availability
    formula: Time up / agreed time
    unit: percent
    direction: higher-better
    data_source: monitoring
    # file: catalogue/measurements/email-sla-2026.yaml
    kind: measurement
    title: E-mail, 2026
    agreement: email-sla
    rows:
      - {period: 2026-05, target: availability, downtime_minutes: 50000}  # expect
      - {period: 2026-06, target: availability, good: 11, total: 10}  # expect

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
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/availability.yaml
    kind: indicator
    title: Availability
    owner: service-level-manager
    status: active
    type: sli
    dimension: availability
    formula: Time up / agreed time
    unit: percent
    direction: higher-better
    data_source: monitoring
    # file: catalogue/measurements/email-sla-2026.yaml
    kind: measurement
    title: E-mail, 2026
    agreement: email-sla
    rows:
      - {period: 2026-05, target: availability, downtime_minutes: 50}
      - {period: 2026-06, target: availability, good: 10, total: 10}
"""

from collections.abc import Iterator
from typing import Any

from skms.findings import Hit, Route
from skms.fit import Record
from skms.mathematics.attainment import Tally
from skms.mathematics.decimals import shown
from skms.model import Model, hit, related
from skms.results import Result, results

SEVERITY = "error"

FIGURES = {"good": "good cases", "total": "cases", "downtime_minutes": "minutes of downtime"}


def check(model: Model) -> Iterator[Hit]:
    """Look at every row by itself, at its period, and at the agreed time of its target."""
    seen: dict[tuple[str, str | None, str], tuple[Record, Route]] = {}
    for measurement in model.of("measurement"):
        subject = model.links(measurement.name)[0].target if model.links(measurement.name) else None
        for index, row in enumerate(measurement.data["rows"]):
            route: Route = ("rows", index)
            yield from _row(measurement, route, row)
            if subject:
                key = (subject, row.get("target"), row["period"])
                first = seen.setdefault(key, (measurement, route))
                if first != (measurement, route):
                    message = f"The period {row['period']} has a row already."
                    where = [related(*first, "the first one")]
                    yield hit(measurement, (*route, "period"), message, "Keep one of them.", where)
    for agreement in model.of("agreement"):
        for result in results(model, agreement):
            yield from _downtime(result)


def _row(measurement: Record, route: Route, row: dict[str, Any]) -> Iterator[Hit]:
    first, _, last = row["period"].partition("/")
    if last and last < first:
        yield hit(measurement, (*route, "period"), f"{last} comes before {first}.", "Swap the two months.")
    negative = next((field for field in FIGURES if row.get(field, 0) < 0), None)
    if negative:
        message = f"There cannot be {row[negative]} {FIGURES[negative]}."
        yield hit(measurement, (*route, negative), message, "Correct the figure.")
    elif "good" in row and "total" in row and row["good"] > row["total"]:
        message = f"{row['good']} of {row['total']} cases cannot be good."
        yield hit(measurement, (*route, "good"), message, "Correct the figures.")


def _downtime(result: Result) -> Iterator[Hit]:
    tally, time = result.tally, result.time
    stated = result.row.get("downtime_minutes", 0) if result.row else 0
    if isinstance(tally, Tally) and time and result.measurement and tally.bad > tally.total and stated >= 0:
        message = (
            f"{shown(time.down, 0)} minutes of downtime are more than the {shown(time.agreed, 0)} minutes agreed in "
            f"{result.period}."
        )
        where = [related(result.target.agreement, result.target.route, "the target")]
        field = "downtime_minutes" if result.row and "downtime_minutes" in result.row else "period"
        remedy = "Count only the minutes within the agreed hours."
        yield hit(result.measurement, (*result.route, field), message, remedy, where)
