"""Findings as JSON, version 1: for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from skms.findings import Finding, counts
from skms.model import Model

VERSION = 1


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """`{"version": 1, "findings": […], "summary": {…}}`; colours do not apply."""
    summary = {"records": len(model.everything), "as_of": model.as_of.isoformat(), **counts(findings)}
    data = {"version": VERSION, "findings": [as_data(finding) for finding in findings], "summary": summary}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def as_data(finding: Finding) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "help": finding.help,
        "record": finding.record,
        "related": [
            {"file": place.file, "line": place.line, "column": place.column, "message": place.message}
            for place in finding.related
        ],
        "waived_by": finding.waived_by,
    }
