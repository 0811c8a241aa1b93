"""Assessments read into levels, gaps and trends (domain specification 4.31, 5.8). Facts for rules and pages alike.

An item stands for a node of the framework and, if it names one, for a subject. Its level is its score, or follows from
its ratings by level. An area is what stands at the top of the framework above a node; the level of a subject is the
lowest of its areas. Models of P3M3 are areas of their own and are never combined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from skms.controls import assessable
from skms.dates import parse_date
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.decimals import exact
from skms.mathematics.maturity import Letter, Maturity, coverage, level, process_maturity, trend
from skms.model import Model

ALONE = frozenset({"p3m3"})
"""Frameworks whose areas are models that are never combined."""
LETTERS: Mapping[str, Decimal] = {"N": Decimal(0), "P": Decimal(33), "L": Decimal(67), "F": Decimal(100)}
"""What a letter counts for in a bar or a trend, where no percentage was given."""


@dataclass(frozen=True)
class Score:
    """One item of an assessment."""

    assessment: Record
    route: Route
    data: Mapping[str, Any]
    node: str
    title: str
    """Of the node."""
    area: str
    """Id of the node at the top above it, or its own."""
    subject: Record | None
    level: Decimal | None
    """The level reached; None where the item is not rated or does not apply."""
    target: Decimal | None
    newest: date | None
    """Date of the latest dated evidence."""
    accepted: Mapping[str, Any] | None
    """The accepted gap of this node, if there is one."""

    @property
    def applicable(self) -> bool:
        """Whether the node applies."""
        return bool(self.data.get("applicable", True))

    @property
    def rated(self) -> bool:
        """Whether somebody has looked at it: a score, ratings or a result other than `not-assessed`."""
        result = self.data.get("result", "not-assessed")
        return self.level is not None or result != "not-assessed"

    @property
    def gap(self) -> Decimal:
        """Levels that are missing to the target; 0 where either is unknown."""
        if self.level is None or self.target is None:
            return Decimal(0)
        return max(Decimal(0), self.target - self.level)

    @property
    def percents(self) -> dict[str, Decimal]:
        """Percentage by level, from ratings."""
        return {number: _percent(value) for number, value in sorted(self.data.get("ratings", {}).items())}


@dataclass(frozen=True)
class Result:
    """What an assessment says about one subject, or about the organisation."""

    subject: Record | None
    areas: Mapping[str, tuple[Score, ...]]
    """Items by area, in the order of the assessment."""
    combined: bool
    """Whether the areas have one level together."""

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """The level of each area: the lowest of its items."""
        found: dict[str, int] = {}
        for area, scores in self.areas.items():
            reached = [int(one.level) for one in scores if one.level is not None]
            if reached:
                found[area] = min(reached)
        return found

    @cached_property
    def maturity(self) -> Maturity | None:
        """The lowest level of all areas, with their mean; None where nothing is rated or areas stay apart."""
        return process_maturity(list(self.levels.values())) if self.combined else None

    def trend(self, area: str) -> Decimal | None:
        """Figure for the trend line of an area: sum of percentages as levels, or the mean score; None without any."""
        scores = self.areas.get(area, ())
        sums = [trend(one.percents.values()) for one in scores if one.percents]
        sums += [one.level for one in scores if not one.percents and one.level is not None]
        return sum(sums, Decimal(0)) / len(sums) if sums else None


def scores(model: Model, assessment: Record) -> tuple[Score, ...]:
    """Every item of an assessment, in the order of its record; none while its framework is missing or broken."""
    return model.once(_all).get(assessment.name, ())


def results(model: Model, assessment: Record) -> tuple[Result, ...]:
    """What an assessment says about each of its subjects; about the organisation first."""
    groups: dict[str, dict[str, list[Score]]] = {}
    subjects: dict[str, Record | None] = {}
    for one in scores(model, assessment):
        if one.applicable:
            key = one.subject.name if one.subject else ""
            subjects[key] = one.subject
            groups.setdefault(key, {}).setdefault(one.area, []).append(one)
    framework = framework_of(model, assessment)
    combined = framework is None or framework.id not in ALONE
    return tuple(
        Result(subjects[key], {area: tuple(found) for area, found in areas.items()}, combined)
        for key, areas in sorted(groups.items())
    )


def gaps(model: Model, assessment: Record) -> tuple[Score, ...]:
    """Items that are a level or more below their target, widest first."""
    found = (one for one in scores(model, assessment) if one.applicable and one.gap >= 1)
    return tuple(sorted(found, key=lambda one: (-one.gap, one.route)))


def by_subject(found: Iterable[Score]) -> list[tuple[Record | None, tuple[Score, ...]]]:
    """Items by what they are about, or by node where that is not said, in the order in which each comes first."""
    groups: dict[str, list[Score]] = {}
    for one in found:
        groups.setdefault(one.subject.name if one.subject else one.node, []).append(one)
    return [(ones[0].subject, tuple(ones)) for ones in groups.values()]


def answered(model: Model, found: Iterable[Score]) -> tuple[Record, ...]:
    """Improvements that answer to any of some items, each once."""
    return tuple({one.name: one for score in found for one in answers(model, score)}.values())


def answers(model: Model, score: Score) -> tuple[Record, ...]:
    """Improvements, not cancelled, that answer to a gap.

    Each names the assessment as its source; where it says which subjects or nodes it is for, the item's is among them.
    """
    return tuple(one for one in improvements(model, score.assessment) if _answers(model, one, score))


def astray(model: Model, score: Score) -> bool:
    """Whether an improvement may answer to a gap, if only what it names existed."""
    return model.may_be_meant(score.assessment, "improvement", "source") or any(
        model.unclear(one, "subjects", "satisfies") for one in improvements(model, score.assessment)
    )


def improvements(model: Model, assessment: Record) -> tuple[Record, ...]:
    """Improvements, not cancelled, that name an assessment as their source."""
    links = (link for link in model.backlinks(assessment.name) if link.route == ("source", "ref"))
    found = (model.get(link.source) for link in links)
    return tuple(one for one in found if one and one.kind == "improvement" and one.status != "cancelled")


def rated_percent(model: Model, assessment: Record) -> Decimal | None:
    """How much of what applies is rated; None while there is nothing to rate.

    An item for a heading rates all nodes below it.
    """
    framework = framework_of(model, assessment)
    if framework is None:
        return None
    nodes = {node["id"]: node.get("parent") for node in framework.data["nodes"]}
    found = scores(model, assessment)
    rated = {one.node for one in found if one.applicable and one.rated}
    out = {one.node for one in found if not one.applicable} - {one.node for one in found if one.applicable}
    wanted = [node["id"] for node in assessable(framework)]
    applicable = [node for node in wanted if not out & set(_up(node, nodes))]
    return coverage(sum(bool(rated & set(_up(node, nodes))) for node in applicable), len(applicable))


def latest(model: Model, framework: Record, type_: str = "maturity") -> Record | None:
    """The assessment against a framework that counts: the live one with the latest date."""
    found = [
        one for one in assessments(model, framework) if one.live and one.data["type"] == type_
    ]  # fmt: skip
    return found[-1] if found else None


def assessments(model: Model, framework: Record) -> tuple[Record, ...]:
    """Every assessment against a framework that was done, superseded ones too, oldest first."""
    links = (link for link in model.backlinks(framework.name) if link.route == ("framework",))
    found = (record for link in links if (record := model.get(link.source)) and record.kind == "assessment")
    return tuple(sorted((one for one in found if one.phase != "planned"), key=_when))


def history(model: Model, assessment: Record) -> tuple[Record, ...]:
    """An assessment and those before it, oldest first."""
    line: dict[str, Record] = {}
    one: Record | None = assessment
    while one is not None and one.name not in line:
        line[one.name] = one
        one = model.look(one.data.get("previous"), "assessment")
    return tuple(reversed(line.values()))


def framework_of(model: Model, assessment: Record) -> Record | None:
    """The framework that an assessment is against."""
    return model.look(assessment.data.get("framework"), "framework")


def _all(model: Model) -> dict[str, tuple[Score, ...]]:
    return {one.name: tuple(_scores(model, one)) for one in model.of("assessment")}


def _scores(model: Model, assessment: Record) -> Iterator[Score]:
    framework, data = framework_of(model, assessment), assessment.data
    if framework is None:
        return
    nodes = {node["id"]: node for node in framework.data["nodes"]}
    parents = {key: node.get("parent") for key, node in nodes.items()}
    accepted = {one["node"]: one for one in data.get("accepted_gaps", ())}
    named = {link.route: model.get(link.target) for link in model.links(assessment.name)}
    for index, item in enumerate(data.get("items", ())):
        node, subject = item["node"], named.get(("items", index, "subject"))
        if node in nodes:
            dated = (parse_date(one.get("dated")) for one in item.get("evidence", ()))
            up = _up(node, parents)
            yield Score(
                assessment, ("items", index), item, node, str(nodes[node]["title"]), up[-1], subject, _level(item),
                _target(data.get("target_profile", {}), up, subject, framework), max(filter(None, dated), default=None),
                next((accepted[one] for one in up if one in accepted), None),
            )  # fmt: skip


def _level(item: Mapping[str, Any]) -> Decimal | None:
    if not item.get("applicable", True):
        return None
    if "ratings" in item:
        return Decimal(level({int(number): _rating(value) for number, value in item["ratings"].items()}))
    return exact(item["score"]) if "score" in item else None


def _target(
    profile: Mapping[str, Any], up: tuple[str, ...], subject: Record | None, framework: Record
) -> Decimal | None:
    """The profile's level for the node or one above it, else the maturity target of the process."""
    found = next((profile[node] for node in up if node in profile), None)
    wanted = subject.data.get("maturity_target", {}) if subject and found is None else {}
    if wanted.get("framework", "").removeprefix("framework/") == framework.id:
        found = wanted["level"]
    return None if found is None else exact(found)


def _answers(model: Model, improvement: Record, score: Score) -> bool:
    links = model.links(improvement.name)
    subjects = {link.target for link in links if link.route[0] == "subjects"}
    nodes = {link.fragment for link in links if link.route[0] == "satisfies"}
    if score.subject and subjects and score.subject.name not in subjects:
        return False
    return not nodes or bool(nodes & {score.node, score.area})


def _up(node: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """A node and those above it."""
    found = [node]
    above = parents.get(node)
    while above and above in parents and above not in found:
        found.append(above)
        above = parents.get(above)
    return tuple(found)


def _rating(value: Any) -> Decimal | Letter:
    return value if isinstance(value, str) else exact(value)  # type: ignore[return-value]  # the schema knows N P L F


def _percent(value: Any) -> Decimal:
    return LETTERS[value] if isinstance(value, str) else exact(value)


def _when(assessment: Record) -> tuple[date, str]:
    return parse_date(assessment.data.get("date")) or date.min, assessment.id
