"""What the product says about records: hits (with routes) and findings (with places).

A rule yields a `Hit`: the record, the route to the value, what is wrong and how to mend it. `judge` turns hits
into `Finding` values, which also carry the rule's code and the file, line and column. Both are plain frozen values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Route = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a file to a value: `("rows", 2, "assign")`."""

SEVERITIES = ("error", "warning", "info")
"""Of findings, from worst to mildest. A rule may also be `clock`: a warning, and an error in a strict run."""


ALSO = "also named here"
"""What a hit says of another place where the very same is wrong; mended one by one, each counts for itself."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that matters to a hit: the first of two duplicates, the record pointed to."""

    path: str
    route: Route
    message: str
    on_key: bool = False
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing wrong in one place, before it has a code and a line."""

    path: str
    route: Route
    message: str
    help: str = ""
    record: str | None = None
    related: tuple[Related, ...] = ()
    on_key: bool = False
    mark: tuple[int, int] | None = None
    """Line and column from 1, only where no route leads (a file that could not be parsed)."""
    rule: str = ""
    """Name of the rule, for what is found before rules run (reading, parsing, fitting, linking)."""
    severity: str | None = None
    """Set only where a rule deviates from its own severity."""
    topic: str = ""
    """What it says without the counts and days that change by themselves; empty where that is the message."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str
    record: str | None = None
    route: Route = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One reported problem, with everything a report needs."""

    code: str
    name: str
    severity: str
    file: str
    line: int
    column: int
    message: str
    help: str
    record: str | None
    route: Route
    related: tuple[Place, ...] = ()
    waived_by: str | None = None
    clock: bool = False
    """It depends on the as-of date."""
    end_column: int = 0
    """Column after the last character of the value on the same line; 0 when unknown."""
    topic: str = ""
    """What it is known again by, together with its rule and place; empty where that is the message."""


def sort_key(finding: Finding) -> tuple[str, int, int, str, str]:
    """Order of findings in every report: by place, then by code."""
    return (finding.file, finding.line, finding.column, finding.code, finding.message)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Number of open findings by severity, and of waived ones: `{"error": 0, …, "waived": 2}`."""
    result = dict.fromkeys((*SEVERITIES, "waived"), 0)
    for finding in findings:
        result["waived" if finding.waived_by else finding.severity] += 1
    return result
