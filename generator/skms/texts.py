"""Reading record files: the only module that does. A folder or a Git commit becomes `{path: text}`.

Paths are relative to the repository's root and use `/`. A file that cannot be read as text is an `Unreadable` value in
the text's place, so that it becomes a finding and the run goes on. Nothing outside the root is read: symbolic links
are refused, not followed.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skms import git

ROOTS = ("catalogue", "policies", "raci")
ENDINGS = (".yaml", ".yml", ".md")
MAX_BYTES = 1024 * 1024
CHUNK = 64 * 1024

# Control characters (but tab and line ends), and marks that make text read in another order than it is stored.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file is not text; line and column count from 1."""

    message: str
    help: str
    line: int = 1
    column: int = 1


Texts = Mapping[str, str | Unreadable]


def linked(root: Path) -> list[str]:
    """Those of the roots that are symbolic links: what they lead to is not read."""
    return [top for top in ROOTS if os.path.islink(os.path.join(root, top))]


def read_folder(root: Path, roots: tuple[str, ...] = ROOTS) -> Texts:
    """Read every record file under the `roots` of a folder, sorted by path."""
    found = sorted(pair for top in roots for pair in _walk(os.path.join(root, top), top))
    folder = str(root)
    return {_shown(path): _read_entry(folder, path, regular) for path, regular in found}


def _read_entry(root: str, path: str, regular: bool) -> str | Unreadable:
    if not path.isprintable():
        return _BAD_NAME
    return _read_file(f"{root}/{path}") if regular else _NOT_REGULAR


def _shown(path: str) -> str:
    """A path that can be printed and published, whatever bytes the file system holds."""
    if path.isprintable():
        return path
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in path)


def read_again(root: Path, before: Texts, paths: Iterable[str]) -> Texts:
    """The texts after a change of these `paths`: only they are read, or everything where one is no record file."""
    wanted = {path for path in paths if not path.rpartition("/")[2].startswith(".")}
    if not all(path.endswith(ENDINGS) and path.startswith(ROOTS) for path in wanted):
        return read_folder(root)
    result = dict(before)
    for path in wanted:
        place = os.path.join(root, path)
        if os.path.islink(place) or (os.path.exists(place) and not os.path.isfile(place)):
            result[path] = _NOT_REGULAR
        elif os.path.exists(place):
            result[path] = _read_file(place)
        else:
            result.pop(path, None)
    return result


def read_git(root: Path, ref: str, roots: tuple[str, ...] = ROOTS) -> Texts:
    """Read the record files of a commit. Raises `GitUnavailable` with one plain sentence."""
    entries = [entry for entry in git.tree(root, git.commit(root, ref), roots) if is_record(entry.path)]
    return read_entries(root, entries)


def read_entries(root: Path, entries: Iterable[git.Entry]) -> Texts:
    """The texts of files as commits have them."""
    found = list(entries)
    contents = git.blobs(root, (entry.blob for entry in found if entry.mode != git.LINK))
    return {
        entry.path: _NOT_REGULAR if entry.mode == git.LINK else decode(contents[entry.blob])
        for entry in found
    }


def is_record(path: str) -> bool:
    """Whether a path is that of a record, or of the text beside one."""
    return path.endswith(ENDINGS) and not any(step.startswith(".") for step in path.split("/"))


def decode(content: bytes) -> str | Unreadable:
    """UTF-8 bytes as text, or why they are not acceptable text."""
    if len(content) > MAX_BYTES:
        return Unreadable(
            f"The file has more than {MAX_BYTES:,} bytes.",
            "Split the record, or move long text into a document and link to it.",
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return Unreadable(
            "The file is not UTF-8 text.", "Save it in your editor with the encoding UTF-8.", line, column
        )
    return _checked(text.replace("\r\n", "\n").replace("\r", "\n"))


def _checked(text: str) -> str | Unreadable:
    # Nothing forbidden is printable, and this asks much faster.
    bad = None if text.replace("\n", "").isprintable() else FORBIDDEN.search(text)
    if bad:
        mark = "" if bad.group() != "\ufeff" else " Saving as UTF-8 without BOM removes a byte-order mark."
        message, help_text = invisible(bad.group())
        return Unreadable(message, help_text + mark, *_place(text, bad.start()))
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        normal = unicodedata.normalize("NFC", text)
        at = next(i for i, (a, b) in enumerate(zip(text, normal + "\0", strict=False)) if a != b)
        return Unreadable(
            "An accented letter is stored as two characters, so that it would not be found by a search.",
            "Type the letter anew (Unicode form NFC).",
            *_place(text, at),
        )
    return text


def invisible(character: str) -> tuple[str, str]:
    """What is said of a character that nobody sees."""
    name = unicodedata.name(character, "control character").lower()
    return (
        f"The file contains an invisible character (U+{ord(character):04X}, {name}).",
        "Delete it: it may hide what the text really says.",
    )


def _place(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


_BAD_NAME = Unreadable(
    "The name of the file or its folder holds characters that cannot be shown.",
    "Rename it: lower-case letters, digits and single hyphens.",
)
_NOT_REGULAR = Unreadable(
    "This is a symbolic link or another special file.", "Put the record itself here; links are not followed."
)


def _walk(folder: str, path: str) -> Iterator[tuple[str, bool]]:
    """Paths of record files below a folder, and whether each is a regular file."""
    if not os.path.isdir(folder) or os.path.islink(folder):
        return  # a link may lead out of the repository
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{path}/{entry.name}")
            elif entry.name.endswith(ENDINGS):
                yield f"{path}/{entry.name}", entry.is_file(follow_symlinks=False)


def _read_file(path: str) -> str | Unreadable:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            content = part = os.read(handle, CHUNK)  # room for a megabyte would be made anew for every file
            while len(part) == CHUNK and len(content) <= MAX_BYTES:
                part = os.read(handle, CHUNK)
                content += part
        finally:
            os.close(handle)
    except OSError as error:
        return Unreadable(f"The file cannot be read: {error.strerror}.", "Check its permissions.")
    return decode(content)
