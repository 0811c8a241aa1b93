"""Rows of the overviews of the office that need more than one record: findings, gaps, benefits, what is due."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import mean, pstdev

from skms import initiatives, learning, maturity_facts, risks, separated, value
from skms.dates import add, calendar_month
from skms.fit import Record
from skms.pages import _office
from skms.pages._overview import records
from skms.pages._views import Ref, View, visible
from skms.upcoming import SORTS, Upcoming, upcoming
from skms.workload import indexes

AHEAD = timedelta(days=90)
STEPS = range(1, 6)


def every_finding(view: View) -> list[_office.Finding]:
    """Open findings of all audits that may be shown, the earliest due first."""
    found = [
        one for audit in records(view.model, "audit") for one in _office.findings(view, audit) if one.open
    ]
    return sorted(found, key=lambda one: (one.due is None, one.due, one.audit.id))


def repeated(view: View) -> list[tuple[str, int]]:
    """Requirements with a nonconformity in more than one audit of the last 24 months."""
    since = view.site.as_of - timedelta(days=731)
    counted: Counter[str] = Counter()
    for audit in records(view.model, "audit"):
        if str(audit.data.get("held_on", "")) >= since.isoformat():
            counted.update({
                str(one["requirement"]) for one in audit.data.get("findings", ())
                if "requirement" in one and one["type"].endswith("-nc")
            })  # fmt: skip
    return sorted((text, count) for text, count in counted.items() if count > 1)


def heat(view: View, which: str) -> list[list[tuple[int, int, int, str]]]:
    """Cells of the map of risks, the highest likelihood first: `(likelihood, impact, number of risks, level)`."""
    found = risks.heat_map(view.model, which)
    return [
        [
            (
                up, over, sum(visible(view.model, one.record) for one in found.get((up, over), ())),
                risks.level(up * over),
            )
            for over in STEPS
        ] for up in reversed(STEPS)
    ]  # fmt: skip


def benefits(view: View) -> list[value.Benefit]:
    """The benefits of all cases in force that may be shown."""
    cases = [one for one in records(view.model, "business-case") if one.phase != "ended"]
    return [
        one for case in cases for one in value.benefits(view.model, case) if one.option == case.data.get("preferred")
    ]  # fmt: skip


def at_gate(view: View) -> list[tuple[Record, list[Record]]]:
    """Each expected gate with the initiatives that have to pass it next."""
    waiting: dict[str, list[Record]] = {}
    for one in records(view.model, "initiative"):
        upcoming = [gate for gate in initiatives.gates(view.model, one) if not gate.passed]
        if one.phase != "ended" and upcoming:
            waiting.setdefault(upcoming[0].word, []).append(one)
    return [(gate, waiting.get(str(gate.data.get("gate")), [])) for gate in initiatives.expected(view.model)]


def latest(view: View) -> list[tuple[Record, Record, tuple[Record, ...]]]:
    """Each framework that was assessed for maturity: `(framework, latest assessment, all of them)`."""
    found = []
    for framework in records(view.model, "framework"):
        last = maturity_facts.latest(view.model, framework)
        if last and visible(view.model, last):
            line = [
                one for one in maturity_facts.assessments(view.model, framework)
                if one.data["type"] == "maturity" and visible(view.model, one)
            ]  # fmt: skip
            found.append((framework, last, tuple(line)))
    return found


def programme(view: View) -> list[tuple[Record, int, int, int]]:
    """Competences by the number of people with a gap: `(competency, need it, lack it, lack it without a plan)`."""
    need: Counter[str] = Counter()
    lack: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for person in view.model.of("person"):
        for gap in learning.skill_gaps(view.model, person) if person.live else ():
            name = gap.competency.name
            need[name] += 1
            lack[name] += bool(gap.missing)
            bare[name] += bool(gap.missing and not any(item.open for item in gap.items))
    rows = [
        (one, need[one.name], lack[one.name], bare[one.name]) for one in records(view.model, "competency")
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0].title))


def matrix_of_duties(view: View) -> tuple[list[str], dict[tuple[str, str], list[Record]]]:
    """Duties that live rules keep apart, with the rules for each pair."""
    pairs: dict[tuple[str, str], list[Record]] = {}
    for rule in records(view.model, "sod-rule"):
        sides = separated.parted(view.model, rule) if rule.live else None
        for one in sides[0] if sides else ():
            for other in sides[1] if sides else ():
                pairs.setdefault((one, other), []).append(rule)
                pairs.setdefault((other, one), []).append(rule)
    return sorted({one for one, _ in pairs}), pairs


def duty(view: View, word: str) -> Ref:
    """A duty, or the role that stands for it."""
    role = view.model.get(word)
    return view.ref(role) if role else Ref(_office.say(word))


def load(view: View) -> tuple[list[tuple[Record, float, bool]], float]:
    """Roles by their share of the work, the heaviest first, with whether they stand out; and the bound for that."""
    found = indexes(view.model)
    bound = mean(found.values()) + 2 * pstdev(found.values()) if found else 0.0
    rows = [(role, found[name], found[name] > bound) for name in found if (role := view.model.get(name))]
    return sorted(rows, key=lambda row: (-row[1], row[0].title)), bound


def due(view: View) -> tuple[list[Upcoming], list[Upcoming]]:
    """What is overdue, and what is due within 90 days, by day."""
    as_of, found = view.site.as_of, _shown(view)
    late = [one for one in found if one.day is None or one.day < as_of]
    return late, [one for one in found if one.day and as_of <= one.day <= as_of + AHEAD]


def months(view: View) -> list[tuple[date, str, list[Upcoming], list[int]]]:
    """The next twelve months, this one from today on: first day, name, entries, their number by sort."""
    as_of, first = view.site.as_of, view.site.as_of.replace(day=1)
    found: dict[date, list[Upcoming]] = {add(first, f"{n}M") if n else first: [] for n in range(12)}
    for one in _shown(view):
        if one.day and one.day >= as_of and one.day.replace(day=1) in found:
            found[one.day.replace(day=1)].append(one)
    rows = []
    for start, ones in found.items():
        sorts = Counter(one.sort for one in ones)
        name = f"{calendar_month(start.month)} {start.year}"
        rows.append((start, name, ones, [sorts[sort] for sort in SORTS]))
    return rows


def _shown(view: View) -> list[Upcoming]:
    return [one for one in upcoming(view.model) if visible(view.model, one.record)]
