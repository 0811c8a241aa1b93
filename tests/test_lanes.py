"""Swim lanes: steps stand below what leads to them, none on another, and every arrow finds a way."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from skms.diagrams import swimlanes
from skms.diagrams.lane_layout import Flow, Step, routes, rows
from skms.diagrams.swimlanes import Lane

LANES, STEPS = 12, 40


@st.composite
def processes(draw: st.DrawFn) -> tuple[list[Step], list[Flow]]:
    count = draw(st.integers(1, STEPS))
    lanes = draw(st.lists(st.integers(0, LANES - 1), min_size=count, max_size=count))
    steps = [Step(f"s{index}", f"Do thing {index}", f"l{lane}") for index, lane in enumerate(lanes)]
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=2 * count))
    return steps, [Flow(f"s{start}", f"s{end}", f"when {end}") for start, end in sorted(pairs)]


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
    lanes = [Lane(f"l{index}", f"Lane {index}") for index in range(LANES)]
    drawn = swimlanes.svg("A process", lanes, steps, flows)
    assert drawn.count('class="flow__line"') == len(flows)
    assert len(re.findall(r'class="step ', drawn)) == len(steps)


@given(processes())
def test_no_two_arrows_share_a_track(process: tuple[list[Step], list[Flow]]) -> None:
    steps, flows = process
    lanes = {f"l{index}": index for index in range(LANES)}
    found = routes({step.id: step for step in steps}, rows(steps, flows), lanes, flows)
    beside = [(one.side, one.tracks[1]) for one in found if one.side is not None]
    assert len(set(beside)) == len(beside)


def test_a_long_chain_takes_a_row_each() -> None:
    steps = [Step(f"s{index}", "Do it", f"l{index % LANES}") for index in range(STEPS)]
    flows = [Flow(start.id, end.id) for start, end in pairwise(steps)]
    assert sorted(rows(steps, flows).values()) == list(range(STEPS))
