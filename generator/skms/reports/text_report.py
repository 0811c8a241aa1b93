"""Findings for people: place, sentence, source line with a caret, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from unicodedata import east_asian_width

from skms.dates import long_date
from skms.findings import Finding, counts
from skms.model import Model
from skms.reports._plain import plain
from skms.words import plural

_COLORS = {"error": "1;31", "warning": "1;33", "info": "1;34", "place": "1", "caret": "1;32", "dim": "2"}
Paint = Callable[[str, str], str]

MAX_WIDTH = 110
MAX_RELATED = 5


def report(model: Model, findings: Sequence[Finding], *, color: bool = False) -> str:
    """Every open finding, then a summary line with counts. What the same rule advises again is not repeated."""
    paint = _painter(color)
    said: set[tuple[str, str, str]] = set()
    blocks = []
    for finding in findings:
        if not finding.waived_by:
            advice = (finding.file, finding.code, finding.help)
            blocks.append("\n".join(_block(model, finding, paint, repeated=advice in said)))
            said.add(advice)
    return "\n\n".join([*blocks, _summary(model, findings, paint)]) + "\n"


def _painter(color: bool) -> Paint:
    return (
        (lambda text, style: f"\x1b[{_COLORS[style]}m{text}\x1b[0m") if color else (lambda text, style: text)
    )


def _block(model: Model, finding: Finding, paint: Paint, *, repeated: bool) -> Iterator[str]:
    where = plain(f"{finding.file}:{finding.line}:{finding.column}")
    yield f"{paint(where, 'place')} {paint(finding.severity, finding.severity)} {finding.code} {finding.name}"
    yield f"  {plain(finding.message)}"
    yield from (f"  {line}" for line in _source(model, finding, paint))
    for place in finding.related[:MAX_RELATED]:
        yield f"  {plain(f'{place.file}:{place.line}:{place.column} {place.message}')}"
    if len(finding.related) > MAX_RELATED:
        yield f"  … and {plural(len(finding.related) - MAX_RELATED, 'more place')}"
    if not repeated:
        if finding.help:
            yield f"  {paint('help:', 'caret')} {plain(finding.help)}"
        yield paint(f"  Explained by: skms rule {finding.code}", "dim")


def _source(model: Model, finding: Finding, paint: Paint) -> Iterator[str]:
    """The line and a caret below; of a long line only the part round the place."""
    text = model.texts.get(finding.file)
    lines = text.split("\n") if isinstance(text, str) else []
    if not 0 < finding.line <= len(lines):
        return
    line, start = plain(lines[finding.line - 1]), finding.column - 1
    length = max(1, finding.end_column - finding.column) if finding.end_column else 1
    cut = max(0, min(start - MAX_WIDTH // 3, len(line) - MAX_WIDTH)) if len(line) > MAX_WIDTH else 0
    shown = line[cut : cut + MAX_WIDTH]
    before, marked = shown[: start - cut], shown[start - cut : start - cut + length]
    lead, tail = "…" if cut else "", "…" if cut + MAX_WIDTH < len(line) else ""
    number = f"{finding.line} | "
    yield paint(number, "dim") + lead + shown + tail
    yield " " * (len(number) + len(lead) + _width(before)) + paint("^" * max(1, _width(marked)), "caret")


def _width(text: str) -> int:
    """Columns that a terminal takes for a text."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _summary(model: Model, findings: Sequence[Finding], paint: Paint) -> str:
    number = counts(findings)
    found = [
        paint(plural(number[severity], noun), severity)
        for severity, noun in (("error", "error"), ("warning", "warning"), ("info", "note"))
        if number[severity]
    ]
    waived = f", {number['waived']:,} waived" if number["waived"] else ""
    what = ", ".join(found) or paint("no findings", "caret")
    return (
        f"{plural(len(model.everything), 'record')} checked as of {long_date(model.as_of)}: {what}{waived}."
    )
