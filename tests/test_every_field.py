"""A change of every field of every kind: how it is worded, and whether a review of the record is stale after it."""

from __future__ import annotations

import re

import pytest
from tests.variants import Variant, variants

from skms.changes import Change, changes, worst
from skms.fingerprints import fingerprint
from skms.kinds import load_kinds
from skms.model import Model

RAW = re.compile(
    r"\d{4}-\d\d-\d\d(?![A-Za-z0-9-])|\b(?:None|True|False|nan)\b|[{}\[\]]|\b[a-z]+/[a-z0-9-]+#|24x7|  |\.\.$|:\.$"
)
"""Dates, references and values as they stand in files, and slips of punctuation."""
WRITTEN = re.compile(r"“[^“”]*”|https?://\S+|mailto:\S+")
"""What people wrote themselves may look like anything."""


@pytest.mark.parametrize("kind", sorted(load_kinds()))
def test_a_change_of_every_field(example: Model, kind: str) -> None:
    tried = 0
    for one in variants(example, kind):
        tried += 1
        told = changes(one.before, one.after)
        for change in told:
            _is_for_people(change, kind)
        if one.pattern[0] != "review":  # it is no part of what is reviewed
            _binds_reviews(one, told)
    assert tried > 8


def _is_for_people(change: Change, kind: str) -> None:
    """No raw date, code or reference; the sentence begins and ends like one."""
    plain = WRITTEN.sub("“”", change.sentence)
    assert not RAW.search(plain), change.sentence
    assert change.sentence[0].isupper() or change.sentence[0] == "“", change.sentence
    assert change.sentence.endswith((".", ".”")), change.sentence
    # Systems that talk to each other have fields with such names.
    assert "_" not in plain or kind == "interface", change.sentence


def _binds_reviews(one: Variant, told: tuple[Change, ...]) -> None:
    """What is called editorial leaves a review fresh, and nothing else does."""
    marks = {fingerprint(model, model.records[one.name]) for model in (one.before, one.after)}
    assert (worst(told) in ("breaking", "notable")) == (len(marks) == 2), (
        one.name,
        one.pattern,
        one.how,
        told,
    )
