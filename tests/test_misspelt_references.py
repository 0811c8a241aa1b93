"""Misspell a reference in each field of the example organisation: that is told once, and nothing follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from skms.findings import Finding
from skms.judge import judge
from skms.kinds import load_kinds
from skms.link import PROSE, Link
from skms.model import Model, hit
from skms.spans import locate

Place = tuple[str, str]
"""A field and the kind of record it points to; a field that is a key ends in a colon."""

MORE: Mapping[tuple[str, ...], set[str]] = {}
"""Kind, field and kind pointed to, with the codes that may come on top because they are no consequences."""

KINDS = sorted(load_kinds())


@pytest.fixture(scope="module")
def before(organisation: Any) -> Counter[tuple[str, str]]:
    """What is found while all is well."""
    return counted(judge(organisation.model))


def counted(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    """Code and file; places move."""
    return Counter((one.code, one.file) for one in findings)


def place(link: Link) -> Place:
    return ".".join(link.field.pattern) + ":" * link.on_key, str(link.target).partition("/")[0]


def chosen(model: Model, kind: str) -> dict[Place, Link]:
    """Of each field and kind pointed to the reference that would be missed most: the one that fewest others repeat."""
    found: dict[Place, list[Link]] = {}
    for record in model.of(kind):
        for link in model.links(record.name):
            if link.field is not PROSE and link.target:
                found.setdefault(place(link), []).append(link)
    named = {where: Counter(link.target for link in links) for where, links in found.items()}
    return {where: min(links, key=lambda one: named[where][one.target]) for where, links in found.items()}


def misspelt(model: Model, link: Link) -> str:
    """The text of the file that holds a reference, with `-xq` behind the id."""
    record = model.records[link.source]
    lines = str(model.texts[record.path]).split("\n")
    row, column, _ = locate(hit(record, link.route, "", on_key=link.on_key), model.spans(record.path))
    line, stem = lines[row - 1], link.text.partition("#")[0]
    at = line.index(stem, column - 1) + len(stem)
    lines[row - 1] = f"{line[:at]}-xq{line[at:]}"
    return "\n".join(lines)


@pytest.mark.parametrize("kind", KINDS)
def test_a_misspelt_reference_is_one_finding(
    organisation: Any, before: Counter[tuple[str, str]], kind: str
) -> None:
    wrong: dict[Place, list[str]] = {}
    for where, link in chosen(organisation.model, kind).items():
        path = organisation.model.records[link.source].path
        model = organisation.with_files({path: misspelt(organisation.model, link)})
        found = judge(model)
        new = counted(found) - before
        extra = {("GEN006", path): 1} | {
            key: new[key] for key in new if key[0] in MORE.get((kind, *where), ())
        }
        if dict(new) != extra:
            wrong[where] = [f"{link.source}: {link.text}"] + [
                f"{one.code} {one.file}:{one.line} {one.message}"
                for one in found
                if (one.code, one.file) in new
            ]
    assert not wrong


def test_every_field_that_refers_is_tried(organisation: Any) -> None:
    tried = sum(len(chosen(organisation.model, kind)) for kind in KINDS)
    assert tried > 380, "the example organisation has lost references"
    assert {kind for kind, *_ in MORE} <= set(KINDS)
