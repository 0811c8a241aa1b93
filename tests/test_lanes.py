"""Swim lanes: steps stand below what leads to them, none on another, and every arrow finds a way."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from skms.diagrams import swimlanes
from skms.diagrams.lane_layout import Flow, Lane, Step, rows
from skms.diagrams.lane_plan import LABEL, LETTER, plan

LANES, STEPS = 12, 40


PARTIES = [Lane(f"l{index}", f"Lane {index}") for index in range(LANES)]


@st.composite
def processes(
    draw: st.DrawFn, most: int = STEPS, most_flows: int = 2 * STEPS
) -> tuple[list[Step], list[Flow]]:
    """Steps with titles of one to four lines in some lanes, and arrows between any of them, some twice."""
    count = draw(st.integers(1, most))
    among = draw(st.integers(1, LANES))
    lanes = draw(st.lists(st.integers(0, among - 1), min_size=count, max_size=count))
    words = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    steps = [Step(f"s{index}", "Do thing " * words[index], f"l{lane}") for index, lane in enumerate(lanes)]
    one = st.tuples(
        st.integers(0, count - 1), st.integers(0, count - 1), st.sampled_from(["", "when so", "if " * 9])
    )
    pairs = draw(st.lists(one, max_size=most_flows))
    return steps, [Flow(f"s{start}", f"s{end}", when) for start, end, when in pairs]


@given(processes())
def test_no_step_stands_on_another(process: tuple[list[Step], list[Flow]]) -> None:
    steps, flows = process
    at = rows(steps, flows)
    places = [(step.lane, at[step.id]) for step in steps]
    assert len(set(places)) == len(steps)


@given(processes())
def test_arrows_that_lead_on_lead_downwards(process: tuple[list[Step], list[Flow]]) -> None:
    steps, flows = process
    onward = [flow for flow in flows if int(flow.start[1:]) < int(flow.end[1:])]
    at = rows(steps, onward)
    assert all(at[flow.start] < at[flow.end] for flow in onward)


@given(processes())
def test_every_arrow_and_step_is_drawn(process: tuple[list[Step], list[Flow]]) -> None:
    steps, flows = process
    drawn = swimlanes.svg("A process", PARTIES, steps, flows)
    assert drawn.count('class="flow__line"') == len(flows)
    assert len(re.findall(r'class="step ', drawn)) == len(steps)


@given(processes(24, 30))
def test_no_arrow_crosses_a_step(process: tuple[list[Step], list[Flow]]) -> None:
    placed = plan(PARTIES, *process)
    boxes = [placed.box(name) for name in placed.steps]
    for way in placed.ways:
        for (x1, y1), (x2, y2) in pairwise(placed.corners(way)):
            for left, top, right, bottom in boxes:
                beside = max(x1, x2) <= left or min(x1, x2) >= right
                assert beside or max(y1, y2) <= top or min(y1, y2) >= bottom, way


@given(processes(24, 30))
def test_no_two_arrows_run_on_each_other(process: tuple[list[Step], list[Flow]]) -> None:
    placed = plan(PARTIES, *process)
    upright: dict[int, list[tuple[int, int]]] = defaultdict(list)
    level: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for way in placed.ways:
        for (x1, y1), (x2, y2) in pairwise(placed.corners(way)):
            assert x1 == x2 or y1 == y2
            line, stretch = (upright[x1], (y1, y2)) if x1 == x2 else (level[y1], (x1, x2))
            line.append((min(stretch), max(stretch)))
    for line in (*upright.values(), *level.values()):
        assert all(low >= high for (_, high), (low, _) in pairwise(sorted(line)))


@given(processes(24, 30))
def test_arrows_begin_and_end_at_their_steps(process: tuple[list[Step], list[Flow]]) -> None:
    placed = plan(PARTIES, *process)
    assert [way.run.flow for way in placed.ways] == process[1]
    for way in placed.ways:
        (x1, y1), *_, (x2, y2) = placed.corners(way)
        left, top, right, bottom = placed.box(way.run.flow.start)
        assert (y1 == bottom and left < x1 < right) or (x1 in {left, right} and top < y1 < bottom)
        left, top, right, _ = placed.box(way.run.flow.end)
        assert y2 == top
        assert left < x2 < right


@given(processes(24, 30))
def test_conditions_stay_on_the_drawing_and_off_each_other(process: tuple[list[Step], list[Flow]]) -> None:
    placed = plan(PARTIES, *process)
    taken = defaultdict(list)
    for way, note in zip(placed.ways, placed.notes, strict=True):
        x, y = placed.corners(way)[-1]
        wide = LETTER * max((len(line) for line in note.lines), default=0)
        assert (x - wide if note.left else x + wide) in range(placed.width + 1)
        assert y - note.up - LABEL * len(note.lines) > placed.corners(way)[-2][1] - LABEL
        taken[way.run.flow.end, note.left].append((note.up, note.up + LABEL * len(note.lines)))
    for places in taken.values():
        told = sorted(place for place in places if place[0] < place[1])
        assert all(low >= high for (_, high), (low, _) in pairwise(told))


def test_what_leads_back_is_dashed_and_says_so_where_it_lands() -> None:
    steps = [Step("a", "Triage", "l0"), Step("b", "Decide", "l1", "decision"), Step("c", "Mend", "l1")]
    flows = [Flow("a", "b"), Flow("b", "c", "clear"), Flow("b", "a", "not clear"), Flow("c", "a")]
    drawn = swimlanes.svg("A process", PARTIES, steps, flows)
    assert drawn.count("flow--back") == 2
    assert {"clear", "back: not clear", "back from: Mend"} == set(
        re.findall(r"flow__label.*?>(.*?)</text>", drawn)
    )


def test_what_the_record_names_first_stands_higher() -> None:
    steps = [Step(name, name, "l0") for name in ("sift", "case", "quick", "measure")]
    flows = [
        Flow(*pair.split())
        for pair in ("sift quick", "sift case", "quick measure", "case measure", "measure case")
    ]
    at = rows(steps, flows)
    assert at["case"] < at["measure"]


def test_a_long_chain_takes_a_row_each() -> None:
    steps = [Step(f"s{index}", "Do it", f"l{index % LANES}") for index in range(STEPS)]
    flows = [Flow(start.id, end.id) for start, end in pairwise(steps)]
    assert sorted(rows(steps, flows).values()) == list(range(STEPS))
