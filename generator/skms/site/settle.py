"""The search index in an order that every machine gives it.

Pagefind numbers pages as the file system lists them, and writes filters in the order of a hash table, another one every
time. Here pages are numbered by the hashes of what they say. The files of an index are CBOR behind a mark, compressed,
and named by a hash of what they say.
"""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
import multiprocessing
import os
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import cbor2

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MARK = b"pagefind_dcd"
PARALLEL = 50
"""Files of words from which on several processes are worth their start."""

Numbers = list[int]
"""The new number of every page, by its old one."""


class UnknownIndex(Exception):
    """The index does not look as expected; another version of Pagefind may write another one."""


def settle(folder: Path) -> None:
    """Put an index in order, and name the files anew that say something else now. Raises `UnknownIndex`."""
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text("utf-8"))
    for language in entry["languages"].values():
        meta_path = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = _load(meta_path)
        try:
            _, pages, chunks, filters, sorts, _ = meta
            numbers = _numbers([name for name, _ in pages])
            if sorts:
                raise UnknownIndex("The index has orders of its own.")
            pages.sort()
            files = [folder / "index" / f"{name}.pf_index" for _, _, name in chunks]
            for chunk, name in zip(chunks, _each(partial(_settled_words, numbers), files), strict=True):
                chunk[2] = name
            for one in filters:
                one[1] = _settled_filter(folder / "filter" / f"{one[1]}.pf_filter", numbers)
            filters.sort()
        except (TypeError, ValueError, IndexError) as error:
            raise UnknownIndex(f"{meta_path.name} is not made as it should be: {error}") from error
        content = cbor2.dumps(meta)
        language["hash"] = f"{language['hash'].partition('_')[0]}_{_name(content, 10)}"
        meta_path.unlink()
        _store(folder / f"pagefind.{language['hash']}.pf_meta", content)
    entry_path.write_text(json.dumps(entry, separators=(",", ":"), ensure_ascii=False), "utf-8")


def _numbers(names: Sequence[str]) -> Numbers:
    """Return the new number of every page: its place among the names of what pages say."""
    numbers = [0] * len(names)
    for new, old in enumerate(sorted(range(len(names)), key=names.__getitem__)):
        numbers[old] = new
    return numbers


def _each(work: partial[str], files: Sequence[Path]) -> Iterable[str]:
    """Do the same work on every file."""
    if len(files) < PARALLEL or not hasattr(os, "fork"):
        return map(work, files)
    # Looking for garbage among the records, which the processes share, would copy all of them.
    with multiprocessing.get_context("fork").Pool(os.cpu_count(), gc.disable) as pool:
        return pool.map(work, files, chunksize=8)


def _settled_words(numbers: Numbers, path: Path) -> str:
    """Number the pages of words anew; return the new name of the file."""
    (words,) = content = _load(path)
    for word in words:
        _, pages, variants = word
        word[1] = _settled_pages(numbers, pages)
        for variant in variants:
            variant[1] = _settled_pages(numbers, variant[1])
        variants.sort()
    return _renamed(path, cbor2.dumps(content))


def _settled_pages(numbers: Numbers, pages: list[list[Any]]) -> list[list[Any]]:
    """Number pages anew; each is written as the distance from the one before it."""
    for page, old in zip(pages, [*accumulate(page[0] for page in pages)], strict=True):
        page[0] = numbers[old]
    pages.sort()
    before = 0
    for page in pages:
        page[0], before = page[0] - before, page[0]
    return pages


def _settled_filter(path: Path, numbers: Numbers) -> str:
    """Number the pages of a filter anew and put its values in order; return the new name of its file."""
    title, values = _load(path)
    settled = sorted([value, sorted(numbers[page] for page in pages)] for value, pages in values)
    return _renamed(path, cbor2.dumps([title, settled]))


def _load(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(MARK):
        raise UnknownIndex(f"{path.name} does not begin as an index of Pagefind does.")
    return cbor2.loads(data[len(MARK) :])


def _renamed(path: Path, content: bytes) -> str:
    """Write a file under the name that fits what it says, and return that."""
    name = f"{path.stem.partition('_')[0]}_{_name(content, 10)}"
    path.unlink()
    _store(path.with_stem(name), content)
    return name


def _store(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(MARK + content, compresslevel=6, mtime=0))


def _name(content: bytes, length: int) -> str:
    return hashlib.sha256(content).hexdigest()[:length]
