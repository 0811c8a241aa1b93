"""What the build before made, so that the next one need not make it again.

A page is taken over when everything it is made of has the same hash as then, and when its file still has the hash that
was noted: whoever changes a published file by hand gets it made anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE = "made.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Made:
    """Hashes of a page: what it was made of, and its file."""

    source: str
    result: str


@dataclass(frozen=True, slots=True)
class Last:
    """The build before."""

    folder: Path
    pages: Mapping[str, Made] = field(default_factory=dict)
    """By file below the folder."""
    search: Made = Made("", "")
    """Hashes of all pages together, and of the search index made of them."""


def recall(last: Last, path: str, source: str) -> str | None:
    """Return the text of a page that was made of the same things, if it is still there as it was."""
    made = last.pages.get(path)
    if made is None or made.source != source:
        return None
    try:
        text = (last.folder / path).read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
    return text if digest([text]) == made.result else None


def recall_search(last: Last, source: str, names: Iterable[str], new: Path) -> bool:
    """Copy the folders of the search index, if it was made of the same pages and is still there as it was."""
    folders = [last.folder / name for name in names]
    if last.search.source != source or last.search.result != digest_of_folders(folders):
        return False
    for folder in folders:
        shutil.copytree(folder, new / folder.name)
    return True


def digest(texts: Iterable[str]) -> str:
    """Return the hash of texts, one after the other."""
    result = hashlib.blake2b(digest_size=16)
    for text in texts:
        result.update(text.encode("utf-8", "surrogatepass"))
        result.update(b"\0")
    return result.hexdigest()


def digest_of_folders(folders: Iterable[Path]) -> str:
    """Return the hash of all files of some folders and of their names."""
    result = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = path.read_bytes()
            result.update(f"{folder.name}/{path.relative_to(folder).as_posix()}:{len(content)}:".encode())
            result.update(content)
    return result.hexdigest()


def load(workshop: Path, output: Path) -> Last:
    """Return what is known of the build before; nothing where there was none."""
    try:
        data = json.loads((workshop / FILE).read_text("utf-8"))
        if data["version"] != VERSION:
            return Last(output)
        pages = {path: Made(*hashes) for path, hashes in data["pages"].items()}
        return Last(output, pages, Made(*data["search"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Last(output)


def save(workshop: Path, pages: Mapping[str, Made], search: Made) -> None:
    """Note what was made."""
    data = {
        "version": VERSION,
        "pages": {path: [made.source, made.result] for path, made in pages.items()},
        "search": [search.source, search.result],
    }
    (workshop / FILE).write_text(json.dumps(data), "utf-8")
