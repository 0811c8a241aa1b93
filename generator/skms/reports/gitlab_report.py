"""Findings as a GitLab Code Quality report, shown in merge requests."""

from __future__ import annotations

import json
from collections.abc import Sequence

from skms.findings import Finding
from skms.model import Model
from skms.reports._plain import fingerprints

LEVELS = {"error": "major", "warning": "minor", "info": "info"}


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """A list of issues; waived findings are left out and colours do not apply."""
    issues = [
        {
            "description": f"{finding.message} {finding.help}".strip(),
            "check_name": f"{finding.code} {finding.name}",
            "fingerprint": name,
            "severity": LEVELS[finding.severity],
            "location": {"path": finding.file, "lines": {"begin": finding.line}},
        }
        for finding, name in fingerprints(findings)
        if not finding.waived_by
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"
