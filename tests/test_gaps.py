"""A gap may be accepted for a time: a record without a field that its status asks for is shown all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml

from skms import pages
from skms.judge import judge
from skms.kinds import Kind
from skms.model import Model
from skms.pages.page import Site
from skms.pages.templates import environment
from skms.pipeline import model_of
from skms.settings import load_settings


def late_fields(kind: Kind) -> set[str]:
    """What only a later status of a kind asks for."""
    asked = {field for entry in kind.schema.get("x-required", ()) for field in entry["fields"]}
    return asked - set(kind.schema["required"])


def stripped(example: Model, root: Path) -> Model:
    """The example organisation without any of these fields."""
    texts = dict(example.texts)
    for record in example.records.values():
        lacking = late_fields(example.kinds[record.kind]) & set(record.data) if record.valid else set()
        if lacking:
            left = {key: value for key, value in record.data.items() if key not in lacking}
            texts[record.path] = yaml.safe_dump(left, sort_keys=False)
    return model_of(texts, example.as_of, load_settings(root))


def test_records_with_gaps_have_their_pages(example: Model, root: Path, as_of: date) -> None:
    model = stripped(example, root)
    assert all(record.valid for record in model.records.values())
    findings = judge(model)
    gaps = {finding.record for finding in findings if finding.code == "GEN014"}
    assert len(gaps) > len(model.records) / 3
    site = Site("Gaps", "https://skms.example.org/", "", "", "", "", as_of, tuple(findings), environment())
    made = [pages.render(model, leaf, site) for leaf in pages.all_leaves(model)]
    assert {page.record for page in made} >= {record.name for record in model.records.values() if record.live}
    assert len(list(pages.all_assets(model, site))) > len(model.records)
