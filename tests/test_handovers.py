"""The drawing of hand-overs: every arrow with its number, each at a place of its own."""

from __future__ import annotations

import re

from skms.diagrams.handovers import Arrow, svg
from skms.diagrams.layered import Box


def test_arrows_have_numbers_and_places_of_their_own() -> None:
    columns = [[Box("a", "Desk")], [Box("b", "Alder <Ltd>"), Box("c", "Birch")]]
    arrows = [Arrow("a", "b", 3, "Desk to Alder", "#x"), Arrow("a", "c", 1, "Desk to Birch")]
    drawn = str(svg("Who <to> whom", columns, arrows))
    assert re.findall(r'edge__number"[^>]*>(\d+)<', drawn) == ["3", "1"]
    starts = re.findall(r'edge__line" d="M(\d+) (\d+)C', drawn)
    assert len(set(starts)) == 2
    assert 'href="#x"' in drawn
    assert "Alder &lt;Ltd&gt;" in drawn
    assert "<Ltd>" not in drawn


def test_an_arrow_to_nowhere_is_left_out() -> None:
    assert "edge" not in str(svg("x", [[Box("a", "Desk")]], [Arrow("a", "gone", 1, "x")]))
