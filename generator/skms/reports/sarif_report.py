"""Findings as SARIF 2.1.0, the interchange format of code scanning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from skms import __version__
from skms.findings import Finding, Place
from skms.model import Model
from skms.reports._plain import fingerprints
from skms.rules import load_rules

LEVELS = {"error": "error", "warning": "warning", "clock": "warning", "info": "note"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """One run; waived findings are in it as suppressed ones, and colours do not apply."""
    codes = sorted({finding.code for finding in findings})
    driver: dict[str, Any] = {
        "name": "skms",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder that holds skms.yml."}}},
        "results": [
            _result(finding, codes.index(finding.code), name) for finding, name in fingerprints(findings)
        ],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule(code: str) -> dict[str, Any]:
    rule = load_rules()[code]
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.says},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.says} {rule.why} Examples: skms rule {code}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(finding: Finding, rule_index: int, name: str) -> dict[str, Any]:
    place = Place(finding.file, finding.line, finding.column, "")
    location = _location(place, finding.end_column)
    if finding.record:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.record, "kind": "object"}]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.help}".strip()},
        "locations": [location],
        "partialFingerprints": {"skmsFinding/v1": name},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": other.message}, **_location(other)}
            for number, other in enumerate(finding.related, 1)
        ]
    if finding.waived_by:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.waived_by}
        ]
    return result


def _location(place: Place, end_column: int = 0) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if end_column > place.column:
        region["endColumn"] = end_column
    file = {"uri": quote(place.file, errors="replace"), "uriBaseId": "ROOT"}
    return {"physicalLocation": {"artifactLocation": file, "region": region}}
