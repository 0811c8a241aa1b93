"""Words that pages have for what records say in codes, and the scales of plots."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from skms.diagrams import plots
from skms.diagrams.lane_plan import LABEL_CHARACTERS, LABEL_LINES, short
from skms.kinds import load_kinds
from skms.model import Model
from skms.pages import _backwards
from skms.pages._filters import ticks, words
from skms.pages.record import _group

AMOUNTS = st.integers(0, 10**9)


def test_every_phrase_is_for_a_field_that_exists() -> None:
    kinds = load_kinds()
    unknown = [
        (kind, field) for kind, field in _backwards.PHRASES if field not in kinds[kind].schema["properties"]
    ]
    assert unknown == []


def test_references_of_the_example_have_words_of_their_own(example: Model) -> None:
    told = {
        (record.kind, _group(link))
        for record in example.records.values()
        if record.valid
        for link in example.links(record.name)
        if link.target
    }
    phrase = _backwards.phrase("policy", "applies_to", "Policies", "Applies to")
    assert phrase == "Policies that apply to it"
    assert ("policy", "applies_to") in told
    assert _backwards.phrase("policy", _backwards.MENTION, "Policies", "") == "Policies that mention it"
    assert _backwards.phrase("policy", "subject", "Policies", "Subject") == "Policies (subject)"


def test_names_of_fields_in_a_sentence_are_code_and_the_rest_stays_text() -> None:
    assert ticks("Say why in `not_measured`, <b>please</b>.") == (
        "Say why in <code>not_measured</code>, &lt;b&gt;please&lt;/b&gt;."
    )


def test_codes_are_written_out() -> None:
    assert [words(code) for code in ("major-nc", "sftp", "resolution-p1", "in-review")] == [
        "Major nonconformity", "SFTP", "Resolution P1", "In review",
    ]  # fmt: skip


@given(AMOUNTS, AMOUNTS)
def test_a_scale_reaches_over_its_figures_in_even_round_steps(below: float, above: float) -> None:
    scale = plots.scale(-below, above)
    assert scale[0] <= -below <= above <= scale[-1]
    steps = {round((later - earlier) / (scale[-1] - scale[0]), 6) for earlier, later in pairwise(scale)}
    assert len(steps) == 1
    assert len(scale) <= plots.TICKS + 3
    assert 0.0 in scale


@given(st.text("abcdefgh ", max_size=120))
def test_a_condition_takes_two_lines_at_most(text: str) -> None:
    lines = short(text)
    assert len(lines) <= LABEL_LINES
    assert all(len(line) <= LABEL_CHARACTERS for line in lines)
