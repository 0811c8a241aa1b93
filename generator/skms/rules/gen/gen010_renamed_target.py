"""A reference uses an alias; the present id is given.

Why: Former ids keep old links alive for a while. References that are never brought up to date make two names for one
thing, and searching for one of them misses half of the places.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    head: desk-manager  # expect
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    aliases: [desk-manager]

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    head: desk-lead
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    aliases: [desk-manager]
"""

from collections.abc import Iterator

from skms.edits.steps import Mend
from skms.findings import Hit
from skms.link import Link
from skms.model import Model, hit, related
from skms.rules.gen._references import instead
from skms.rules.gen._targets import count, places

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look for references that were resolved through an alias."""
    for source in model.records.values():
        groups: dict[str, list[Link]] = {}
        for link in model.links(source.name):
            if link.aliased and link.target:
                groups.setdefault(link.target, []).append(link)
        for name, links in groups.items():
            first, *others = links
            target = model.records[name]
            old = first.text.partition("#")[0]
            message = f"{old!r} is a former id: the {target.kind} is now called {target.id!r}."
            where = [
                related(target, ("aliases",), f"the former ids of {name}", True),
                *places(source, others),
            ]
            said, remedy = message + count(links), f"Write {_present(old, target.id)!r}."
            yield hit(source, first.route, said, remedy, where, first.on_key, topic=message)


def _present(old: str, now: str) -> str:
    kind, slash, _ = old.rpartition("/")
    return f"{kind}{slash}{now}"


def mend(model: Model, hit: Hit) -> Iterator[Mend]:
    """Use the present id wherever the record says the former one."""
    first = next(
        (one for one in model.links(hit.record or "") if one.route == hit.route and one.aliased), None
    )
    for link in model.links(hit.record or "") if first else ():
        if link.aliased and first and link.target and link.target == first.target:
            old = link.text.partition("#")[0]
            yield from instead(model, link, old, _present(old, model.records[link.target].id))
