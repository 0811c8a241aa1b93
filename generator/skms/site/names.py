"""Exact names: whoever types a title, an id or another name in full gets that page first, whatever else matches.

A search engine ranks; it does not promise. So the names stand in small files of their own, spread by a hash of the
name, and the search dialog reads the one file in which the typed name would be.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skms.pages.page import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skms.pages.page import Page

FOLDER = "search"
SHOWN = ("kind", "status", "team", "owner", "supplier", "framework")
"""Facets that the dialog shows or filters by."""
_EACH = 200
"""About as many names in one file."""


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One name of a page; sorts as it is to be shown."""

    text: str
    rank: int
    """0 for titles and ids, 1 for other names; 2 for a matrix, which is named after what it is about."""
    path: str
    entry: str
    """What the dialog shows, as JSON."""


def names_of(page: Page) -> Iterator[Name]:
    """Yield the names by which a page is found exactly."""
    if not page.search:
        return
    filters = {facet: list(page.facets[facet]) for facet in SHOWN if facet in page.facets}
    entry = _json({"path": page.path, "title": page.title, "summary": page.summary, "filters": filters})
    kind, _, id_ = (page.record or "").partition("/")
    own = {normal(text) for text in (page.title, page.record or "", id_) if text}
    for text in own | {normal(text) for text in page.keywords}:
        rank = 2 if kind == "raci" and text != normal(page.record or "") else int(text not in own)
        yield Name(text, rank, page.path, entry)


def normal(text: str) -> str:
    """Return a name as it is compared: search.js does the same."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def assets(names: Iterable[Name]) -> Iterator[Asset]:
    """Yield the files with all names, and the one that says how many they are."""
    known = sorted(set(names))
    count = 1
    while count * _EACH < len(known):
        count *= 2
    files: list[dict[str, list[Any]]] = [{} for _ in range(count)]
    for name in known:
        files[place(name.text, count)].setdefault(name.text, []).append(json.loads(name.entry))
    yield Asset(f"{FOLDER}/names.json", _json({"files": count}).encode())
    for number, content in enumerate(files):
        yield Asset(f"{FOLDER}/names-{number}.json", _json(content).encode())


def place(text: str, count: int) -> int:
    """Return in which of `count` files a name stands: FNV-1a, which is a line in any language."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % count


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
