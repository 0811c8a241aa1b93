"""A live target or benefit has no row for a closed period after its lag.

Why: No figure is not a good figure. Whoever promised it must say what came out, or why nothing did.

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
    valid_from: 2026-04-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: availability  # expect
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
      - {period: 2026-04, target: availability, downtime_minutes: 50}

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
    valid_from: 2026-04-01
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
      - {period: 2026-04, target: availability, downtime_minutes: 50}
      - {period: 2026-05, target: availability, not_measured: The agent failed.}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.mathematics.periods import LAG, late
from skms.model import Model, hit
from skms.results import measurements, results
from skms.service_levels import Target, live, targets
from skms.words import one_of, plural

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Report each target once with the periods that lack a row, and an agreement nobody measures once in all."""
    yield from _benefits(model)
    if model.unread("measurement"):
        return
    astray = _astray(model)
    for agreement in live(model):
        gaps: dict[str, list[str]] = {}
        for one in results(model, agreement):
            if one.state == "no-data" and one.measurement is None and one.target.id not in astray:
                gaps.setdefault(one.target.id, []).append(one.period)
        if gaps and not measurements(model, agreement):
            yield _nothing(agreement, len(gaps))
        else:
            yield from (_hit(one, gaps[one.id]) for one in targets(model, agreement) if one.id in gaps)


def _astray(model: Model) -> set[str]:
    """Ids of the targets for which there are figures of an agreement that does not exist."""
    found = (model.get(link.source) for link in model.astray("measurement", "agreement"))
    return {str(row["target"]) for one in found if one for row in one.data["rows"] if "target" in row}


def _benefits(model: Model) -> Iterator[Hit]:
    """Years of the plan of an approved business case that are over, and say nothing of what they brought."""
    lag = int(model.settings.limit("measurement-lag-days", LAG))
    for case in model.of("business-case"):
        for index, benefit in enumerate(case.data.get("benefits", ()) if case.live else ()):
            told = {str(one["period"])[:4] for one in benefit.get("realised", ())}
            first = str(benefit.get("start", ""))[:4]
            planned = sorted(str(one["year"]) for one in benefit.get("annual", ()))
            missing = [
                year
                for year in planned
                if year >= first and year not in told and late(year, model.as_of, lag)
            ]
            if missing:
                years = one_of(missing, "and")
                message = f"Nothing says what the benefit {benefit['id']!r} brought in {years}."
                remedy = "Add a row with the period and the figure to `realised`; it may be 0."
                yield hit(case, ("benefits", index), message, remedy)


def _nothing(agreement: Record, count: int) -> Hit:
    message = f"Nothing of this agreement has been measured yet, though {plural(count, 'target')} should have figures."
    remedy = (
        f"Add a measurement: `skms new measurement {agreement.id}-2026`, with `agreement: {agreement.id}`."
    )
    return hit(agreement, ("targets",), message, remedy, on_key=True)


def _hit(target: Target, periods: list[str]) -> Hit:
    named = one_of(periods if len(periods) <= 3 else [*periods[:3], f"{len(periods) - 3} more"], "and")
    message = f"The target {target.id!r} has no figure for {named}."
    remedy = "Add a row for each period; if nothing could be measured, say why in `not_measured`."
    return hit(target.agreement, target.route, message, remedy)
