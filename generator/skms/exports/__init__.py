"""Formats in which records are given to others: one module each, found by file name.

A module has `KINDS`, the kinds that map to the format (None for all), and `files(model, records)`, which yields the
files. Bytes depend on the records, the settings and the day alone: no clock, no random numbers, no address of this
machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from skms.discover import modules
from skms.fit import Record
from skms.model import Model


@dataclass(frozen=True, slots=True)
class File:
    """One file of an export; the path is relative to where exports go."""

    path: str
    content: bytes


def formats() -> Mapping[str, ModuleType]:
    """Every format by the name people write: `csv`, `codeowners`."""
    return {
        name.strip("_").replace("_", "-"): module for name, module in modules(__name__, r"[a-z][a-z0-9_]*")
    }


def export(name: str, model: Model, kinds: Iterable[str] = ()) -> tuple[File, ...]:
    """Write the records of some kinds, or of all that the format knows, in the format `name`."""
    module = formats()[name]
    wanted = set(kinds) or set(module.KINDS or model.kinds)
    # The shell of those who are not shown has no file.
    records: list[Record] = [
        record for record in model.records.values() if record.valid and record.path and record.kind in wanted
    ]
    return tuple(module.files(model, records))
