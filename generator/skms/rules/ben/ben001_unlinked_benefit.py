"""A financial benefit names no KPI or objective.

Why: Money that was promised is found again only in a figure that somebody measures. And a benefit that serves no
objective is not wanted by anybody.

Bad:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: head-of-smo
    subject: service/portal
    benefits:
      - {id: fewer-calls, title: Fewer calls, type: cashable, objective: digital-first}  # expect
      - {id: trust, title: More trust, type: qualitative}

Good:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: approved
    owner: head-of-smo
    subject: service/portal
    benefits:
      - {id: fewer-calls, title: Fewer calls, type: cashable, objective: digital-first, indicator: calls}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.value import FINANCIAL, benefits
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the benefits of cases that are not over; what is bought with a dis-benefit needs no objective."""
    for case in model.of("business-case"):
        for one in benefits(model, case) if case.phase != "ended" and case.status != "draft" else ():
            lacks = [
                word
                for field, word in (("indicator", "KPI"), ("objective", "objective"))
                if field not in one.data
            ]
            if one.data["type"] in FINANCIAL - {"dis-benefit"} and lacks:
                message = f"The benefit {one.title!r} is counted in money, but names no {one_of(lacks)}."
                yield hit(
                    case, one.route, message, "Name the figure in which it will show, and whom it serves."
                )
