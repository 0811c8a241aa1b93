"""The order of the site: its parts, their groups and the pages in each.

A page that is not named here stands at the end of the part that it gives itself, so that adding one touches no
other file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from skms.pages.page import Leaf

Group = tuple[str, tuple[str, ...]]
PARTS: dict[str, tuple[Group, ...]] = {
    "Home": (("", ("",)),),
    "Services": (
        ("", ("services/", "requests/", "help/", "service-levels/")),
        ("Catalogues", ("catalogue/customer/", "catalogue/technical/", "catalogue/smo/", "portfolio/", "customers/")),
        ("Promises and figures", ("agreements/", "indicators/", "measurements/", "calendars/", "reviews/")),
        ("Knowledge", ("knowledge/", "glossary/", "a-to-z/")),
    ),
    "Suppliers": (
        ("", ("suppliers/",)),
        ("Contracts", ("contracts/", "clause-coverage/", "renewals/")),
        ("Working together", ("interlock-map/", "interlocks/", "interfaces/", "data/")),
        ("Coming and going", ("onboarding/", "concentration/")),
    ),
    "Policies": (
        ("", ("policies/", "processes/", "process-changes/", "exceptions/", "attestations/")),
        (
            "Who decides",
            (
                "governance-model/", "governance/", "forums/", "decision-rights/", "decisions/", "principles/",
                "decision-guide/",
            ),
        ),
        ("Risks and controls", ("risk-register/", "risks/", "control-register/", "controls/", "applicability/")),
        ("Frameworks", ("frameworks/", "crosswalk/", "mappings/", "rights-notices/")),
    ),
    "Responsibilities": (
        ("", ("owners/", "matrices/", "roles/", "teams/", "people/")),
        ("Duties", ("separation-of-duties/", "sod-rules/", "workload/")),
        (
            "Education",
            ("education/", "readiness/", "training/", "training-plans/", "competencies/", "courses/"),
        ),
    ),
    "Office": (
        ("", ("office/", "due/", "due-by-month/", "smo-and-pmo/")),
        (
            "Strategy and value",
            ("strategy/", "objectives/", "line-of-sight/", "business-cases/", "benefits/", "initiatives/"),
        ),
        (
            "Maturity and improvement",
            (
                "maturity/", "assessments/", "improvement-board/", "improvements/", "audit-programme/", "audits/",
            ),
        ),
    ),
    "Contribute": (
        ("", ("contribute/",)),
        ("Import and export", ("downloads/", "feeds/")),
        ("", ("changes/", "data-quality/", "reference/")),
    ),
}  # fmt: skip


_BY_HAND = "Contribute"
"""A part whose own page is written by hand, so that it need not be there."""


class _Place(NamedTuple):
    part: str
    group: str
    order: int


_PLACES = {
    path: _Place(part, group, number)
    for part, groups in PARTS.items()
    for number, (group, path) in enumerate((group, path) for group, paths in groups for path in paths)
}


def placed(leaf: Leaf) -> Leaf:
    """Return a leaf of the navigation with the place it has here: its part, its group if any, and its name."""
    place = _PLACES.get(leaf.path)
    if leaf.nav is None or place is None:
        return leaf
    name = leaf.nav[-1] if len(leaf.nav) > 1 else leaf.title
    first = place.order == 0
    return replace(leaf, nav=(place.part,) if first else (place.part, *filter(None, (place.group,)), name))


def order(leaf: Leaf) -> tuple[int, bool, int, tuple[str, ...], str]:
    """Sort key: parts in their order, a part's own page (`nav` of one) first, then as named here, others last."""
    nav = leaf.nav or ()
    parts = list(PARTS)
    head = nav[0] if nav else ""
    place = _PLACES.get(leaf.path)
    number = place.order if place and place.part == head else len(_PLACES)
    return (parts.index(head) if head in parts else len(parts), len(nav) != 1, number, nav, leaf.path)


def front(part: str) -> str | None:
    """Return the address of a part's own page; None where there may be none."""
    groups = PARTS.get(part)
    return groups[0][1][0] if groups and part != _BY_HAND else None
