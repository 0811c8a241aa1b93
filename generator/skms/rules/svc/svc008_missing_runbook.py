"""A live tier-1 or tier-2 service lacks runbook, major-incident article or continuity plan.

Why: At three in the morning nobody finds out how a service works. What has to be done stands written down, or it is
not done.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    criticality: tier-1  # expect

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    criticality: tier-1
    continuity: {rto: 8h, rpo: 1h, plan: email-continuity}
    documents: [{type: runbook, article: email-runbook}]
    # file: catalogue/knowledge/email-outage.yaml
    kind: knowledge-article
    title: Loss of e-mail
    owner: email-owner
    status: draft
    type: major-incident
    services: [email]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "warning"

IMPORTANT = ("tier-1", "tier-2")
NEEDED = {
    "runbook": "a runbook", "major-incident": "an article for major incidents", "continuity-plan": "a continuity plan",
}  # fmt: skip


def check(model: Model) -> Iterator[Hit]:
    """Look at the documents of each important service and at the articles that name it."""
    if model.unread("knowledge-article"):
        return
    for service in model.of("service"):
        if service.live and service.data.get("criticality") in IMPORTANT:
            there = _there(model, service)
            missing = [key for key in NEEDED if key not in there]
            if missing and not model.may_be_meant(service, "knowledge-article", "services"):
                tier = service.data["criticality"]
                message = f"This {tier} service lacks {one_of((NEEDED[key] for key in missing), 'and')}."
                remedy = f"Write an article of type {one_of(missing)} with `services: [{service.id}]`."
                yield hit(service, ("criticality",), message, remedy)


def _there(model: Model, service: Record) -> set[str]:
    found = {str(one["type"]) for one in service.data.get("documents", ())}
    if "plan" in service.data.get("continuity", {}):
        found.add("continuity-plan")
    for link in model.backlinks(service.name):
        article = model.get(link.source)
        if (
            article
            and article.kind == "knowledge-article"
            and article.phase != "ended"
            and link.route[0] == "services"
        ):
            found.add(str(article.data["type"]))
    return found
