"""The guides show records as they are: an example of a record is the beginning of its file, or is made up and right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from skms.fit import fit
from skms.kinds import load_kinds
from skms.parse import parse

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted((ROOT / "docs/contribute").glob("*.md"))
BLOCK = re.compile(r'^```yaml title="([^"]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
SHOWN = [(path, text) for guide in GUIDES for path, text in BLOCK.findall(guide.read_text("utf-8"))]


@pytest.mark.parametrize(("path", "text"), SHOWN, ids=[path for path, _ in SHOWN])
def test_an_example_is_the_beginning_of_its_record(path: str, text: str) -> None:
    kind = load_kinds()[yaml.safe_load(text)["kind"]]
    if (ROOT / path).exists():
        assert (ROOT / path).read_text("utf-8").startswith(text)
    else:
        assert fit(parse(path, text), load_kinds(), {})[1] == ()
        assert path.startswith(f"{kind.folder}/")


def test_the_kinds_that_people_ask_about_are_shown_and_all_that_are_named_exist() -> None:
    assert {yaml.safe_load(text)["kind"] for _, text in SHOWN} >= {
        "agreement", "measurement", "contract", "risk", "assessment", "training-plan",
    }  # fmt: skip
    table = (ROOT / "docs/contribute/kinds.md").read_text("utf-8").partition("## Which kind")[2]
    named = set(re.findall(r"`([a-z-]+)`", table))
    assert named
    assert named <= set(load_kinds())
