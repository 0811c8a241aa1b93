"""Agreements and what was achieved, in the form in which pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from skms import promises, results, service_levels, supportability
from skms.dates import calendar_month, long_date, parse_date
from skms.dates import words as duration_words
from skms.diagrams import charts
from skms.fit import Record
from skms.mathematics.attainment import State
from skms.mathematics.decimals import exact, rounded, shown
from skms.mathematics.notice import LEAD, last_day, notice_state
from skms.mathematics.rollup import worst_state
from skms.model import Model
from skms.pages import _hours
from skms.pages._filters import words
from skms.pages._html import badge
from skms.pages._views import Ref, View, visible
from skms.results import Result
from skms.service_levels import Target

MARKS: dict[str, tuple[str, str, str]] = {
    "met": ("Met", "ok", "✓"), "at-risk": ("At risk", "warn", "▲"), "breached": ("Breached", "bad", "✕"),
    "not-measured": ("Not measured", "idle", "–"), "no-data": ("No data", "warn", "?"),
    "no-events": ("No cases", "idle", "0"), "below-sample": ("Too few cases", "idle", "<"),
}  # fmt: skip
"""State of a period: in words, tone, sign."""
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


@dataclass(frozen=True, slots=True)
class Notice:
    """When an agreement or contract ends, and by when something has to be decided."""

    end: date
    decide_by: date | None
    decision: str
    state: str | None
    """`near` or `past` without a decision."""


def state_badge(state: str | None) -> Markup:
    """A state of a period in words."""
    return badge(*MARKS[state]) if state else badge("Nothing measured yet", "idle", "–")


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


def figure(result: Result | None) -> str:
    """What was achieved; cut towards failure, so that never more is shown than was reached."""
    if result is None:
        return ""
    if result.percent is not None and result.tally:
        cases = (
            ""
            if result.time
            else f" ({_plain(result.tally.total - result.tally.bad)} of {_plain(result.tally.total)})"
        )
        return f"{shown(result.percent)} %{cases}"
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
    return f"{left} more may miss" if left else "no more may miss"


def burn(result: Result | None) -> str:
    """Share of the error budget that is used."""
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


def period_words(period: str) -> str:
    """`2026-07` as `July 2026`; quarters and years as they are."""
    if len(period) == SHORT and period[5:].isdigit():
        return f"{calendar_month(int(period[5:]))} {period[:4]}"
    return period.replace("-", " ")


def period_short(period: str) -> str:
    """`2026-07` as `Jul`, January with its year."""
    if len(period) == SHORT and period[5:].isdigit():
        month = calendar_month(int(period[5:]))[:3]
        return f"{month} {period[2:4]}" if period[5:] == "01" else month
    return period[2:]


def given_back(view: View, agreement: Record) -> list[Result]:
    """Periods for which something is given back, newest first."""
    found = [one for one in results.results(view.model, agreement) if one.credit]
    return sorted(found, key=lambda one: one.period, reverse=True)


def agreement_state(model: Model, agreement: Record) -> State | None:
    """The worst state of an agreement's targets in their last periods."""
    return worst_state(one.state for one in results.latest(model, agreement))


def tree(view: View, agreement: Record, seen: frozenset[str] = frozenset()) -> list[tuple[int, Record]]:
    """What supports an agreement, and what supports that: `(depth, agreement)`, each branch once."""
    found = []
    for one, _ in service_levels.supporting(view.model, agreement):
        if one.name not in seen and one.name != agreement.name:
            found.append((len(seen) + 1, one))
            found += tree(view, one, seen | {agreement.name})
    return found


def upheld(view: View, agreement: Record) -> list[Ref]:
    """The agreements, with target, that one supports."""
    model = view.model
    links = [link for link in model.links(agreement.name) if link.route[0] == "supports"]
    return [
        view.ref(found, link.text, note=words(link.fragment) if link.fragment else "")
        for link in links
        if (found := model.get(link.target))
    ]


def proof(view: View, agreement: Record) -> supportability.Proof | None:
    """The proof of an SLA, line by line; other agreements have none."""
    return supportability.proof(view.model, agreement) if agreement.data["type"] == "sla" else None


def notice(view: View, record: Record) -> Notice | None:
    """When an agreement or contract ends and by when to decide; None where it is open-ended."""
    data = record.data
    end = parse_date(data.get("valid_through") or data.get("end"))
    if end is None:
        return None
    days = data.get("notice_days")
    days = days.get("customer") if isinstance(days, dict) else days
    decision = data.get("decision") or data.get("renewal", {}).get("decision") or {}
    said = f"{words(decision['result'])}, decided on {long_date(day)}" if (
        day := parse_date(decision.get("date"))
    ) else ""  # fmt: skip
    by = last_day(end, days) if days else None
    lead = int(view.model.settings.limit("notice-lead-days", LEAD))
    state = notice_state(end, days, view.site.as_of, decided=bool(decision), lead=lead) if days else None
    return Notice(end, by, said, state if record.live else None)


def slas_of(view: View, service: Record) -> list[Record]:
    """The SLAs that hold for a service and may be shown."""
    return [one for one in service_levels.slas(view.model, service) if visible(view.model, one)]


def carrying(view: View, service: Record) -> list[Record]:
    """OLAs and UCs for a service."""
    found = service_levels.agreements_for(view.model, service)
    return [one for one in found if visible(view.model, one)]


def received(view: View, customer: Record) -> list[Record]:
    """Agreements whose recipient is a customer, those in force first."""
    model = view.model
    links = (link for link in model.backlinks(customer.name) if link.route == ("recipient",))
    found = {one.name: one for link in links if (one := model.get(link.source)) and visible(model, one)}
    return sorted(found.values(), key=lambda one: (not one.live, one.title))


def reviews_of(view: View, record: Record) -> list[Record]:
    """Reviews of a record, newest first."""
    model = view.model
    links = (link for link in model.backlinks(record.name) if link.route[0] == "subject")
    found = {one.name: one for link in links if (one := model.get(link.source)) and one.kind == "review"}
    return sorted(found.values(), key=lambda one: str(one.data.get("date", "")), reverse=True)


def indicator_promises(view: View, indicator: Record) -> list[tuple[Ref, Target, Result | None]]:
    """Where an indicator is promised: agreement, target, last result."""
    model, found = view.model, []
    for name in sorted(
        {link.source for link in model.backlinks(indicator.name) if link.route[0] == "targets"}
    ):
        agreement = model.get(name)
        if agreement and agreement.phase != "ended" and visible(model, agreement):
            last = {one.target.id: one for one in results.latest(model, agreement)}
            found += [
                (view.ref(agreement), target, last.get(target.id))
                for target in service_levels.targets(model, agreement)
                if target.indicator is indicator
            ]
    return found


def indicator_values(view: View, indicator: Record) -> list[tuple[str, str, Record]]:
    """Values of a KPI by period, newest first: `(period, figure, measurement)`."""
    model, rows = view.model, []
    unit = UNITS.get(indicator.data["unit"], f" {indicator.data['unit']}")
    for link in model.backlinks(indicator.name):
        record = model.get(link.source)
        if record and link.route == ("indicator",) and record.kind == "measurement":
            rows += [(str(row["period"]), _row_figure(row, unit), record) for row in record.data["rows"]]
    return sorted(rows, key=lambda row: row[0], reverse=True)


def key_figures(view: View, record: Record) -> list[tuple[Ref, str, str, str]]:
    """The indicators that a record names: `(indicator, last value, period, aim)`."""
    found = []
    for link in view.model.links(record.name):
        indicator = view.model.get(link.target) if link.route[0] == "indicators" else None
        if indicator:
            values = indicator_values(view, indicator)
            last, period = (values[0][1], period_words(values[0][0])) if values else ("", "")
            aim = indicator.data.get("target", {}).get("value")
            unit = UNITS.get(indicator.data["unit"], f" {indicator.data['unit']}")
            found.append((view.ref(indicator), last, period, f"{aim}{unit}" if aim is not None else ""))
    return found


def _row_figure(row: dict[str, object], unit: str) -> str:
    if "not_measured" in row:
        return f"Not measured: {row['not_measured']}"
    if "value" in row:
        return f"{row['value']}{unit}"
    if "good" in row and "total" in row:
        total = exact(str(row["total"]))
        share = f"{shown(100 * exact(str(row['good'])) / total)} % " if total else ""
        return f"{share}({row['good']} of {row['total']})"
    return ""


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


def carriers(view: View, name: str) -> list[Ref]:
    """The targets of OLAs and UCs on which the promise of a service (an id) rests, with their contracts."""
    model = view.model
    service = model.look(name, "service")
    found = []
    for one in promises.availability_targets(model, service) if service else ():
        contract = model.look(one.agreement.data.get("contract"), "contract")
        kind = str(one.agreement.data["type"]).upper()
        note = f"{kind}, {promise(one)}{f', under {contract.title}' if contract else ''}"
        found.append(view.ref(one.agreement, note=note, part=one.id))
    return found


def judged(view: View, measurement: Record) -> dict[int, Result]:
    """What the rows of a measurement come to, by their place in the record."""
    agreement = view.model.look(measurement.data.get("agreement"), "agreement")
    if agreement is None:
        return {}
    found = results.results(view.model, agreement)
    return {int(one.route[1]): one for one in found if one.measurement is measurement and one.route}
