"""Service levels as the product works them out from records, against plain evaluations that know none of its code.

Small organisations are made up: services that rest on each other, OLAs below them, calendars in two time zones with
holidays. What `supportability.proof` says of each promise must be what counting it out says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product as choices
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skms.model import Model
from skms.pipeline import model_of
from skms.supportability import AvailabilityLine, Proof, all_proofs

AS_OF = date(2026, 7, 1)
FOLDERS = {
    "service": "services",
    "agreement": "agreements",
    "indicator": "indicators",
    "calendar": "calendars",
}
COMMON = {"owner": "x"}
MONTH = {"duration": "1M", "type": "calendar"}


def built(records: Mapping[str, Mapping[str, Any]]) -> Model:
    """A model of `{kind/id: fields}`; none of them may be broken."""
    texts = {}
    for name, data in records.items():
        kind, _, id = name.partition("/")
        full = {"kind": kind, "title": f"The {id}", **COMMON, **data}
        texts[f"catalogue/{FOLDERS[kind]}/{id}.yaml"] = yaml.safe_dump(full, sort_keys=False)
    model = model_of(texts, AS_OF)
    wrong = [one.message for one in model.problems if "needs the field" not in one.message]
    assert wrong == []
    return model


def indicator(dimension: str, unit: str) -> dict[str, Any]:
    better = "lower-better" if unit == "minutes" else "higher-better"
    return {"status": "active", "type": "sli", "dimension": dimension, "formula": "as agreed", "unit": unit,
            "direction": better}  # fmt: skip


def agreement(
    kind: str, covers: Sequence[str], targets: Sequence[Mapping[str, Any]], **more: Any
) -> dict[str, Any]:
    return {
        "status": "active", "type": kind, "provider": f"{kind}-team", "covers": list(covers),
        "recipient": "everybody" if kind == "sla" else "team/desk", "valid_from": "2026-01-01",
        "valid_through": "2026-12-31", "service_hours": "24x7", "support_hours": "24x7",
        **({"targets": [dict(one) for one in targets]} if targets else {}), **more,
    }  # fmt: skip


def sla_proof(model: Model) -> Proof:
    return all_proofs(model)["agreement/top-sla"]


# ---- availability over the graph of dependencies

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Need:
    """An entry of `depends_on`."""

    on: tuple[int, ...]
    need: int = 1
    weight: str = ""
    """A group without it; of a single service its mode is degraded with it."""
    cause: int = 0
    manual: bool = False


@dataclass(frozen=True)
class Graph:
    """Services 0, 1, …, each resting on later ones only; 0 is what the SLA is for."""

    needs: tuple[tuple[Need, ...], ...]
    agreed: tuple[tuple[Decimal, ...], ...]
    """Targets of the OLAs for each service."""
    design: tuple[Decimal | None, ...]
    target: Decimal = Decimal(99)

    def records(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {
            "indicator/availability": indicator("availability", "percent"),
            "agreement/top-sla": agreement("sla", ["s0"], [availability(self.target)]),
        }
        for number, (needs, olas, design) in enumerate(
            zip(self.needs, self.agreed, self.design, strict=True)
        ):
            data: dict[str, Any] = {"status": "live", "type": "technical"}
            if design is not None:
                data["design_availability_percent"] = float(design)
            if needs:
                data["depends_on"] = [entry(one) for one in needs]
            found[f"service/s{number}"] = data
            for place, percent in enumerate(olas):
                name = f"agreement/ola-{number}-{place}"
                found[name] = agreement("ola", [f"s{number}"], [availability(percent)])
        return found


def availability(percent: Decimal) -> dict[str, Any]:
    return {"id": "availability", "indicator": "availability", "operator": "gte", "value": float(percent),
            "window": MONTH}  # fmt: skip


def entry(one: Need) -> dict[str, Any]:
    names = [f"s{number}" for number in one.on]
    if len(names) == 1:
        mode = {"mode": "degraded", "weight": float(one.weight)} if one.weight else {}
        return {"service": names[0], **mode}
    cause = {"common_cause_percent": one.cause} if one.cause else {}
    return {"services": names, "need": one.need, "failover": "manual" if one.manual else "automatic", **cause}


@dataclass(frozen=True)
class Counted:
    """What counting out gives for a service: both figures as shares, and whether all and any of it is known."""

    expected: Fraction
    certain: Fraction
    complete: bool
    known: bool


def counted(graph: Graph, number: int) -> Counted:
    """What may be expected of a service by what it rests on: by the state of every part, up or down."""
    parts = [part(graph, one) for one in graph.needs[number]]
    expected, lost = ONE, ZERO
    for share, loss, _, _ in parts:
        expected, lost = expected * share, lost + loss
    every, some = all(one[2] for one in parts), any(one[3] for one in parts)
    return Counted(expected, max(ZERO, 1 - lost), every, some)


def promised(graph: Graph, number: int) -> Counted:
    """What a service may be counted on by others."""
    if graph.agreed[number]:
        lowest = Fraction(min(graph.agreed[number])) / 100
        return Counted(lowest, lowest, True, True)
    below, design = counted(graph, number), graph.design[number]
    own = ONE if design is None else Fraction(design) / 100
    if design is None and not below.known:
        return Counted(ONE, ONE, False, False)
    certain = max(ZERO, below.certain - (1 - own))
    return Counted(own * below.expected, certain, below.complete, True)


def part(graph: Graph, one: Need) -> tuple[Fraction, Fraction, bool, bool]:
    """Expected share, certain loss, all known, some known."""
    members = [promised(graph, number) for number in one.on]
    shares = [member.expected for member in members]
    wanted = len(members) if one.manual else one.need
    up = sum((chance(states, shares) for states in choices((True, False), repeat=len(shares)) if sum(states) >= wanted),
             ZERO)  # fmt: skip
    if one.cause and not one.manual:
        cause = Fraction(one.cause, 100)
        up = 1 - ((1 - cause) * (1 - up) + cause * (1 - min(shares)))
    weight = Fraction(one.weight) if one.weight else ONE
    loss = most_lost(wanted, [1 - member.certain for member in members])
    known = any(member.known for member in members)
    return 1 - weight * (1 - up), weight * loss, all(member.complete for member in members), known


def chance(states: Sequence[bool], shares: Sequence[Fraction]) -> Fraction:
    found = ONE
    for is_up, share in zip(states, shares, strict=True):
        found *= share if is_up else 1 - share
    return found


def most_lost(wanted: int, losses: Sequence[Fraction]) -> Fraction:
    """The longest time with fewer than `wanted` members, by pouring: of `gone` that must be down at once, any may be
    exchanged for others, but none is down for longer than it may be."""
    gone = len(losses) - wanted + 1
    low, high = ZERO, sum(losses, ZERO)
    for _ in range(
        80
    ):  # a time t can be filled if the members' losses, each cut to t, are enough for `gone` lanes
        middle = (low + high) / 2
        if sum((min(loss, middle) for loss in losses), ZERO) >= gone * middle:
            low = middle
        else:
            high = middle
    return low


percents = st.integers(9000, 10000).map(lambda n: Decimal(n) / 100)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(2, 6))
    needs = []
    for number in range(size):
        later = list(range(number + 1, size))
        found: list[Need] = []
        for _ in range(draw(st.integers(0, 2)) if later else 0):
            if len(later) > 1 and draw(st.booleans()):
                on = tuple(sorted(draw(st.sets(st.sampled_from(later), min_size=2, max_size=3))))
                need = draw(st.integers(1, len(on)))
                cause = draw(st.sampled_from([0, 0, 10, 50])) if need == 1 else 0
                found.append(Need(on, need, cause=cause, manual=draw(st.booleans())))
            else:
                found.append(
                    Need(
                        (draw(st.sampled_from(later)),), weight=draw(st.sampled_from(["", "", "0.25", "0.5"]))
                    )
                )
        needs.append(tuple(found))
    agreed = [tuple(draw(st.lists(percents, max_size=2))) if number else () for number in range(size)]
    design = [draw(st.none() | percents) for _ in range(size)]
    return Graph(tuple(needs), tuple(agreed), tuple(design), draw(percents))


def line_of(graph: Graph) -> AvailabilityLine:
    (line,) = sla_proof(built(graph.records())).availability
    return line


NESTED = Graph(((Need((1,)),), (Need((2,)),), ()), ((), (), ()), (None, Decimal("99.9"), None))
"""Of what lies two steps down nothing is known."""


@settings(max_examples=80, deadline=None)
@example(NESTED)
@given(graphs())
def test_availability_is_carried_exactly_when_counting_it_out_says_so(graph: Graph) -> None:
    line, expected = line_of(graph), counted(graph, 0)
    assert Fraction(line.composition.product) / 100 == expected.expected
    assert abs(Fraction(line.composition.bound) / 100 - expected.certain) < Fraction(1, 10**15)
    wanted = Fraction(graph.target) / 100
    if wanted > expected.expected:
        verdict = "broken"
    elif wanted > expected.certain + Fraction(1, 10**15):
        verdict = "doubtful"
    else:
        verdict = "kept" if expected.complete and expected.known else "unknown"
    assert line.verdict == verdict


@settings(max_examples=80, deadline=None)
@given(graphs(), st.data())
def test_no_better_promise_makes_the_whole_worse(graph: Graph, data: st.DataObject) -> None:
    """Whichever OLA or design figure of the graph rises, by whatever way it counts."""
    places = [(n, at) for n, olas in enumerate(graph.agreed) for at in range(len(olas))]
    designs = [(n, -1) for n, figure in enumerate(graph.design) if figure is not None]
    if not places + designs:
        return
    number, at = data.draw(st.sampled_from(places + designs))
    more = data.draw(st.integers(0, 1000)) / Decimal(100)

    def higher(figures: Sequence[Decimal | None], place: int) -> tuple[Any, ...]:
        return tuple(min(Decimal(100), one + more) if n == place and one is not None else one
                     for n, one in enumerate(figures))  # fmt: skip

    better = (
        replace(graph, design=higher(graph.design, number))
        if at < 0
        else replace(
            graph, agreed=tuple(higher(o, at) if n == number else o for n, o in enumerate(graph.agreed))
        )
    )
    before, after = line_of(graph).composition, line_of(better).composition
    assert before.product <= after.product
    assert before.bound <= after.bound


@settings(max_examples=60, deadline=None)
@given(graphs(), st.data())
def test_one_more_need_makes_nothing_better(graph: Graph, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(graph.needs) - 2))
    one = Need((data.draw(st.integers(number + 1, len(graph.needs) - 1)),))
    more = tuple((*needs, one) if n == number else needs for n, needs in enumerate(graph.needs))
    before, after = line_of(graph).composition, line_of(replace(graph, needs=more)).composition
    assert before.product >= after.product
    assert before.bound >= after.bound


# ---- hours in two time zones, with summer time and holidays

HALF_HOUR = 30
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Clock:
    """Hours of a calendar in half hours of the day."""

    zone: str
    rows: tuple[tuple[int, int, int], ...]
    """`(weekday, opens, closes)`"""
    closed: tuple[date, ...] = ()

    def record(self) -> dict[str, Any]:
        hours = [
            {"day_of_week": [DAYS[day]], "opens": clock(opens), "closes": clock(closes)}
            for day, opens, closes in self.rows
        ]
        holidays = [{"date": day.isoformat(), "title": "Closed"} for day in self.closed]
        return {"status": "published", "time_zone": self.zone, "hours": hours,
                **({"holidays": holidays} if holidays else {})}  # fmt: skip

    def open(self, moments: Sequence[datetime]) -> list[bool]:
        """Whether it is open at each moment: the clock on the wall is asked."""
        zone = ZoneInfo(self.zone)
        found = []
        for moment in moments:
            wall = moment.astimezone(zone)
            half = wall.hour * 2 + wall.minute // HALF_HOUR
            found.append(
                wall.date() not in self.closed
                and any(day == wall.weekday() and opens <= half < closes for day, opens, closes in self.rows)
            )
        return found


def clock(half_hours: int) -> str:
    return f"{half_hours // 2:02}:{half_hours % 2 * HALF_HOUR:02}"


hours_rows = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 47), st.integers(1, 48)).filter(lambda row: row[1] < row[2]),
    min_size=1, max_size=5, unique_by=lambda row: row[0],
).map(tuple)  # fmt: skip
near = st.sampled_from(
    [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2026, 12, 25), date(2026, 6, 3)]
)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    closed = draw(st.lists(near, max_size=2, unique=True))
    return Clock(draw(st.sampled_from(ZONES)), draw(hours_rows), tuple(sorted(closed)))


def half_hours(first: date, last: date) -> Iterator[datetime]:
    """From before the first day began anywhere to after the last ended everywhere."""
    now = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1)
    while now.date() <= last + timedelta(1):
        yield now
        now += timedelta(minutes=HALF_HOUR)


YEAR = list(half_hours(date(2026, 1, 1), date(2027, 1, 6)))
"""53 weeks: a sweep never looks at less."""


@settings(max_examples=12, deadline=None)
@given(clocks(), clocks(), st.none() | clocks())
def test_hours_are_covered_exactly_when_every_half_hour_of_the_year_is(
    wanted: Clock, one: Clock, two: Clock | None
) -> None:
    given_ = [one] if two is None else [one, two]
    records: dict[str, dict[str, Any]] = {
        "service/s0": {
            "status": "live",
            "type": "technical",
            "provider": "sla-team",
            "depends_on": [{"service": "s1"}],
        },
        "service/s1": {"status": "live", "type": "technical", "provider": "ola-team"},
        "calendar/wanted": wanted.record(),
        "agreement/top-sla": agreement("sla", ["s0"], [], service_hours="wanted"),
    }
    for place, each in enumerate(given_):
        records[f"calendar/given-{place}"] = each.record()
        records[f"agreement/ola-{place}"] = agreement("ola", ["s1"], [], service_hours=f"given-{place}")
    line = next(each for each in sla_proof(built(records)).hours if each.field == "service_hours")
    assert line.cover
    days = {moment.astimezone(ZoneInfo(wanted.zone)).date() for moment in YEAR}
    inside = [
        moment for moment in YEAR
        if date(2026, 1, 1) <= moment.astimezone(ZoneInfo(wanted.zone)).date() <= date(2027, 1, 6)
    ]  # fmt: skip
    assert len(days) > 370
    there = zip(*(each.open(inside) for each in given_), strict=True)
    missing = [
        moment for moment, is_wanted, others in zip(inside, wanted.open(inside), there, strict=True)
        if is_wanted and not any(others)
    ]  # fmt: skip
    if line.cover.weekly:
        week = {
            (m.astimezone(ZoneInfo(wanted.zone)).weekday(), m.astimezone(ZoneInfo(wanted.zone)).time())
            for m in missing
        }
        assert line.cover.missing == HALF_HOUR * len(week)
    else:
        assert line.cover.missing == HALF_HOUR * len(missing)
    assert (line.verdict == "kept") == (not missing)


# ---- times promised, over different clocks


@st.composite
def office(draw: st.DrawFn) -> Clock:
    """The same hours on some days of the week."""
    opens = draw(st.integers(14, 22))
    days = draw(st.sets(st.integers(0, 6), min_size=2))
    return Clock(
        "Europe/London", tuple((day, opens, opens + draw(st.integers(4, 20))) for day in sorted(days))
    )


def worst_by_trying(minutes: int, under: Clock, shown: Clock) -> int:
    """The most that one clock shows while the other collects so many minutes, from every minute of a week on."""
    week, weeks = 7 * 1440, 4
    runs = [
        [
            now + week * number
            for number in range(weeks)
            for day, opens, closes in each.rows
            for now in range(day * 1440 + opens * HALF_HOUR, day * 1440 + closes * HALF_HOUR)
        ]
        for each in (under, shown)
    ]
    below, above = runs
    spans = ((start, below[bisect_left(below, start) + minutes - 1] + 1) for start in above if start < week)
    return max(bisect_left(above, end) - bisect_left(above, start) for start, end in spans)


def back(minutes: int, clock_id: str) -> dict[str, Any]:
    return {"id": "resolution", "indicator": "resolution", "operator": "lte", "value": f"{minutes}m", "clock": clock_id,
            "window": MONTH}  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(
    office(), st.lists(st.tuples(office(), st.integers(1, 300)), min_size=1, max_size=2), st.integers(-90, 90)
)
def test_times_are_kept_exactly_when_trying_every_start_says_so(
    wanted: Clock, given_: list[tuple[Clock, int]], slack: int
) -> None:
    total = sum(
        minutes if each == wanted else worst_by_trying(minutes, each, wanted) for each, minutes in given_
    )
    promise = max(1, total + slack)
    records: dict[str, dict[str, Any]] = {
        "indicator/resolution": indicator("resolution", "minutes"),
        "service/s0": {"status": "live", "type": "technical"},
        "calendar/wanted": wanted.record(),
        "agreement/top-sla": agreement("sla", ["s0"], [back(promise, "wanted")]),
    }
    for place, (each, minutes) in enumerate(given_):
        records[f"calendar/given-{place}"] = each.record()
        records[f"agreement/ola-{place}"] = agreement(
            "ola", ["s0"], [back(minutes, f"given-{place}")], supports=["top-sla"]
        )
    (line,) = sla_proof(built(records)).paths
    assert line.total == total
    assert line.verdict == ("kept" if promise >= total else "broken")
