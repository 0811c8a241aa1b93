"""A live service rests on a technical service past its end of support without a risk record.

Why: Nobody repairs what is out of support. That may be borne for a while, but only knowingly: as a risk with an
owner.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on: [{service: old-server}]
    # file: catalogue/services/old-server.yaml
    kind: service
    title: Old server
    owner: old-server-owner
    status: live
    type: technical
    end_of_support: 2026-03-31  # expect

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on: [{service: old-server}]
    # file: catalogue/services/old-server.yaml
    kind: service
    title: Old server
    owner: old-server-owner
    status: live
    type: technical
    end_of_support: 2026-03-31
    # file: policies/risks/old-server.yaml
    kind: risk
    title: The old server fails for good
    owner: old-server-owner
    status: treating
    statement: {cause: No spare parts, event: It fails for good, effect: Mail stands still}
    governance_domain: itsm
    subjects: [service/old-server]
    inherent: {likelihood: 3, impact: 4}
    residual: {likelihood: 2, impact: 4}
    appetite: 8
    treatment: mitigate
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.dependencies import all_dependants
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.words import plural

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Report the technical service once, with those that rest on it directly."""
    if model.unread("risk"):
        return
    for service in model.of("service"):
        last = parse_date(service.data.get("end_of_support"))
        if last and last < model.as_of and service.data["type"] == "technical" and service.live:
            users = [one for one in all_dependants(model, service) if one.live]
            if users and not _has_risk(model, service):
                message = (
                    f"Support of {service.id!r} ended on {long_date(last)}, "
                    f"{plural(len(users), 'live service')} {'rests' if len(users) == 1 else 'rest'} on it, "
                    "and no risk names it."
                )
                remedy = f"Replace it, or record the risk with `subjects: [service/{service.id}]`."
                where = [related(one, ("depends_on",), f"{one.id} rests on it", True) for one in users[:5]]
                yield hit(service, ("end_of_support",), message, remedy, where)


def _has_risk(model: Model, service: Record) -> bool:
    links = (link for link in model.backlinks(service.name) if link.route[0] == "subjects")
    risks = (model.get(link.source) for link in links)
    return any(risk and risk.kind == "risk" and risk.phase != "ended" for risk in risks)
