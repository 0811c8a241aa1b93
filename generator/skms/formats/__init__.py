"""Formats that can be imported: one module each, found by file name.

A format turns bytes into grids (sheets of cells) or trees (nested data), with places. It computes nothing: formulas,
macros and code in a file are text, or are passed over. What a row is, and what becomes of it, is the map's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from skms.discover import modules
from skms.findings import Route

MAX_BYTES = 64 * 1024 * 1024
MAX_VALUES = 2_000_000
MAX_DEPTH = 64

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid as a spreadsheet numbers it; `line` is the line of the file, 0 where there is none."""

    number: int
    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its name (empty where the file is the sheet) and its rows, the header among them."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """One document: nested data, what the format itself knows about it (`_body` …), and the line of each route."""

    data: Any
    extra: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[Route, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds."""

    grids: tuple[Grid, ...] = ()
    trees: tuple[Tree, ...] = ()


class Unreadable(Exception):
    """The file cannot be read in this format; the message is one plain sentence."""

    def __init__(self, message: str, help_text: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.help, self.line = help_text, line


def formats() -> Mapping[str, ModuleType]:
    """Every format by the name people write: `csv`, `markdown-tables`."""
    return {
        name.strip("_").replace("_", "-"): module for name, module in modules(__name__, r"[a-z][a-z0-9_]*")
    }


def for_ending(ending: str) -> str | None:
    """The format of files with this ending (`.csv`), or None."""
    found = (name for name, module in formats().items() if ending.lower() in module.ENDINGS)
    return next(found, None)


def read(name: str, content: bytes) -> Content:
    """Read a file in the format `name`. `Unreadable` says why it cannot be read."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} are read.", "Split it.")
    result: Content = formats()[name].read(content)
    return result
