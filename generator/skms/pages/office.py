"""The overviews of governance, value, maturity and education: a family of pages, each with a template of its own.

A template gives its parts to `section(id, title)`, as those of records do, and reaches the facts in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from skms.model import Model
from skms.pages import _registers
from skms.pages._overview import any_shown, overview, records
from skms.pages._views import Ref, View
from skms.pages.page import Leaf, Page, Section, Site
from skms.pages.record import FACTS

_MODULE = __name__.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One overview: where it stands, what it is called, what it says it is."""

    path: str
    title: str
    nav: tuple[str, ...]
    summary: str
    about: tuple[str, ...] = ()
    """Kinds of record without which there is nothing to show."""

    @property
    def template(self) -> str:
        """Its file among the templates: `pages/risk_register.html`."""
        return f"pages/{self.path.rstrip('/').replace('-', '_')}.html"


def _sheet(part: str, path: str, title: str, summary: str, *about: str) -> Sheet:
    return Sheet(path, title, (part, title), summary, about)


OFFICE, GOVERNANCE, DUTIES = "Office", "Governance", "Responsibilities"

SHEETS = (
    Sheet(
        "office/",
        "The office at a glance",
        (OFFICE,),
        "What the office is for, what it does and how far it is.",
        ("strategy", "objective", "assessment", "audit", "improvement", "initiative", "governance-domain"),
    ),
    _sheet(
        OFFICE,
        "line-of-sight/",
        "Line of sight",
        "From each objective to the services, promises and suppliers that carry it.",
        "objective",
    ),
    _sheet(
        OFFICE,
        "benefits/",
        "Benefits",
        "What was planned, what came of it, and how we know.",
        "business-case",
    ),
    _sheet(
        OFFICE,
        "smo-and-pmo/",
        "SMO and PMO",
        "Where the two offices meet: gates, duties and the initiatives on their way.",
        "initiative",
    ),
    _sheet(
        OFFICE,
        "maturity/",
        "Maturity",
        "How well we work, measured against good practice, and how that changes.",
        "assessment",
    ),
    _sheet(
        OFFICE,
        "audit-programme/",
        "Audits and findings",
        "What was and will be looked at, and what is still open.",
        "audit",
    ),
    _sheet(
        OFFICE,
        "improvement-board/",
        "Improvement board",
        "What is being made better, and what it brought.",
        "improvement",
    ),
    _sheet(
        OFFICE,
        "decision-guide/",
        "Decision guide",
        "How to decide where no policy exists: the principles and how others went by them.",
        "principle",
    ),
    _sheet(
        OFFICE, "due/", "What is due", "Reviews, renewals, evidence and ends, in the order of their days."
    ),
    _sheet(
        OFFICE,
        "due-by-month/",
        "The year ahead",
        "Everything with a day in the next twelve months: reviews, notices, audits, tasks, training, meetings.",
    ),
    Sheet(
        "governance-model/",
        "Integrated governance",
        (GOVERNANCE,),
        "The five domains of governance and how each meets the others.",
        ("governance-domain",),
    ),
    _sheet(
        GOVERNANCE,
        "decision-rights/",
        "Decision rights",
        "Who may decide what, up to which limit, and when they meet.",
        "forum",
    ),
    _sheet(
        GOVERNANCE,
        "risk-register/",
        "Risk register",
        "What may go wrong, how badly, and what is done about it.",
        "risk",
    ),
    _sheet(
        GOVERNANCE,
        "applicability/",
        "Statement of Applicability",
        "Which measures apply, how they are met, and why others do not apply.",
        "control",
    ),
    _sheet(
        GOVERNANCE,
        "control-register/",
        "Control register",
        "Which controls work, and how fresh their evidence is.",
        "control",
    ),
    _sheet(
        GOVERNANCE,
        "crosswalk/",
        "Crosswalk",
        "Which parts of one framework answer to parts of another.",
        "mapping",
    ),
    _sheet(
        GOVERNANCE,
        "rights-notices/",
        "Rights and notices",
        "Whose frameworks are quoted here, and under which terms.",
        "framework",
    ),
    _sheet(
        DUTIES,
        "education/",
        "Education programme",
        "Which competences are missing, who needs them and which courses teach them.",
        "competency",
    ),
    _sheet(
        DUTIES,
        "training/",
        "Training by team",
        "How much of what is required is there in each team, and where it is not.",
        "competency",
    ),
    _sheet(
        DUTIES,
        "readiness/",
        "Readiness",
        "How far the holders of each role can do what it requires, and who could step in.",
        "competency",
    ),
    _sheet(
        DUTIES,
        "separation-of-duties/",
        "Separation of duties",
        "Which duties must not be in one hand, and where they are.",
        "sod-rule",
    ),
    _sheet(
        DUTIES, "workload/", "Workload", "How much of the work of all matrices falls to each role.", "raci"
    ),
)
_BY_PATH = {one.path: one for one in SHEETS}


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield every overview of the office."""
    for one in SHEETS:
        yield Leaf(one.path, one.title, one.nav, "", _MODULE, one.about)


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the overview of a leaf."""
    sheet, view = _BY_PATH[leaf.path], View(model, site, leaf.path)
    sections: list[Section] = []

    def section(id: str, title: str, caller: Callable[[], Markup]) -> str:
        sections.append(Section(id, title, caller().strip()))
        return ""

    def of(kind: str) -> tuple[object, ...]:
        return records(model, kind)

    lead = site.templates.get_template(sheet.template).render(
        section=section,
        view=view,
        model=model,
        facts=FACTS,
        registers=_registers,
        of=of,
        ways=_ways(view, sheet),
    )
    return overview(view, leaf, sheet.summary, sections, lead.strip())


def _ways(view: View, here: Sheet) -> list[Ref]:
    """Return the other overviews of this module that have something to show."""
    return [
        Ref(one.title, view.url(one.path))
        for one in SHEETS
        if one is not here and any_shown(view.model, one.about)
    ]
