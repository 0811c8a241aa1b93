"""What was achieved of each target in each period (domain specification 4.6, 5.5), from measurements.

`results` gives every period of an agreement that has figures, a reason why there are none, or should have had them by
now. Only the states `met` and `at-risk` count as met (`rollup.GOOD`); no gap is ever shown as met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from skms.dates import parse_date
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.attainment import AT_RISK, State, Tally, availability, ratio, state, value_state
from skms.mathematics.decimals import HUNDRED, exact
from skms.mathematics.downtime import (
    Allowance,
    Exclusion,
    Outage,
    Refused,
    Time,
    listed_time,
    outage_of,
    stated_time,
)  # fmt: skip
from skms.mathematics.periods import LAG, closed, days
from skms.mathematics.rollup import Band, credit, worst_state
from skms.model import Model
from skms.service_levels import Target, agreements_for, targets


@dataclass(frozen=True)
class Result:
    """One target in one period."""

    target: Target
    period: str
    state: State
    measurement: Record | None = None
    """The record that says so; None for `no-data`."""
    route: Route = ()
    """Of the row in the measurement."""
    row: Mapping[str, Any] | None = None
    tally: Tally | None = None
    """Percentage, budget, what is left of it and burn; None where the figure is no share of a total."""
    value: Decimal | None = None
    """The figure as measured, where there is no tally."""
    time: Time | None = None
    """Agreed time and downtime, for availability."""
    credit: Decimal = Decimal(0)
    """Percentage of the price that is given back."""

    @property
    def percent(self) -> Decimal | None:
        """The good share, unrounded."""
        return self.tally.percent if self.tally else None

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Exclusions that do not count."""
        return self.time.refused if self.time else ()


def results(model: Model, agreement: Record) -> tuple[Result, ...]:
    """Every period of an agreement, by target in the order of its record, then by time."""
    known = model.once(_known)
    if agreement.name not in known:
        known[agreement.name] = tuple(_of(model, agreement))
    return known[agreement.name]


def of_target(model: Model, target: Target) -> tuple[Result, ...]:
    """Every period of one target, by time."""
    return tuple(one for one in results(model, target.agreement) if one.target.id == target.id)


def latest(model: Model, agreement: Record) -> tuple[Result, ...]:
    """The last known period of each target; targets without any are left out."""
    return tuple({one.target.id: one for one in results(model, agreement)}.values())


def service_state(model: Model, service: Record) -> State | None:
    """The worst state of a service's targets in their last known periods, from the SLAs that hold for it.

    None where nothing is known yet. Figures of a default SLA are nobody's in particular, so only own SLAs count.
    """
    own = agreements_for(model, service, ("sla",))
    return worst_state(one.state for agreement in own for one in latest(model, agreement))


def measurements(model: Model, agreement: Record) -> tuple[Record, ...]:
    """The measurement records of an agreement, by id."""
    found = (
        model.get(link.source)
        for link in model.backlinks(agreement.name)
        if link.source.startswith("measurement/") and link.route == ("agreement",)
    )
    return tuple(one for one in found if one)


def rows(model: Model, agreement: Record) -> Iterator[tuple[Record, Route, Mapping[str, Any], Target | None]]:
    """Every row of the measurements of an agreement, with its target (None where it names none of them)."""
    known = {one.id: one for one in targets(model, agreement)}
    for measurement in measurements(model, agreement):
        for index, row in enumerate(measurement.data["rows"]):
            yield measurement, ("rows", index), row, known.get(row.get("target"))


def missing_periods(model: Model, target: Target, there: Iterable[str]) -> tuple[str, ...]:
    """Closed periods of a target without a row once their lag has passed; a row for more or less time counts too."""
    agreement = target.agreement
    start, end = (parse_date(agreement.data.get(field)) for field in ("valid_from", "valid_through"))
    if not agreement.live or start is None or start > model.as_of:
        return ()
    spans = [days(period) for period in there]
    lag = int(model.settings.limit("measurement-lag-days", LAG))
    found = []
    for period in closed(start, model.as_of, target.data["window"]["duration"], lag):
        first, last = days(period)
        if end and last > end:
            break
        if not any(a <= last and first <= b for a, b in spans):
            found.append(period)
    return tuple(found)


def _known(_: Model) -> dict[str, tuple[Result, ...]]:
    """Results reckoned so far, by agreement: most pages ask for few."""
    return {}


def _of(model: Model, agreement: Record) -> Iterator[Result]:
    by_target: dict[str, list[Result]] = {}
    outages: dict[str, tuple[Outage, ...]] = {}
    for measurement, route, row, target in rows(model, agreement):
        if target:
            if measurement.name not in outages:
                outages[measurement.name] = tuple(_outages(measurement))
            result = _result(target, measurement, route, row, outages[measurement.name])
            by_target.setdefault(target.id, []).append(result)
    for target in targets(model, agreement):
        found = by_target.get(target.id, [])
        gaps = missing_periods(model, target, {one.period for one in found})
        found += [Result(target, period, "no-data") for period in gaps]
        yield from sorted(found, key=lambda one: days(one.period))


def _result(
    target: Target, measurement: Record, route: Route, row: Mapping[str, Any], outages: tuple[Outage, ...]
) -> Result:
    period = str(row["period"])
    if "not_measured" in row:
        return Result(target, period, "not-measured", measurement, route, row)
    time = _time(target, measurement, row, outages)
    tally = _tally(target, row, time)
    if tally:
        found = state(
            tally,
            strict=target.data["operator"] in ("gt", "lt"),
            at_risk=exact(target.data.get("at_risk_percent", AT_RISK)),
            min_sample=exact(target.data.get("min_sample", 0)) if time is None else Decimal(0),
        )
        given_back = _credit(target, tally.percent)
        return Result(target, period, found, measurement, route, row, tally, None, time, given_back)
    promised = target.figure if target.figure is not None else target.minutes
    if "value" not in row or promised is None:
        return Result(target, period, "no-data", measurement, route, row)
    value = exact(row["value"])
    found = value_state(value, target.data["operator"], Decimal(promised))
    given_back = _credit(target, value)
    return Result(target, period, found, measurement, route, row, None, value, None, given_back)


def _time(
    target: Target, measurement: Record, row: Mapping[str, Any], outages: tuple[Outage, ...]
) -> Time | None:
    """Agreed time and downtime, where a row is about them: stated in minutes, or listed as outages."""
    if target.dimension != "availability" or target.calendar is None or {"good", "total", "value"} & set(row):
        return None
    stated = row.get("downtime_minutes")
    if stated is None and "outages" not in measurement.data:
        return None
    first, last = days(str(row["period"]))
    left_out = [Exclusion(one["reason"], exact(one["minutes"])) for one in row.get("excluded", ())]
    allowed = allowances(target.agreement)
    if stated is not None:
        return stated_time(target.calendar, first, last, exact(stated), left_out, allowed)
    return listed_time(target.calendar, first, last, outages, left_out, allowed)


def allowances(agreement: Record) -> tuple[Allowance, ...]:
    """What an agreement lets measurements leave out."""
    return tuple(
        Allowance(one["id"], one["code"], exact(one["max_minutes"]) if "max_minutes" in one else None)
        for one in agreement.data.get("exclusions", ())
    )


def _tally(target: Target, row: Mapping[str, Any], time: Time | None) -> Tally | None:
    wanted = promised_percent(target)
    if wanted is None:
        return None
    if time is not None:
        return availability(time.agreed, time.down, wanted)
    if "good" in row and "total" in row:
        return ratio(exact(row["good"]), exact(row["total"]), wanted)
    return None


def promised_percent(target: Target) -> Decimal | None:
    """Good share that a target asks for; None where it is about no share."""
    if "target_percent" in target.data or target.minutes is not None:
        return target.percent
    if target.indicator is None or target.indicator.data["unit"] not in ("percent", "ratio"):
        return None
    share = (target.figure or Decimal(0)) * (100 if target.indicator.data["unit"] == "ratio" else 1)
    # "At most 2 % errors" asks for 98 % good.
    return HUNDRED - share if target.data["operator"] in ("lte", "lt") else share


def _outages(measurement: Record) -> Iterator[Outage]:
    for one in measurement.data.get("outages", ()):
        try:
            yield outage_of(one["start"], one["end"], planned=one.get("planned", False))
        except ValueError:  # 30 February: impossible-dates says so
            continue


def _credit(target: Target, value: Decimal | None) -> Decimal:
    for one in target.agreement.data.get("consequences", ()):
        if one["target"] == target.id:
            bands = [
                Band(exact(band["below_percent"]), exact(band["credit_percent"])) for band in one["bands"]
            ]
            return credit(value, bands, exact(one["cap_percent"]))
    return Decimal(0)
