"""Findings for people: place, sentence, source line with a caret, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from skms.dates import long_date
from skms.findings import Finding, counts
from skms.model import Model
from skms.words import plural

_COLORS = {"error": "1;31", "warning": "1;33", "info": "1;34", "place": "1", "caret": "1;32", "dim": "2"}
Paint = Callable[[str, str], str]

MAX_SOURCE = 160
MAX_RELATED = 5


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """Every open finding, then a summary line with counts."""
    paint = _painter(color)
    blocks = ["\n".join(_block(model, finding, paint)) for finding in findings if not finding.waived_by]
    return "\n\n".join([*blocks, _summary(model, findings, paint)]) + "\n"


def _painter(color: bool) -> Paint:
    return (
        (lambda text, style: f"\x1b[{_COLORS[style]}m{text}\x1b[0m") if color else (lambda text, style: text)
    )


def _block(model: Model, finding: Finding, paint: Paint) -> Iterator[str]:
    where = f"{finding.file}:{finding.line}:{finding.column}"
    yield f"{paint(where, 'place')} {paint(finding.severity, finding.severity)} {finding.code} {finding.name}"
    yield f"  {finding.message}"
    yield from (f"  {line}" for line in _source(model, finding, paint))
    for place in finding.related[:MAX_RELATED]:
        yield f"  {place.file}:{place.line}:{place.column} {place.message}"
    if len(finding.related) > MAX_RELATED:
        yield f"  … and {plural(len(finding.related) - MAX_RELATED, 'more place')}"
    if finding.help:
        yield f"  {paint('help:', 'caret')} {finding.help}"
    yield paint(f"  Explained by: skms rule {finding.code}", "dim")


def _source(model: Model, finding: Finding, paint: Paint) -> Iterator[str]:
    text = model.texts.get(finding.file)
    lines = text.split("\n") if isinstance(text, str) else []
    if not 0 < finding.line <= len(lines):
        return
    line = lines[finding.line - 1].replace("\t", " ")
    if len(line) > MAX_SOURCE:
        return
    number = str(finding.line)
    width = max(1, finding.end_column - finding.column) if finding.end_column else 1
    yield paint(f"{number} | ", "dim") + line
    yield " " * (len(number) + 3 + finding.column - 1) + paint("^" * width, "caret")


def _summary(model: Model, findings: Sequence[Finding], paint: Paint) -> str:
    number = counts(findings)
    found = [
        paint(plural(number[severity], noun), severity)
        for severity, noun in (("error", "error"), ("warning", "warning"), ("info", "note"))
        if number[severity]
    ]
    waived = f", {number['waived']} waived" if number["waived"] else ""
    what = ", ".join(found) or paint("no findings", "caret")
    return (
        f"{plural(len(model.everything), 'record')} checked as of {long_date(model.as_of)}: {what}{waived}."
    )
