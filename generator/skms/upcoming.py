"""Everything that has a day to come: what is due again, what ends, what was promised for a day, what is planned.

Facts for rules and pages alike. `due` knows what the schemas say; tasks, notices, meetings and plans are added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms.dates import add, days_after, parse_date
from skms.due import everything_due
from skms.findings import Route
from skms.fit import Record
from skms.initiatives import gates
from skms.learning import items
from skms.model import Model
from skms.notices import notices

REVIEWS, ENDS, MEETINGS = "Reviews, tests", "Ends, notices", "Meetings, reports"
AUDITS, WORK, TRAINING = "Audits", "Tasks, gates", "Training"
SORTS = (REVIEWS, ENDS, MEETINGS, AUDITS, WORK, TRAINING)
_OPEN = ("open", "accepted", "in-progress", "disputed")
_DAYS = {"major-nc": ("major-finding-days", 30), "minor-nc": ("minor-finding-days", 90)}
_PLANNED = {"audit": "held_on", "review": "date", "assessment": "date"}


@dataclass(frozen=True, slots=True)
class Task:
    """Something in a live record that is to be done by a day, and is not done."""

    record: Record
    route: Route
    """Of the day, or of what the day is reckoned from."""
    what: str
    """`milestone`, `task`, `finding`, `gate` or `training`."""
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One entry of the calendar."""

    record: Record
    sort: str
    what: str
    day: date | None
    """None for what should have been done and never was."""
    title: str = ""
    words: str = ""
    """The title for people, where `title` is only an id."""


def upcoming(model: Model) -> tuple[Upcoming, ...]:
    """Every entry, past days included, what was never done first, then by day."""
    found = (
        *_due(model),
        *_notices(model),
        *_tasks(model),
        *_planned(model),
        *_rhythm(model),
        *_ending(model),
    )
    return tuple(sorted(found, key=lambda one: (one.day or date.min, one.record.name, one.what, one.title)))


def tasks(model: Model) -> Iterator[Task]:
    """Milestones, tasks, findings, gates and training of live records that are not done and have a day."""
    yield from _steps(model, "strategy", "milestones", "milestone")
    yield from _steps(model, "improvement", "tasks", "task")
    for audit in _live(model, "audit"):
        for index, finding in enumerate(audit.data.get("findings", ())):
            yield from _finding(model, audit, ("findings", index), finding)
    for initiative in _live(model, "initiative"):
        for gate in gates(model, initiative):
            if gate.planned and not gate.actual and not gate.result:
                yield Task(initiative, (*gate.route, "planned"), "gate", gate.interlock.title, gate.planned)
    for plan in _live(model, "training-plan"):
        for item in items(model, plan):
            if item.open and item.due:
                yield Task(plan, (*item.route, "due"), "training", str(item.data["id"]), item.due)


def _steps(model: Model, kind: str, field: str, what: str) -> Iterator[Task]:
    for record in _live(model, kind):
        for index, entry in enumerate(record.data.get(field, ())):
            due = parse_date(entry.get("due"))
            if due and "done_on" not in entry:
                yield Task(record, (field, index, "due"), what, str(entry["title"]), due)


def _finding(model: Model, audit: Record, route: Route, finding: dict[str, Any]) -> Iterator[Task]:
    due, held = parse_date(finding.get("due")), parse_date(audit.data.get("held_on"))
    if finding.get("status", "open") not in _OPEN:
        return
    if due:
        yield Task(audit, (*route, "due"), "finding", str(finding["id"]), due)
    elif held and finding["type"] in _DAYS:
        limit, default = _DAYS[finding["type"]]
        day = days_after(held, model.settings.limit(limit, default))
        yield Task(audit, (*route, "type"), "finding", str(finding["id"]), day)


def _due(model: Model) -> Iterator[Upcoming]:
    for one in everything_due(model):
        what = one.what if not one.expires else f"{one.what} ends" if not one.own else "End"
        yield Upcoming(one.record, ENDS if one.expires else REVIEWS, what, one.day)


def _notices(model: Model) -> Iterator[Upcoming]:
    for one in notices(model):
        if one.decision is None:
            yield Upcoming(one.record, ENDS, "Last day for notice", one.day)


def _tasks(model: Model) -> Iterator[Upcoming]:
    for one in tasks(model):
        sort = TRAINING if one.what == "training" else WORK
        yield Upcoming(one.record, sort, one.what, one.day, one.name, _in_words(model, one))


def _in_words(model: Model, task: Task) -> str:
    """The name of a task; for what has only an id, what it says or is about."""
    if task.what not in ("training", "finding"):
        return task.name
    data: Any = task.record.data
    for step in task.route[:-1]:
        data = data[step]
    about = model.look(data.get("course"), "course") or model.look(data.get("competency"), "competency")
    return about.title if about else str(data.get("statement") or task.name)


def _planned(model: Model) -> Iterator[Upcoming]:
    for kind, field in _PLANNED.items():
        for record in model.of(kind):
            day = parse_date(record.data.get(field))
            if record.phase == "planned" and day:
                yield Upcoming(record, REVIEWS if kind == "review" else AUDITS, kind, day)


def _rhythm(model: Model) -> Iterator[Upcoming]:
    """Meetings of forums and reports of agreements: the next one after the last."""
    for forum in _live(model, "forum"):
        last = _latest(forum.data.get("meetings", ()))
        if last:
            yield Upcoming(forum, MEETINGS, "meeting", add(last, forum.data["cadence"]))
    for agreement in _live(model, "agreement"):
        reporting = agreement.data.get("reporting", {})
        last = _latest(reporting.get("issued", ())) or parse_date(agreement.data.get("valid_from"))
        if reporting and last:
            yield Upcoming(agreement, MEETINGS, "report", add(last, reporting["frequency"]))


def _ending(model: Model) -> Iterator[Upcoming]:
    for campaign in _live(model, "attestation"):
        yield Upcoming(campaign, TRAINING, "End of the campaign", parse_date(campaign.data.get("to")))


def _latest(entries: Iterable[dict[str, Any]]) -> date | None:
    return max((day for one in entries if (day := parse_date(one["date"]))), default=None)


def _live(model: Model, kind: str) -> list[Record]:
    return [record for record in model.of(kind) if record.live]
