"""An organisation of one's own, from the small starter that the package carries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable

NAME = "Example Organisation"
"""The name in the starter's files, replaced by one's own."""
DAY = "2026-01-01"
"""The day in the starter's files, replaced by the day on which one starts."""
RENAMED = {"gitignore": ".gitignore"}
"""Git would obey a file of this name inside the package too."""


def starter(name: str, as_of: date) -> dict[str, str]:
    """The files of a new records repository: `{path: text}`."""
    folder = resources.files("skms") / "starter"
    texts = {RENAMED.get(path, path): _own(text, name, as_of) for path, text in texts_below(folder)}
    return dict(sorted(texts.items()))


def _own(text: str, name: str, as_of: date) -> str:
    return (
        text.replace(DAY, as_of.isoformat())
        .replace(f"name: {NAME}", f"name: {json.dumps(name, ensure_ascii=False)}")
        .replace(NAME, name)
    )


def texts_below(folder: Traversable, path: str = "") -> Iterator[tuple[str, str]]:
    """Paths and texts of all files below a folder of the package."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from texts_below(entry, f"{path}{entry.name}/")
        else:
            yield path + entry.name, entry.read_text("utf-8")
