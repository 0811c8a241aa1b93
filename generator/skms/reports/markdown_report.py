"""Findings as Markdown: for a comment on a pull request or the summary of a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skms.findings import Finding
from skms.model import Model
from skms.reports._plain import plain, summary

GROUPS = {"error": "Errors", "warning": "Warnings", "info": "Notes"}
MOST = 100
"""A comment may not grow without end."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~@&$-])")


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """A heading with the counts and a table for each severity; colours do not apply."""
    lines = [f"### {escape(summary(model, findings))}", ""]
    for severity, title in GROUPS.items():
        lines += _table(title, [one for one in findings if one.severity == severity and not one.waived_by])
    lines += _table("Set aside by exceptions", [one for one in findings if one.waived_by])
    return "\n".join(lines).rstrip() + "\n"


def _table(title: str, findings: list[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield from (f"**{title}**", "", "| Where | Rule | What |", "| --- | --- | --- |")
    for finding in findings[:MOST]:
        where = f"{finding.file}:{finding.line}"
        by = f" Set aside by {finding.waived_by}." if finding.waived_by else ""
        what = escape(f"{finding.message} {finding.help}".strip() + by)
        yield f"| {escape(where)} | {finding.code} {escape(finding.name)} | {what} |"
    if len(findings) > MOST:
        yield f"| … | | and {len(findings) - MOST:,} more |"
    yield ""


def escape(text: str) -> str:
    """Text as text: no mark-up, no links, nobody mentioned."""
    return _SPECIAL.sub(r"\\\1", plain(text)).replace("\\@", "&#64;").replace("://", ":&#47;&#47;")
