"""Records that rows make, found by the key under which rows of other files know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Keys = Mapping[tuple[str, str], Mapping[str, Any]]
"""By kind and key: the fields of the record, and its `id`."""
# A filter sees its value and its words only, so what the other rows made is laid beside them.
_known: ContextVar[Keys | None] = ContextVar("_known", default=None)


class NotYet(Exception):
    """A record is asked for while the rows that may make it are still being read."""


@contextmanager
def knowing(keys: Keys) -> Iterator[None]:
    """Let `find` find these records."""
    token = _known.set(keys)
    try:
        yield
    finally:
        _known.reset(token)


def find(kind: str, key: str) -> Mapping[str, Any]:
    """The record of a kind with a key. `ValueError` where there is none, `NotYet` outside `knowing`."""
    known = _known.get()
    if known is None:
        raise NotYet(f"The {kind} {key!r} is not made yet")
    if (kind, key) in known:
        return known[kind, key]
    if not any(other == kind for other, _ in known):
        raise ValueError(f"no entry of the map makes a {kind} with a `key`")
    raise ValueError(f"no row makes a {kind} with the key {key!r}")
