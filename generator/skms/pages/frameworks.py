"""The frameworks that policies, processes and services answer to, with how much of each is covered."""

from __future__ import annotations

from collections.abc import Iterator

from skms.coverage import coverage, share, totals
from skms.model import Model
from skms.pages._overview import caller, first_sentence, overview, records
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the index."""
    yield Leaf("frameworks/", "Frameworks", ("Policies", "Frameworks"), "framework", "frameworks")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the index: a framework without any evidence is shown as such, not as a row of gaps."""
    view, call = View(model, site, leaf.path), caller(site, "frameworks")
    rows = []
    for record in records(model, "framework"):
        counts = totals(coverage(model, record))
        rows.append((view.ref(record), record, first_sentence(record), counts, share(counts)))
    used = sorted((row for row in rows if _touched(row[3])), key=lambda row: -(row[4] or 0))
    idle = [row for row in rows if not _touched(row[3])]
    sections = [
        Section("used", "Answered to", call("table", used)),
        Section("idle", "Kept for reference", call("cards", idle)),
    ]
    summary = "Good practice and standards: what answers to each requirement, and where nothing does yet."
    return overview(view, leaf, summary, sections)


def _touched(counts: dict[str, int]) -> bool:
    """Say whether any record names a node of a framework."""
    return any(count for state, count in counts.items() if state != "gap")
