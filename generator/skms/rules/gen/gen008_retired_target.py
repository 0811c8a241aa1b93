"""A live record relies on an ended record.

Why: What has ended is no longer looked after: nobody answers for it, repairs it or keeps its text right. A live
record that rests on it promises what nobody will keep.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    head: desk-lead  # expect
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: retired
    type: manager
    purpose: Led the service desk.
    responsibilities: [{id: lead, text: Led the desk.}]

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: dissolved
    type: team
    head: desk-lead
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: retired
    type: manager
    purpose: Led the service desk.
    responsibilities: [{id: lead, text: Led the desk.}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit, related
from skms.rules.gen._targets import count, places, reliances, successor

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Follow the references of live records."""
    for source, target, links in reliances(model, "ended"):
        first, *others = links
        message = f"{first.text!r} is {target.status}, but this live record relies on it."
        heir = successor(target.data)
        remedy = (
            f"Its successor is {heir!r}: name that."
            if heir
            else f"Name a {target.kind} that is in force, or end this record too."
        )
        where = [related(target, ("status",), f"{target.name} is {target.status}"), *places(source, others)]
        yield hit(source, first.route, message + count(links), remedy, where, first.on_key, topic=message)
