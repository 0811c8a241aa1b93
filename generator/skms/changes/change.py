"""One change of meaning, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skms.findings import Route

LEVELS = ("breaking", "notable", "editorial")
"""From worst to mildest. Breaking: something that people or other records rely on is taken away or weakened. Notable:
the meaning changes, and nothing is taken away. Editorial: wording, tags, links, order."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different now, as a reader would say it."""

    level: str
    aspect: str
    """The module of `changes.aspects` that says it."""
    record: str
    """Name of the record, in the newer model where it is there."""
    sentence: str
    before: str = ""
    after: str = ""
    """The two values in words, where there are two."""
    file: str = ""
    line: int = 0
    """Where it stands in the newer files; nothing where it is gone from there."""
    route: Route = ()
    theme: str = ""
    """What it is about, in a word or two, whatever record it is in: the title of the field, or `new`, `gone` …"""


def worst(changes: Iterable[Change]) -> str | None:
    """The worst level among changes; None where there are none."""
    found = {change.level for change in changes}
    return next((level for level in LEVELS if level in found), None)


def at_least(changes: Iterable[Change], level: str) -> bool:
    """Whether a change is as bad as this level, or worse."""
    found = worst(changes)
    return found is not None and LEVELS.index(found) <= LEVELS.index(level)


def milder(level: str) -> str:
    """What a breaking change is while the record is not in force: nobody relies on it yet."""
    return "notable" if level == "breaking" else level
