"""Pagefind writes its filters in the order of a hash table, another one every time; here they are put in order.

Its files are CBOR behind a mark, compressed, and named by a hash of what they say. Of CBOR they use lists, texts and
whole numbers.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MARK = b"pagefind_dcd"
_NUMBER, _TEXT, _LIST = 0, 3, 4
_SHORT, _LONG = 24, 27


class UnknownIndex(Exception):
    """The index does not look as expected; another version of Pagefind may write another one."""


def settle(folder: Path) -> None:
    """Put the filters of an index in order, and name the files anew that say something else now."""
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text("utf-8"))
    for language in entry["languages"].values():
        meta_path = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = _load(meta_path)
        # Version, pages, index chunks, filters, sort orders, names of the meta values.
        filters = [_settled(folder, *each) for each in meta[3]]
        meta[3] = sorted(filters)
        content = _dump(meta)
        language["hash"] = f"{language['hash'].partition('_')[0]}_{_name(content, 10)}"
        meta_path.unlink()
        _store(folder / f"pagefind.{language['hash']}.pf_meta", content)
    entry_path.write_text(json.dumps(entry, separators=(",", ":"), ensure_ascii=False), "utf-8")


def _settled(folder: Path, name: str, old: str) -> list[str]:
    """Put the values of a filter in order; return its name and the new name of its file."""
    path = folder / "filter" / f"{old}.pf_filter"
    title, values = _load(path)
    content = _dump([title, sorted(values)])
    new = f"{old.partition('_')[0]}_{_name(content, 7)}"
    path.unlink()
    _store(path.with_name(f"{new}.pf_filter"), content)
    return [name, new]


def _load(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(MARK):
        raise UnknownIndex(f"{path.name} does not begin as an index of Pagefind does.")
    value, end = _read(data, len(MARK))
    if end != len(data):
        raise UnknownIndex(f"{path.name} goes on after its end.")
    return value


def _store(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(content, mtime=0))


def _name(content: bytes, length: int) -> str:
    return hashlib.sha256(content).hexdigest()[:length]


def _read(data: bytes, at: int) -> tuple[Any, int]:
    """Return the value at a place, and the place after it."""
    kind, number = data[at] >> 5, data[at] & 31
    at += 1
    if number >= _SHORT:
        if number > _LONG:
            raise UnknownIndex("The index has a value of no certain length.")
        size = 1 << (number - _SHORT)
        number = int.from_bytes(data[at : at + size], "big")
        at += size
    if kind == _NUMBER:
        return number, at
    if kind == _TEXT:
        return data[at : at + number].decode(), at + number
    if kind != _LIST:
        raise UnknownIndex(f"The index has a value of kind {kind}.")
    items = []
    for _ in range(number):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _dump(value: Any) -> bytes:
    """Return a whole file before it is compressed."""
    return MARK + _written(value)


def _written(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_LIST, len(value)) + b"".join(map(_written, value))


def _head(kind: int, number: int) -> bytes:
    if number < _SHORT:
        return bytes([kind << 5 | number])
    length = next(size for size in range(4) if number < 1 << (8 << size))
    return bytes([kind << 5 | _SHORT + length]) + number.to_bytes(1 << length, "big")
