"""Every text and amount that is hidden gets a word of its own, and no page or file of a narrower site may hold one.

Unlike the last look at a finished site this does not have to tell what is said by chance: the words stand nowhere else.
"""

from __future__ import annotations

import copy
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from skms import audience
from skms.findings import Hit
from skms.fit import Record
from skms.history import History
from skms.judge import judge
from skms.model import Model, build
from skms.site.content import content_of

ROOT = Path(__file__).resolve().parent.parent
TEXTS = frozenset({"title", "description", "name", "text", "note", "body"})
CANARY = re.compile(r"canary\d+|\b7,?\d{3},?\d{3}\b", re.IGNORECASE)


@pytest.mark.parametrize("level", ["public", "internal"])
def test_nothing_made_of_what_is_shown_holds_a_canary(example: Model, level: str) -> None:
    model, sung = _with_canaries(audience.at(example, level))
    assert len(sung) > 1000
    found = judge(model)
    assert sum(one.startswith("canary") for one in _canaries(repr(found), sung)) > 3, (
        "findings tell everything"
    )
    content = content_of(model, found, ROOT, past=History())
    assert {
        leaf.path: there for leaf in content.leaves if (there := _canaries(repr(content.render(leaf)), sung))
    } == {}
    files = {asset.path: text for asset in content.assets() for text in _texts(asset.content)}
    assert {path: there for path, text in files.items() if (there := _canaries(text, sung))} == {}


def _with_canaries(model: Model) -> tuple[Model, set[str]]:
    """The same records with a canary in all that readers may not see, and those canaries."""
    level, sung, numbers = model.settings.classification, set[str](), itertools.count()
    named = {link.text for name in model.records for link in model.links(name)}

    def marked(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: marked(below, name) for name, below in value.items()}
        if isinstance(value, list):
            return [marked(item, key) for item in value]
        if isinstance(value, str) and key == "amount":
            sung.add(amount := str(7_000_000 + 37 * next(numbers)))
            return f"{amount}.00"
        if isinstance(value, str) and (key in TEXTS or (" " in value and value not in named)):
            sung.add(word := f"canary{next(numbers)}")
            return f"{value.rstrip()} {word}"
        return value

    fitted: list[tuple[Record, tuple[Hit, ...]]] = []
    for record in model.records.values():
        if not audience.within(audience.class_of(record), level):
            data = marked(record.data)
        else:
            data = copy.deepcopy(record.data)
            for *way, last in audience.hidden_routes(record, level):
                place: Any = data
                for step in way:
                    place = place[step]
                place[last] = marked(place[last], str(last))
        fitted.append((replace(record, data=data), ()))
    return build(model.texts, fitted, model.kinds, model.settings, model.as_of), sung


def _canaries(text: str, sung: set[str]) -> set[str]:
    return sung & {one.lower().replace(",", "") for one in CANARY.findall(text)}


def _texts(content: bytes) -> Iterator[str]:
    """A file of the site as text; of a workbook all that is in it."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    else:
        yield content.decode("utf-8", "replace")
