"""Does the site say the same of every service standard as its source? Both are read here without the product.

The source states for each standard a target, the volume that met it, the total, a rounded share, and a verdict. What
the site shows is read from its pages, so that nothing between the figures and the reader goes unseen.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from pathlib import Path

STATES = {
    "Met": "Y", "At risk": "Y", "Breached": "N",
    "No cases": "NA", "Not measured": "NA", "No data": "NA", "Too few cases": "NA",
}  # fmt: skip
"""What a state on the page means in the words of the source."""
_ROW = re.compile(r'<tr id="([^"]+)">(.*?)</tr>', re.DOTALL)
_RESULT = re.compile(r'<td data-label="Last result">(.*?)</td>', re.DOTALL)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s%")


@dataclass(frozen=True)
class Standard:
    """One service standard: what the source says, and what the site shows."""

    id: str
    target: Fraction | None
    good: Fraction | None
    total: Fraction | None
    share: Fraction | None
    """As the source states it, rounded."""
    verdict: str
    state: str | None
    """None where the site shows no such target."""
    percent: Fraction | None

    @property
    def exact(self) -> Fraction | None:
        """The share that the volumes give; None without any."""
        return self.good / self.total if self.good is not None and self.total else None

    @property
    def said(self) -> str:
        """What the site's state means: Y, N, or NA for no judgement."""
        return STATES[self.state] if self.state else "NA"


def canada(source: Path, root: Path) -> tuple[list[str], list[str]]:
    """Lines to tell, and what is wrong."""
    return compared(
        [standard for path in sorted(source.glob("ss_*.csv")) for standard in read(path, root / "site")]
    )


def read(path: Path, site: Path) -> Iterator[Standard]:
    """Every row of the source beside what the site shows of it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            page = site / "agreements" / f"standards-{row['service_id'].lower()}" / "index.html"
            state, percent = shown(page, row["service_standard_id"])
            numbers = (row["target"], row["volume_meeting_target"], row["total_volume"], row["performance"])
            yield Standard(
                row["service_standard_id"],
                *(Fraction(text) if text else None for text in numbers),
                row["target_met"],
                state,
                percent,
            )


def shown(page: Path, target: str) -> tuple[str | None, Fraction | None]:
    """State and percentage that the page of an agreement shows for a target."""
    if not page.is_file():
        return None, None
    cells = dict(_ROW.findall(page.read_text("utf-8")))
    found = _RESULT.search(cells.get(target, ""))
    if not found:
        return None, None
    text = unescape(re.sub(r"<[^>]*>", " ", found[1])).replace("\N{NO-BREAK SPACE}", " ")
    state = next((state for state in STATES if re.search(rf"\b{state}\b", text)), None)
    percent = _PERCENT.search(text)
    return state, Fraction(percent[1]) if percent else None


def compared(standards: Sequence[Standard]) -> tuple[list[str], list[str]]:
    """How many agree, every difference with its reason, and what would be a fault of the product."""
    judged = [one for one in standards if one.verdict in ("Y", "N")]
    differing = [one for one in judged if one.said != one.verdict]
    met, missed = (sum(one.said == one.verdict == word for one in judged) for word in ("Y", "N"))
    lines = [
        f"{len(standards)} standards, {len(judged)} with a verdict in the source: {met + missed} agree "
        f"({met} met, {missed} missed), {len(differing)} differ{'s' if len(differing) == 1 else ''}"
    ]
    lines += [f"differs    {one.id}: {reason(one)}" for one in differing]
    silent = [one for one in standards if one.verdict not in ("Y", "N")]
    for state in dict.fromkeys(one.state for one in silent):
        ids = [one.id for one in silent if one.state == state]
        said = f"shown as {state}" if state else "no target in the source, so not in an agreement"
        lines.append(f"no verdict {len(ids)} {said}: {', '.join(ids)}")
    return lines, list(faults(standards))


def reason(one: Standard) -> str:
    """Why site and source differ."""
    if one.state is None:
        return "the site does not show it"
    if one.exact is None or one.target is None:
        return f"the source says {one.verdict} without figures; the site shows {one.state}"
    target = f"{float(100 * one.target):g} %"
    figures = f"{one.good} of {one.total} are {float(100 * one.exact):.3f} %, the target is {target}"
    if one.exact < one.target <= (one.share or 0):
        return f"{figures}; the source rounds to {float(100 * (one.share or 0)):g} % and says met, the site {one.state}"
    return f"{figures}; the source says {one.verdict}, the site {one.state}"


def faults(standards: Sequence[Standard]) -> Iterator[str]:
    """Where the site would be wrong by the source's own figures, whatever its verdict."""
    for one in standards:
        if one.target is None:
            if one.state:
                yield f"{one.id} has no target, but is shown as {one.state}"
        elif one.exact is None:
            if one.said != "NA" or one.state is None:
                yield f"{one.id} has no figures, but is shown as {one.state}"
        else:
            if one.said != ("Y" if one.exact >= one.target else "N"):
                yield f"{one.id} is shown as {one.state}: {reason(one)}"
            if one.percent is None or not 0 <= 100 * one.exact - one.percent < Fraction(1, 100):
                yield f"{one.id} is shown with {one.percent} %, but {reason(one)}"
