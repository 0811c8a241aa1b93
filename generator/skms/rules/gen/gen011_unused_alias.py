"""No reference uses this alias any more.

Why: A former id that nothing names any more can be given up, unless people outside still follow old links to its
page.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    aliases: [helpdesk]  # expect

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    aliases: [helpdesk]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    team: helpdesk
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "info"


def check(model: Model) -> Iterator[Hit]:
    """Compare aliases with the references that were resolved through one."""
    used = {
        (link.target, link.text.partition("#")[0].rpartition("/")[2])
        for links in model.outgoing.values()
        for link in links
        if link.aliased
    }
    for record in model.records.values():
        for index, alias in enumerate(record.data.get("aliases", ()) if record.valid else ()):
            if (record.name, alias) not in used:
                message = (
                    f"No record refers to {record.kind} {record.id!r} by its former id {alias!r} any more."
                )
                yield hit(
                    record,
                    ("aliases", index),
                    message,
                    "Keep it while old links to the page matter, or delete it.",
                )
