"""Everything that the two founding articles name has a page that works and shows it.

Each row of the specification's first table, with the pages that make it real and a word that each must show.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

from skms import pages
from skms.model import Model
from skms.pages import templates
from skms.pages.page import Leaf, Site, body

Rows = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

ROWS: Rows = (
    ("SMO as shared service", (("office/", "Roadmap"), ("strategy/smo-charter/", "Service integrator"))),
    (
        "Integrated governance, enterprise-level risk",
        (("governance-model/", "The ten borders"), ("decision-rights/", "Chair"), ("risk-register/", "Impact 5")),
    ),
    (
        "Good practice: ITIL, ISO/IEC 27001, PRINCE2, MSP, P3M3, COBIT",
        (
            ("frameworks/", "COBIT"), ("frameworks/iso27001-2022/", "Requirement by requirement"),
            ("crosswalk/", "Equivalent to"),
            ("applicability/", "A.5.15"), ("rights-notices/", "Publisher"),
        ),
    ),
    ("Multi-sourcing and its risk", (("suppliers/meridale-cloud/", "Contract"), ("concentration/", "supplier"))),
    (
        "SIM: process interlock and data interchange",
        (("interlock-map/", "Hand-over"), ("interfaces/", "Interface"), ("onboarding/", "supplier")),
    ),
    (
        "Data ownership and RACI in the contract",
        (("clause-coverage/", "nothing rests on it"), ("data/", "service owner")),
    ),
    (
        "Strategy workshop",
        (("strategy/smo-charter/", "Staffing gap"), ("strategy/smo-charter/", "Champion"), ("office/", "Milestones")),
    ),
    (
        "Maturity assessment; service improvement",
        (("maturity/", "Mean"), ("assessments/pmf-2026/", "Gap plan"), ("improvement-board/", "Proven effect")),
    ),
    (
        "Business case",
        (("business-cases/smo-case/", "net present value"), ("benefits/", "Realised so far")),
    ),
    (
        "Process design; processes in transition",
        (("processes/incident/", "Takes in"), ("process-changes/incident-owner-of-the-case/", "Incident")),
    ),
    ("Job roles and responsibilities", (("roles/incident-manager/", "Responsibilities"), ("owners/", "Vacan"))),
    (
        "RACI models, swim lanes, KPIs",
        (("matrices/", "Matri"), ("processes/incident/", "Who does what"), ("indicators/", "Indicator")),
    ),
    ("Supplier management interface", (("suppliers/fenwick-networks/", "Review"), ("renewals/", "Notice"))),
    ("SMO service catalogue", (("catalogue/smo/", "Service"),)),
    (
        "SKMS; focal point; guidance; lessons learned",
        (
            ("", "Search"), ("knowledge/", "Knowledge"), ("glossary/", "Glossary"),
            ("improvement-board/", "Lessons learned"),
        ),
    ),
    (
        "Education programme and individual training plan",
        (
            ("education/", "People who need it"), ("training/", "All there"), ("readiness/", "Bus factor"),
            ("competencies/", "Competenc"),
        ),
    ),
    ("Early-life support", (("strategy/smo-charter/", "Early-life support"), ("smo-and-pmo/", "Gates in their order"))),
    (
        "Policies, compliance and audits",
        (
            ("policies/", "Polic"), ("exceptions/", "Exception"), ("audit-programme/", "Open findings"),
            ("control-register/", "Evidence"), ("attestations/security-policy-2026/", "By team"),
        ),
    ),
    ("Service portfolio and catalogue", (("services/", "Service"), ("portfolio/", "Pipeline"))),
    ("SLA and KPI", (("service-levels/", "Ends and renewals"), ("agreements/email-sla/", "Promised"))),
    (
        "End-to-end service strategy, stakeholders",
        (("line-of-sight/", "Carried by"), ("strategy/smo-charter/", "How they are engaged")),
    ),
    ("Seven guiding principles; gaps where no policy exists", (("decision-guide/", "Topics without a policy"),)),
    (
        "SMO versus PMO",
        (("smo-and-pmo/", "Initiatives to pass it next"), ("initiatives/portal-renewal/", "Tolerances")),
    ),
    ("IT and non-IT providers", (("catalogue/customer/", "Facilities"), ("catalogue/technical/", "IT"))),
    (
        "Continuous improvement",
        (
            ("improvement-board/", "Approved and at work"), ("due/", "Within 90 days"),
            ("due-by-month/", "The year at a glance"),
        ),
    ),
)  # fmt: skip


VIEWS: Rows = (
    ("Home", (("", "Request something"), ("", "Who owns"), ("", "What is overdue"))),
    (
        "Catalogues",
        (("catalogue/customer/", "Facilities"), ("catalogue/technical/", "IT"), ("catalogue/smo/", "Service")),
    ),
    (
        "Portfolio, roadmap, retirements, importance and attainment",
        (("portfolio/", "What comes and what goes"), ("portfolio/", "Being retired"), ("portfolio/", "Breached")),
    ),
    ("Service levels", (("service-levels/", "Credits that became due"), ("service-levels/", "error budget"))),
    ("Key figures and customers", (("indicators/", "Trend"), ("customers/", "Satisfaction"), ("reviews/", "Actions"))),
    ("Process library and changes", (("processes/", "Governance domain"), ("process-changes/", "In force on"))),
    (
        "RACI, gaps, conflicts, workload",
        (
            ("matrices/", "Rows with something missing"), ("separation-of-duties/", "Duties"),
            ("workload/", "Role"),
        ),
    ),
    ("Suppliers", (("suppliers/", "Onboarding"), ("interlock-map/", "Hand"), ("renewals/", "Decide by"))),
    ("Governance", (("decision-rights/", "Calendar of the forums"), ("decisions/", "By policy or principle"))),
    ("Exceptions and attestation", (("exceptions/", "Way out"), ("attestations/", "aim: 80 %"))),
    ("Education", (("training/", "By team"), ("training-plans/", "Training plan"))),
    ("Data quality", (("data-quality/", "Set aside for a while"), ("data-quality/", "Vacant roles"))),
    ("What is due", (("due/", "Overdue"), ("due-by-month/", "Reviews, tests"))),
)  # fmt: skip
"""The views of section 8 of the specification that the rows above do not walk already."""


@pytest.fixture(scope="module")
def leaves(example: Model) -> dict[str, Leaf]:
    return {leaf.path: leaf for leaf in pages.all_leaves(example)}


WALKED = (*ROWS, *VIEWS)


@pytest.mark.parametrize(("named", "wanted"), WALKED, ids=[named for named, _ in WALKED])
def test_what_the_articles_name_has_a_page(
    named: str, wanted: tuple[tuple[str, str], ...], example: Model, leaves: dict[str, Leaf]
) -> None:
    site = Site("Name", "", "", "", "", "", example.as_of, (), templates.environment())
    for path, word in wanted:
        assert path in leaves, f"{named}: no page at {path!r}"
        page = pages.render(example, leaves[path], site)
        text = unescape(re.sub(r"<[^>]+>", " ", body(page)))
        assert word in text, f"{named}: {path!r} does not show {word!r}"
        assert re.search(r"<(table|ul|ol|dl)\b", body(page)), f"{named}: {path!r} has no content"


def test_every_drawing_of_the_office_has_a_table_beside_it(example: Model, leaves: dict[str, Leaf]) -> None:
    site = Site("Name", "", "", "", "", "", example.as_of, (), templates.environment())
    seen = 0
    for path in (
        "office/",
        "benefits/",
        "maturity/",
        "strategy/smo-charter/",
        "business-cases/smo-case/",
        "assessments/pmf-2026/",
    ):
        page = pages.render(example, leaves[path], site)
        for html in (page.lead, *(section.html for section in page.sections)):
            assert html.count('class="chart plot') <= html.count("<table"), path
        plots = body(page).count('class="chart plot')
        seen += plots
    assert seen > 10
