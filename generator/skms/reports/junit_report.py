"""Findings as JUnit XML: one test case for each rule, failed where it found an error."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from skms.findings import Finding
from skms.model import Model
from skms.reports._plain import plain
from skms.rules import load_rules


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """One suite with a case for every rule. Warnings and notes are its output; colours do not apply."""
    by_code: dict[str, list[Finding]] = {code: [] for code in load_rules()}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    failed = sum(any(_fails(finding) for finding in found) for found in by_code.values())
    numbers = {"tests": str(len(by_code)), "failures": str(failed), "errors": "0", "time": "0"}
    suites = ElementTree.Element("testsuites", {"name": "skms", **numbers})
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "skms check", "skipped": "0", **numbers})
    for code, found in by_code.items():
        _case(suite, code, found)
    ElementTree.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(suites, encoding="unicode")}\n'


def _case(suite: ElementTree.Element, code: str, found: list[Finding]) -> None:
    rule = load_rules()[code]
    name = {"classname": f"skms.{rule.family}", "name": f"{code} {rule.name}", "time": "0"}
    case = ElementTree.SubElement(suite, "testcase", name)
    failures = [finding for finding in found if _fails(finding)]
    if failures:
        failures_text = "\n".join(map(_line, failures))
        attributes = {"message": _line(failures[0]), "type": rule.name}
        ElementTree.SubElement(case, "failure", attributes).text = failures_text
    rest = [finding for finding in found if not _fails(finding)]
    if rest:
        ElementTree.SubElement(case, "system-out").text = "\n".join(map(_line, rest))


def _fails(finding: Finding) -> bool:
    return finding.severity == "error" and not finding.waived_by


def _line(finding: Finding) -> str:
    waived = f" (set aside by {finding.waived_by})" if finding.waived_by else ""
    where = f"{finding.file}:{finding.line}:{finding.column}"
    return plain(f"{where} {finding.severity}: {finding.message} {finding.help}".strip() + waived)
