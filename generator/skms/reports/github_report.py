"""Findings as workflow commands, which GitHub shows as annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from skms.findings import Finding
from skms.model import Model
from skms.reports._plain import plain, summary

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """One command a line, then a summary; waived findings are left out and colours do not apply."""
    lines = [_command(finding) for finding in findings if not finding.waived_by]
    return "\n".join([*lines, f"{summary(model, findings)}."]) + "\n"


def _command(finding: Finding) -> str:
    places = {
        "file": finding.file,
        "line": str(finding.line),
        "col": str(finding.column),
        "endColumn": str(finding.end_column) if finding.end_column else "",
        "title": f"{finding.code} {finding.name}",
    }
    said = ",".join(f"{key}={_property(value)}" for key, value in places.items() if value)
    sentence = "\n".join(filter(None, [plain(finding.message), plain(finding.help)]))
    return f"::{LEVELS[finding.severity]} {said}::{_data(sentence)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
