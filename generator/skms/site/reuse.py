"""What the build before made, so that the next one need not make it again.

A page is taken over when everything it is made of has the same hash as then, and when its file still has the hash that
was noted: whoever changes a published file by hand gets it made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from skms.pages import templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = "made.json"
VERSION = 2
LIBRARIES = (
    "cbor2", "jinja2", "markdown", "markdown-it-py", "markupsafe", "mkdocs", "mkdocs-material", "nh3", "pagefind-bin",
    "pygments", "pymdown-extensions", "pyyaml",
)  # fmt: skip


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
    whole: Made = Made("", "")
    """Hashes of all that the site was made of, and of the sizes and times of its files."""


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


def everything(source: str, root: Path, facts: Iterable[str]) -> str:
    """Return the hash of all that a site is made of: records by their hash, templates, pages, code and libraries."""
    package = Path(__file__).resolve().parents[1]
    code = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".json", ".css", ".js"))
    versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    folders = [*templates.folders(root), root / "docs"]
    texts = [path.read_text("utf-8") for path in (*code, root / "mkdocs.yml")]
    return digest([source, sys.version, *versions, digest_of_folders(folders), *facts, *texts])


def shape(folder: Path) -> str:
    """Return the hash of the names, sizes and times of all files of a folder; enough to see that somebody was here."""
    rows = []
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)  # noqa: PTH118 - tens of thousands of files
            state = os.stat(path)  # noqa: PTH116
            rows.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return digest(sorted(rows))


def load(workshop: Path, output: Path) -> Last:
    """Return what is known of the build before; nothing where there was none."""
    try:
        data = json.loads((workshop / FILE).read_text("utf-8"))
        if data["version"] != VERSION:
            return Last(output)
        pages = {path: Made(*hashes) for path, hashes in data["pages"].items()}
        return Last(output, pages, Made(*data["search"]), Made(*data["whole"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Last(output)


def save(workshop: Path, pages: Mapping[str, Made], search: Made, whole: Made) -> None:
    """Note what was made."""
    data = {
        "version": VERSION,
        "pages": {path: [made.source, made.result] for path, made in pages.items()},
        "search": [search.source, search.result],
        "whole": [whole.source, whole.result],
    }
    (workshop / FILE).write_text(json.dumps(data), "utf-8")
