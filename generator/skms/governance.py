"""Domains of governance with their interfaces, and the decision rights of forums (domain specification 4.25, 4.26).

Facts for rules and pages alike. Controls and applicability stand in `controls`, risks in `risks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from skms.findings import Route
from skms.fit import Record
from skms.mathematics.decimals import exact
from skms.model import Model

DOMAINS = ("itsm", "security-risk", "architecture-sdlc", "p3m", "it-governance")
"""Ids of the five standard domains, in the order of the matrix."""
PRIORITIES = ("p1", "p2", "p3", "p4")
RISK = "score"
"""Unit of decision rights over risks."""
_RANGES = {RISK: (1, 25), "priority": (1, 4)}


@dataclass(frozen=True, slots=True)
class Interface:
    """What one domain writes down about its border to another: how they meet, or why they need not."""

    source: Record
    route: Route
    to: str
    """Name of the other domain."""
    topic: str
    """For a border without interface the reason."""
    mechanism: str | None
    """`forum`, `interlock`, `policy` or `control`; None where no interface is needed."""
    ref: Record | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of the five domains and what is written about their border, on either of them."""

    one: str
    other: str
    interfaces: tuple[Interface, ...]
    reasons: tuple[Interface, ...]
    """Why no interface is needed."""

    @property
    def stated(self) -> bool:
        """Whether anything is said about the border."""
        return bool(self.interfaces or self.reasons)


@dataclass(frozen=True, slots=True)
class Right:
    """A decision that a forum may take, within a band of amounts, scores or priorities. No bound: all of them."""

    forum: Record
    route: Route
    type: str
    unit: str | None
    low: float | None
    high: float | None
    method: str

    @property
    def bounded(self) -> bool:
        """Whether the right is limited to a band."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rights over one type of decision in one unit, lowest band first, and what is wrong with them."""

    type: str
    unit: str | None
    rights: tuple[Right, ...]
    gaps: tuple[tuple[Right, float | None, float | None], ...]
    """The right beside a gap, and the gap's ends; None is an open end."""
    overlaps: tuple[tuple[Right, Right], ...]
    """Two forums that may decide the same."""


def domains(model: Model) -> Mapping[str, Record | None]:
    """The five standard domains by id, present or former, in order; None where there is no live record."""
    found = ((key, model.look(key, "governance-domain")) for key in DOMAINS)
    return {key: record if record and record.live else None for key, record in found}


def belonging(model: Model, domain: Record, kind: str) -> tuple[Record, ...]:
    """Live records of a kind (forum, policy, process, risk) that point to a domain, sorted by id."""
    names = {
        link.source for link in model.backlinks(domain.name)
        if link.source.startswith(f"{kind}/") and link.route[0] in ("governance_domain", "governance_domains")
    }  # fmt: skip
    found = (model.get(name) for name in sorted(names))
    return tuple(record for record in found if record and record.live)


def pairs(model: Model) -> tuple[Pair, ...]:
    """The ten pairs of the five domains, in the order of the matrix."""
    return model.once(_pairs)


def _pairs(model: Model) -> tuple[Pair, ...]:
    stated: dict[frozenset[str], list[Interface]] = {}
    for domain in model.of("governance-domain"):
        if domain.live:
            for entry in _interfaces(model, domain):
                stated.setdefault(frozenset((domain.name, entry.to)), []).append(entry)
    found = []
    for one, other in combinations(DOMAINS, 2):
        names = (model.resolve(key, ("governance-domain",)) for key in (one, other))
        about = stated.get(frozenset(filter(None, names)), ())
        meets = tuple(entry for entry in about if entry.mechanism)
        found.append(Pair(one, other, meets, tuple(entry for entry in about if not entry.mechanism)))
    return tuple(found)


def _interfaces(model: Model, domain: Record) -> Iterator[Interface]:
    named = {link.route: link.target for link in model.links(domain.name)}
    for field in ("interfaces", "no_interface"):
        for index, entry in enumerate(domain.data.get(field, ())):
            route = (field, index)
            to = named.get((*route, "to")) or ""
            ref = model.get(named.get((*route, "ref")))
            topic = str(entry.get("topic") or entry.get("reason"))
            yield Interface(domain, route, to, topic, entry.get("mechanism"), ref)


def ladders(model: Model) -> tuple[Ladder, ...]:
    """The decision rights of all live forums by type of decision and unit, with their gaps and overlaps."""
    return model.once(_ladders)


def rights(model: Model, forum: Record) -> tuple[Right, ...]:
    """What a forum may decide, in the order of its record."""
    return tuple(
        Right(
            forum, ("decision_types", index), str(entry["type"]), _unit(entry), _bound(entry.get("from")),
            _bound(entry.get("to")), str(entry["method"]),
        )
        for index, entry in enumerate(forum.data.get("decision_types", ()))
    )  # fmt: skip


def risk_authority(model: Model, actor: Record) -> int | None:
    """Highest risk score that a role or forum may accept; None where nothing is stated about it."""
    if actor.kind == "role":
        limits = [one["risk_limit"] for one in actor.data.get("authorities", ()) if "risk_limit" in one]
        return max(limits, default=None)
    ends = [
        25 if one.high is None else int(one.high) for one in rights(model, actor) if one.unit == RISK
    ]  # fmt: skip
    return max(ends, default=None)


def _ladders(model: Model) -> tuple[Ladder, ...]:
    steps: dict[str, dict[str | None, list[Right]]] = {}
    titles: dict[str, str] = {}
    for forum in model.of("forum"):
        for right in rights(model, forum) if forum.live else ():
            key = right.type.casefold()
            titles.setdefault(key, right.type)
            steps.setdefault(key, {}).setdefault(right.unit, []).append(right)
    found = []
    for key in sorted(steps):
        by_unit = steps[key]
        # A right without bounds holds for every unit in which others state a band.
        everywhere = by_unit.get(None, []) if len(by_unit) > 1 else []
        for unit in sorted(by_unit, key=str):
            if unit is not None or not everywhere:
                rungs = [*by_unit[unit], *everywhere]
                found.append(_ladder(titles[key], unit, rungs))
    return tuple(found)


def _ladder(title: str, unit: str | None, steps: Iterable[Right]) -> Ladder:
    ordered = tuple(sorted(steps, key=lambda one: (_low(one), one.forum.id)))
    if not any(one.bounded for one in ordered):
        forums = {one.forum.name: one for one in reversed(ordered)}
        first, *others = sorted(forums.values(), key=lambda one: one.forum.id)
        return Ladder(title, unit, ordered, (), tuple((first, other) for other in others))
    return Ladder(title, unit, ordered, tuple(_gaps(ordered, unit)), tuple(_overlaps(ordered, unit)))


def _gaps(ordered: tuple[Right, ...], unit: str | None) -> Iterator[tuple[Right, float | None, float | None]]:
    lowest, highest = _RANGES.get(unit or "", (0, None))
    step = 1 if unit in _RANGES else 0
    first = ordered[0]
    if first.low is not None and first.low > lowest:
        yield first, None, first.low
    top = first
    for right in ordered[1:]:
        # Amounts are written 1 to 1000 and 1001 to 5000 as well as up to and from 1000.
        if _high(top) + 1 < _low(right):
            yield right, top.high, right.low
        top = max(top, right, key=_high)
    if top.high is not None and (highest is None or top.high + step <= highest):
        yield top, top.high, None


def _overlaps(ordered: tuple[Right, ...], unit: str | None) -> Iterator[tuple[Right, Right]]:
    whole = unit in _RANGES
    top = ordered[0]
    for right in ordered[1:]:
        meets = _low(right) <= _high(top) if whole else _low(right) < _high(top)
        if meets and top.forum.name != right.forum.name:
            yield top, right
        top = max(top, right, key=_high)


def _low(right: Right) -> float:
    return float("-inf") if right.low is None else right.low


def _high(right: Right) -> float:
    return float("inf") if right.high is None else right.high


def _unit(entry: Mapping[str, Any]) -> str | None:
    words = {str(entry.get("from")).lower(), str(entry.get("to")).lower()}
    if words & set(PRIORITIES):
        return "priority"
    if "from" not in entry and "to" not in entry:
        return None
    unit = entry.get("unit")
    return str(unit).strip() if unit else ""


def _bound(value: Any) -> float | None:
    if value is None:
        return None
    text = str(value).lower()
    if text in PRIORITIES:
        return float(PRIORITIES.index(text) + 1)
    try:
        return float(exact(text.replace(",", "")))
    except ArithmeticError:
        return None
