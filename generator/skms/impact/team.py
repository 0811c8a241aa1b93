"""What stands empty when a team is dissolved."""

from __future__ import annotations

from collections.abc import Iterator

from skms.duties import duties
from skms.fit import Record
from skms.impact.outage import outage, service_groups
from skms.impact.role import rows
from skms.impact.values import Group, Item, by_title
from skms.model import Model
from skms.roles import members

QUESTION = "if this team is dissolved"


def groups(model: Model, team: Record) -> Iterator[Group]:
    """Its services, its duties, its roles and its people."""
    links = [(link, model.get(link.source)) for link in model.backlinks(team.name)]
    provided = [
        one
        for link, one in links
        if one and link.route == ("provider",) and one.kind == "service" and one.phase != "ended"
    ]
    yield Group(
        "provided",
        "Services that it provides",
        by_title([Item(one, "has no provider any more") for one in provided]),
    )
    yield from service_groups(model, outage(model, provided), provided)
    found = [duty for duty in duties(model, team) if duty.matrix.live]
    yield Group("accountable", "Accountabilities lost", rows(found, "A"))
    yield Group("responsible", "Work left undone", rows(found, "R"))
    roles = [
        Item(one, "belongs to no team any more")
        for link, one in links
        if one and link.route == ("team",) and one.kind == "role" and one.live
    ]
    yield Group("roles", "Roles of the team", by_title(roles))
    yield Group(
        "people",
        "People of the team",
        by_title([Item(one, "needs another team") for one in members(model, team)]),
    )
