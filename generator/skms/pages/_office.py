"""Facts and plots of the office's own pages: charter, cases, assessments, registers, education."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from skms import controls, maturity_facts, readiness, value
from skms.controls import Applicability
from skms.dates import add, days_after, long_date, parse_date
from skms.diagrams import plots
from skms.diagrams.plots import Series, Stone
from skms.fit import Record
from skms.mathematics.decimals import exact
from skms.model import Model
from skms.pages._filters import words
from skms.pages._values import reference
from skms.pages._views import Ref, View, visible
from skms.separated import DutyConflict
from skms.words import plural

FEWEST_AXES, MOST_AXES = 3, 24
EFFORTS = {"s": 1, "m": 2, "l": 5, "xl": 8}
DEFAULT_DUE = {"major-nc": 30, "minor-nc": 90}
CLOSED = frozenset({"closed", "verified", "implemented"})
TOP_LEVEL = 5
MARKS = ("first", "second", "third", "fourth", "fifth")


def money(amount: Decimal | None, currency: str) -> str:
    """An amount without its pence, for tables: `12,400 GBP`."""
    return "" if amount is None else f"{amount:,.0f} {currency}"


def figure(amount: Decimal | float | None, decimals: int = 1, unit: str = "") -> str:
    """A figure, or a dash where it is not known."""
    return "–" if amount is None else f"{amount:,.{decimals}f}{unit}"


def refs(view: View, found: Iterable[Record | None]) -> list[Ref]:
    """Records as links, those that may not be shown as their titles."""
    return [view.ref(one) for one in found if one]


def shown(view: View, found: Iterable[Record]) -> list[Record]:
    """The records that the build may show."""
    return [one for one in found if visible(view.model, one)]


# Charter


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of a charter and how it stands."""

    number: int
    data: Any
    due: date
    state: str
    words: str
    owner: Ref
    after: str


def milestones(view: View, strategy: Record) -> list[Milestone]:
    """The milestones of a charter by day."""
    titles = {one["id"]: one["title"] for one in strategy.data.get("milestones", ())}
    found = sorted(strategy.data.get("milestones", ()), key=lambda one: str(one["due"]))
    return [
        Milestone(
            number, one, parse_date(one["due"]) or view.site.as_of, *_stands(one, view.site.as_of),
            reference(view, one["owner"], ("role",)),
            ", ".join(str(titles.get(key, key)) for key in one.get("depends_on", ())),
        ) for number, one in enumerate(found, start=1)
    ]  # fmt: skip


def _stands(one: Any, as_of: date) -> tuple[str, str]:
    due, done = parse_date(one["due"]), parse_date(one.get("done_on"))
    if done:
        late = (done - due).days if due else 0
        return "done", f"done on {long_date(done)}" + (f", {plural(late, 'day')} late" if late > 0 else "")
    if due and due < as_of:
        return "late", f"overdue by {plural((as_of - due).days, 'day')}"
    return "open", f"due on {long_date(due)}" if due else "open"


def road(view: View, found: Sequence[Milestone]) -> Markup | None:
    """The milestones as a road."""
    stones = [Stone(str(one.data["title"]), one.due, one.state, one.words) for one in found]
    return plots.road("Roadmap", stones, view.site.as_of) if stones else None


def stakeholders(view: View, strategy: Record) -> list[tuple[int, Ref, Any]]:
    """The stakeholders of a charter with their numbers on the map, the most involved first."""
    found = sorted(
        strategy.data.get("stakeholders", ()), key=lambda one: (-one["influence"], -one["interest"])
    )
    return [
        (number, reference(view, one["party"], ("team", "customer", "supplier")), one)
        for number, one in enumerate(found, start=1)
    ]


def stakeholder_map(found: Sequence[tuple[int, Ref, Any]]) -> Markup | None:
    """Stakeholders by interest and influence."""
    points = [(one["interest"], one["influence"], str(number), ref.title) for number, ref, one in found]
    return plots.field("Stakeholder map", "Interest", "Influence", points) if points else None


# Business cases


def cash_flow(case: Record, option: value.Option) -> Markup:
    """Costs, benefits and the running balance of an option."""
    flow, total, balance = option.flow, Decimal(0), []
    for net in flow.net:
        total += net
        balance.append(float(total))
    return plots.columns(
        f"Cash flow: {option.title}",
        value.years(case),
        [
            Series("costs", "bad", tuple(-float(one) for one in flow.costs)),
            Series("benefits", "ok", tuple(float(one) for one in flow.benefits)),
        ],
        Series("balance so far", "first", tuple(balance)),
        unit=str(case.data.get("currency", "")),
    )


def realisation(model: Model, case: Record) -> Markup | None:
    """Benefits planned against realised, by year."""
    planned, real = value.planned(model, case), value.realised(model, case)
    if not any(planned.values()):
        return None
    return plots.columns(
        "Benefits planned and realised", list(planned),
        [
            Series("planned", "plain", tuple(float(one) for one in planned.values())),
            Series("realised", "ok", tuple(float(real[year]) if year in real else None for year in planned)),
        ],
        unit=str(case.data.get("currency", "")),
    )  # fmt: skip


# Assessments


def nets(model: Model, assessment: Record) -> list[tuple[maturity_facts.Result, Markup | None]]:
    """Every subject of an assessment with its radar, where it has enough areas for one."""
    framework = maturity_facts.framework_of(model, assessment)
    most = int(framework.data.get("scale", {}).get("max", TOP_LEVEL)) if framework else TOP_LEVEL
    return [
        (one, _net(one, assessment, framework, most)) for one in maturity_facts.results(model, assessment)
    ]


def _net(
    result: maturity_facts.Result, assessment: Record, framework: Record | None, most: int
) -> Markup | None:
    areas = [area for area in result.areas if area in result.levels]
    if not FEWEST_AXES <= len(areas) <= MOST_AXES:
        return None
    goals = {
        area: min((one.target for one in result.areas[area] if one.target is not None), default=None)
        for area in areas
    }
    series = [Series("level", "first", tuple(float(result.levels[area]) for area in areas))]
    if all(goal is not None for goal in goals.values()):
        series.insert(0, Series("target", "plain", tuple(float(goals[area] or 0) for area in areas)))
    names = area_titles(framework)
    title = result.subject.title if result.subject else assessment.title
    return plots.radar(f"Levels by area: {title}", [names.get(area, area) for area in areas], series, most)


def area_titles(framework: Record | None) -> dict[str, str]:
    """Titles of a framework's nodes by id."""
    return {one["id"]: str(one["title"]) for one in framework.data["nodes"]} if framework else {}


def by_area(framework: Record | None, rows: Sequence[Applicability]) -> list[tuple[str, list[Applicability]]]:
    """The measures of a framework under the title of the part they stand in."""
    titles = area_titles(framework)
    above = {one["id"]: one.get("parent", "") for one in framework.data["nodes"]} if framework else {}
    groups: dict[str, list[Applicability]] = {}
    for row in rows:
        groups.setdefault(above.get(row.node, ""), []).append(row)
    return [(f"{area} {titles.get(area, '')}".strip(), found) for area, found in groups.items()]


def trend(
    model: Model, found: Sequence[Record]
) -> tuple[Markup | None, list[tuple[str, list[float | None]]]]:
    """The mean level of each subject over a row of assessments: `(chart, [(subject, means)])`."""
    rows: dict[str, list[float | None]] = {}
    for place, assessment in enumerate(found):
        for result in maturity_facts.results(model, assessment):
            reached = result.maturity
            name = result.subject.title if result.subject else "Organisation"
            rows.setdefault(name, [None] * len(found))[place] = float(reached.mean) if reached else None
    ordered = [(name, means) for name, means in sorted(rows.items()) if any(one is not None for one in means)]
    if len(found) < 2 or not ordered:
        return None, ordered
    if len(ordered) > len(MARKS):
        ends = [
            (name, *((known[0], known[-1]) if len(known) > 1 else (None, known[0])))
            for name, means in ordered if (known := [one for one in means if one is not None])
        ]  # fmt: skip
        return plots.spans("Mean level, before and now", ends, TOP_LEVEL), ordered
    series = [Series(name, MARKS[i % len(MARKS)], tuple(means)) for i, (name, means) in enumerate(ordered)]
    heads = [long_date(parse_date(one.data.get("date")) or date.min) for one in found]
    return plots.lines("Mean level over time", heads, series, TOP_LEVEL), ordered


# Registers


def ways(view: View, conflict: DutyConflict) -> list[tuple[list[Ref], str]]:
    """Both ways from the party to the activity, each as links and the duty in words."""
    return [
        ([_step(view, name) for name in held.path[1:]], "" if "/" in held.duty else words(held.duty))
        for held in (conflict.one, conflict.other)
    ]


def _step(view: View, name: str) -> Ref:
    return reference(view, name, (name.partition("/")[0],))


def evidence(view: View, control: Record) -> list[tuple[Any, date | None, int | None]]:
    """The evidence of a control, `(entry, fresh until, days left)`, what has gone stale first."""
    found = []
    for one in control.data.get("evidence", ()):
        due = controls.evidence_due(one)
        found.append((one, due, (due - view.site.as_of).days if due else None))
    return sorted(found, key=lambda row: row[1] or date.max)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of an audit with its age."""

    audit: Record
    data: Any
    due: date | None
    open: bool
    late: bool
    days: int
    """Since it was held while it is open."""


def findings(view: View, audit: Record) -> list[Finding]:
    """The findings of an audit, open ones first, the earliest due first."""
    held, as_of = parse_date(audit.data.get("held_on")), view.site.as_of
    found = []
    for one in audit.data.get("findings", ()):
        days = DEFAULT_DUE.get(one["type"])
        due = parse_date(one.get("due")) or (days_after(held, days) if held and days else None)
        asks = one["type"] not in ("strength", "opportunity", "observation") or "status" in one
        is_open = asks and one.get("status", "open") not in CLOSED
        found.append(
            Finding(
                audit,
                one,
                due,
                is_open,
                bool(is_open and due and due < as_of),
                (as_of - held).days if held else 0,
            )
        )
    return sorted(found, key=lambda one: (not one.open, one.due or date.max))


def priority(record: Record) -> Decimal | None:
    """Priority of an improvement: value, urgency and reduced risk for the effort."""
    data = record.data
    if not {"value", "urgency", "risk_reduction", "effort"} <= data.keys():
        return None
    return exact(data["value"] + data["urgency"] + data["risk_reduction"]) / EFFORTS[data["effort"]]


def effect(record: Record) -> tuple[str, str, str] | None:
    """Tone, sign and words of what an improvement brought; None while it is not measured."""
    verdict = record.data.get("effect", {}).get("verdict")
    if verdict is None:
        return None
    return ("ok", "✓", "Effective") if verdict == "effective" else ("warn", "▲", "Not effective")


def next_meeting(view: View, forum: Record) -> tuple[date | None, date | None]:
    """Day of the last meeting of a forum, and the day by which its cadence asks for the next."""
    met = [day for one in forum.data.get("meetings", ()) if (day := parse_date(one.get("date")))]
    held = [day for day in met if day <= view.site.as_of]
    coming = [day for day in met if day > view.site.as_of]
    last = max(held, default=None)
    due = min(coming, default=None) or (
        add(last, forum.data["cadence"]) if last and forum.data.get("cadence") else None
    )
    return last, due


def answered(view: View, attestation: Record) -> dict[str, int]:
    """How many answered an attestation, by answer; never who."""
    found: dict[str, int] = {}
    for one in attestation.data.get("responses", ()):
        found[one["answer"]] = found.get(one["answer"], 0) + 1
    return dict(sorted(found.items()))


def answers_by_team(view: View, attestation: Record) -> list[tuple[str, int, int]]:
    """Answers by team or supplier: `(title, accepted, all)`."""
    model, counted = view.model, dict[str, list[int]]()
    for one in attestation.data.get("responses", ()):
        who = model.look(one["who"], "person", "team", "supplier")
        group = who
        if who and who.kind == "person":
            group = model.look(who.data.get("team"), "team") or model.look(
                who.data.get("supplier"), "supplier"
            )
        mine = counted.setdefault(group.title if group else "Elsewhere", [0, 0])
        mine[0] += one["answer"] == "accept"
        mine[1] += 1
    return [(title, accepted, total) for title, (accepted, total) in sorted(counted.items())]


def ready_roles(view: View) -> list[readiness.Readiness]:
    """Readiness of every live role whose holders may be told of, the least ready first."""
    model = view.model
    all_roles = (readiness.readiness(model, one) for one in model.of("role") if one.live)
    found = [one for one in all_roles if one.known]
    return sorted(
        found,
        key=lambda one: (one.coverage is None, one.coverage or Decimal(0), len(one.bench), one.role.title),
    )


def say(code: object) -> str:
    """A code in words; a blank stays blank."""
    return words(code) if code else ""
