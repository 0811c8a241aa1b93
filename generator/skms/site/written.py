"""Pages that are written by hand: which of them, and of the files beside them, a site shows.

A page says in its front matter who may read it (`classification: public`), in the words of the records and with their
default. Files beside the pages cannot say so themselves: they go with the pages that name them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from urllib.parse import unquote

import yaml

from skms.audience import LEVELS, within
from skms.kinds import common

PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
NAMING = (*PAGES, ".css")
"""Endings of files that may name others."""
FIELD = "classification"
DEFAULT = str(common()["$defs"][FIELD]["default"])

_HEAD = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
# MkDocs takes such lines for front matter, too, other engines for text.
_BARE_HEAD = re.compile(rf"(?: {{0,3}}[\w-]+:.*\n)*? {{0,3}}{FIELD}:", re.IGNORECASE)
_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"  # words, which may hold an image
    r"\(\s*<?([^()\s<>#?]+)(?:[#?][^()\s<>]*)?>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)


class UnknownClass(Exception):
    """A page does not say clearly who may read it; the message is a sentence."""


def class_of(path: str, text: str) -> str:
    """Say who may read a page. Raises `UnknownClass` rather than guess."""
    head = _HEAD.match(text)
    if head is None:
        if text.startswith("---\n") or _BARE_HEAD.match(text):
            raise UnknownClass(f"{path}: put front matter between two lines `---` at the top of the page.")
        return DEFAULT
    try:
        data = yaml.safe_load(head[1])
    except (yaml.YAMLError, ValueError) as error:
        raise UnknownClass(f"{path}: the front matter is no YAML: {' '.join(str(error).split())}") from error
    own = data.get(FIELD, DEFAULT) if isinstance(data, dict) else DEFAULT
    if own not in LEVELS:
        raise UnknownClass(f"{path}: {FIELD} is {own!r}, but only {', '.join(LEVELS)} are known.")
    return str(own)


def left_out(texts: Mapping[str, str], files: Collection[str], level: str) -> frozenset[str]:
    """Say which hand-written pages and which files beside them are not for readers of this level.

    `texts` are the pages, and what else may name a file (style sheets, `mkdocs.yml`), by their paths below the folder
    of the pages; `files` are the paths of all files there. Raises `UnknownClass`.
    """
    classes = {path: class_of(path, text) for path, text in texts.items() if path.endswith(PAGES)}
    hidden = {path for path, own in classes.items() if not within(own, level)}
    # What the theme asks for stands on every page.
    readers = {path: classes.get(path, LEVELS[0]) for path in texts}
    for file in files:
        if file not in texts:
            named = [readers[path] for path, text in texts.items() if _names(path, text, file)]
            if not within(min(named, key=LEVELS.index, default=DEFAULT), level):
                hidden.add(file)
    return frozenset(hidden)


def _names(path: str, text: str, file: str) -> bool:
    """Say whether a page or style sheet names a file, as seen from itself or from its address on the site."""
    folder, name = posixpath.split(posixpath.splitext(path)[0])
    address = folder if name in ("index", "README") else posixpath.join(folder, name)
    ways = {posixpath.relpath(file, folder or "."), posixpath.relpath(file, address or "."), f"/{file}"}
    return any(re.search(rf"(?<![\w./-])(?:\./)?{re.escape(way)}(?![\w-])", unquote(text)) for way in ways)


def unlinked(path: str, text: str, hidden: Collection[str]) -> str:
    """Return the text of a page with plain words where it links to a page that is left out."""

    def plain(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(link[2])))
        return link[1] if target in hidden else link[0]

    return _LINK.sub(plain, text)
