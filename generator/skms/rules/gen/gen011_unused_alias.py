"""An alias is the present id of its own record, so that it can lead nowhere else.

Why: An alias is a former id. It keeps old links alive, and keeps the id from being given to another record, whether or
not a record still refers to it; so one that is needed by links from outside stays. One that is the id of today does
nothing: it was left behind when the record got its former id back.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    aliases: [helpdesk, desk]  # expect

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    aliases: [helpdesk]
"""

from collections.abc import Iterator

from skms.edits.steps import Drop, Mend
from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "info"


def check(model: Model) -> Iterator[Hit]:
    """Compare the aliases of each record with its id."""
    for record in model.records.values():
        for index, alias in enumerate(record.data.get("aliases", ()) if record.valid else ()):
            if alias == record.id:
                message = f"The former id {alias!r} is the present id of this {record.kind}."
                yield hit(record, ("aliases", index), message, "Delete it; other former ids stay.")


def mend(model: Model, hit: Hit) -> Iterator[Mend]:
    """Take the alias away, or the whole list if it stands there alone."""
    alone = len(model.records[str(hit.record)].data["aliases"]) == 1
    yield hit.path, Drop(hit.route[:1] if alone else hit.route)
