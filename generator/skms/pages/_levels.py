"""Agreements and what was achieved, in the form in which pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from skms import results, service_levels
from skms.dates import calendar_month, period_words
from skms.dates import words as duration_words
from skms.diagrams import charts
from skms.fit import Record
from skms.mathematics.attainment import State
from skms.mathematics.decimals import rounded, shown
from skms.mathematics.rollup import worst_state
from skms.model import Model
from skms.pages import _hours
from skms.pages._filters import words
from skms.pages._html import badge
from skms.pages._views import Ref, View
from skms.results import Result
from skms.service_levels import Target

MARKS: dict[str, tuple[str, str, str]] = {
    "met": ("Met", "ok", "✓"), "at-risk": ("At risk", "warn", "▲"), "breached": ("Breached", "bad", "✕"),
    "not-measured": ("Not measured", "idle", "–"), "no-data": ("No data", "warn", "?"),
    "no-events": ("No cases", "idle", "0"), "below-sample": ("Too few cases", "idle", "~"),
}  # fmt: skip
"""State of a period: in words, tone, sign."""
KEY = "✓ met, ▲ at risk, ✕ breached, – not measured, ? no data, 0 no cases, ~ too few cases to judge."
"""What the signs say, for below a picture of them."""
VERDICTS: dict[str, tuple[str, str, str]] = {
    "kept": ("Holds", "ok", "✓"), "doubtful": ("Plausible, not guaranteed", "warn", "▲"),
    "broken": ("Does not hold", "bad", "✕"), "unknown": ("Cannot be shown", "idle", "?"),
}  # fmt: skip
OPERATORS = {"gte": "at least", "lte": "at most", "gt": "more than", "lt": "less than"}
UNITS = {"percent": " %", "minutes": " min", "count": "", "score": "", "ratio": ""}
MONTHS = 13
SHORT = 7
"""Length of the name of a month: `2026-07`."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with its last result."""

    target: Target
    name: str
    promise: str
    clock: Ref
    window: str
    last: Result | None


def state_badge(state: str | None) -> Markup:
    """A state of a period in words."""
    return badge(*MARKS[state]) if state else badge("Nothing measured yet", "idle", "–")


def tone(state: str | None) -> str:
    """How a state of a period is coloured."""
    return MARKS[state][1] if state else "idle"


def said(state: str | None) -> str:
    """A state of a period in words only."""
    return MARKS[state][0] if state else "Nothing measured"


def verdict_badge(verdict: str) -> Markup:
    """What a line of the proof comes to."""
    return badge(*VERDICTS[verdict])


def target_rows(view: View, agreement: Record) -> list[TargetRow]:
    """The targets of an agreement, each with its last result."""
    last = {one.target.id: one for one in results.latest(view.model, agreement)}
    return [
        TargetRow(
            one,
            target_name(view, one),
            promise(one),
            _hours.ref(view, one.clock),
            _window(one),
            last.get(one.id),
        )
        for one in service_levels.targets(view.model, agreement)
    ]


def target_name(view: View, target: Target) -> str:
    """What is measured and for what: `Response to incidents, P1`."""
    title = target.indicator.title if target.indicator else words(target.id)
    scope = [_scope(view, target, key, value) for key, value in target.scope.items()]
    return ", ".join([title, *scope])


def promise(target: Target) -> str:
    """What is promised: `at most 4 hours in 95 % of cases`."""
    data, value = target.data, target.data["value"]
    if isinstance(value, str):
        said = duration_words(value)
    else:
        unit = target.indicator.data["unit"] if target.indicator else ""
        said = f"{value}{UNITS.get(unit, f' {unit}')}"
    share = f" in {data['target_percent']} % of cases" if "target_percent" in data else ""
    return f"{OPERATORS[data['operator']]} {said}{share}"


def figure(result: Result | None, cases: bool = True) -> str:
    """What was achieved; cut towards failure, so that never more is shown than was reached. `cases`: of how many."""
    if result is None:
        return ""
    if result.percent is not None and result.tally:
        tally = f" ({_plain(result.tally.total - result.tally.bad)} of {_plain(result.tally.total)})"
        return f"{shown(result.percent)} %{tally if cases and not result.time else ''}"
    if result.value is not None:
        unit = result.target.indicator.data["unit"] if result.target.indicator else ""
        return f"{_plain(result.value)}{UNITS.get(unit, f' {unit}')}"
    return ""


def budget(result: Result | None) -> str:
    """What is left of the error budget."""
    if result is None or result.tally is None or not result.tally.total:
        return ""
    tally = result.tally
    if result.time:
        allowed = shown(tally.budget, 1)
        if tally.left < 0:
            return f"{shown(-tally.left, 1, 'lower-better')} min over the {allowed} min allowed"
        return f"{shown(tally.left, 1)} of {allowed} min left"
    left = tally.failures_left
    if tally.left < 0:
        return f"{_plain(tally.bad)} missed, {int(tally.budget)} allowed"
    if left:
        return f"{left:,} more {'miss' if left == 1 else 'misses'} allowed"
    return "no further miss allowed" if tally.bad else "no miss allowed"


def burn(result: Result | None) -> str:
    """Share of the error budget that is used; nothing where there is none to use."""
    if (
        result
        and result.tally
        and not result.time
        and not result.tally.failures_left
        and not result.tally.bad
    ):
        return ""
    used = result.tally.burn if result and result.tally and result.tally.total else None
    return f"{rounded(used, 0):,} %" if used is not None else ""


def history(view: View, agreement: Record) -> tuple[list[str], list[tuple[Target, list[Result | None]]]]:
    """The last periods of an agreement, oldest first, and for each target its result in each of them."""
    found = results.results(view.model, agreement)
    periods = sorted({one.period for one in found})[-MONTHS:]
    by_key = {(one.target.id, one.period): one for one in found}
    return periods, [
        (target, [by_key.get((target.id, period)) for period in periods])
        for target in service_levels.targets(view.model, agreement)
    ]


def strip(view: View, agreement: Record) -> Markup | None:
    """The states of the last periods as a picture."""
    periods, rows = history(view, agreement)
    if not periods:
        return None
    drawn = [(target_name(view, target), [_cell(one) for one in row]) for target, row in rows]
    return charts.strip(f"Last periods of {agreement.title}", [period_short(one) for one in periods], drawn)


def period_short(period: str) -> str:
    """`2026-07` as `Jul`, January with its year; `2025-04/2026-03` as `25/26`."""
    if "/" in period:
        return "/".join(dict.fromkeys(month[2:4] for month in period.split("/")))
    if len(period) == SHORT and period[5:].isdigit():
        month = calendar_month(int(period[5:]))[:3]
        return f"{month} {period[2:4]}" if period[5:] == "01" else month
    return period[2:]


def agreement_state(model: Model, agreement: Record) -> State | None:
    """The worst state of an agreement's targets in their last periods."""
    return worst_state(one.state for one in results.latest(model, agreement))


def _cell(result: Result | None) -> charts.Cell | None:
    if result is None:
        return None
    text, _, sign = MARKS[result.state]
    said = ", ".join(filter(None, (period_words(result.period), text, figure(result))))
    return charts.Cell(result.state, sign, said)


def _scope(view: View, target: Target, key: str, value: str) -> str:
    if key == "priority":
        return value.upper()
    if key == "request_type":
        for one in service_levels.covered(view.model, target.agreement):
            part = view.model.part(one.service, value)
            if part:
                return str(part[1].get("title", value))
    return words(value) if key == "request_type" else value


def _window(target: Target) -> str:
    window = target.data["window"]
    rolling = " rolling" if window["type"] == "rolling" else ""
    return f"{duration_words(window['duration'])}{rolling}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def percent(value: Decimal | None) -> str:
    """A percentage of a proof, cut towards failure."""
    return f"{shown(value, 3)} %" if value is not None else "not known"


def judged(view: View, measurement: Record) -> dict[int, Result]:
    """What the rows of a measurement come to, by their place in the record."""
    agreement = view.model.look(measurement.data.get("agreement"), "agreement")
    if agreement is None:
        return {}
    found = results.results(view.model, agreement)
    return {int(one.route[1]): one for one in found if one.measurement is measurement and one.route}


def by_target(view: View, measurement: Record) -> list[tuple[str, list[tuple[int, Result | None]]]]:
    """The rows of a measurement by what they measure, newest first: `(name, [(place in the record, result)])`."""
    found = judged(view, measurement)
    groups: dict[str, list[tuple[int, Result | None]]] = {}
    for place, row in enumerate(measurement.data["rows"]):
        one = found.get(place)
        name = target_name(view, one.target) if one else words(row.get("target", ""))
        groups.setdefault(name, []).append((place, one))
    return [(name, rows[::-1]) for name, rows in groups.items()]


def in_short(name: str, rows: Sequence[tuple[int, Result | None]]) -> str:
    """A target of a measurement in one line, with its last result: `Availability: at risk in October 2026, 99.81 %`."""
    last = rows[0][1]
    if last is None:
        return name
    state = f"{name}: {said(last.state).lower()} in {period_words(last.period)}"
    return ", ".join(filter(None, (state, figure(last))))


def measured_strip(view: View, measurement: Record) -> Markup | None:
    """The states of the periods of a measurement as a picture; nothing where they are not judged."""
    groups = [
        (name, {one.period: _cell(one) for _, one in found if one})
        for name, found in by_target(view, measurement)
    ]
    periods = sorted({period for _, cells in groups for period in cells})
    if not periods:
        return None
    drawn = [(name, [cells.get(period) for period in periods]) for name, cells in groups]
    return charts.strip(measurement.title, [period_short(one) for one in periods], drawn)
