"""A record in force is gone, and no other record remembers its id.

Why: Others outside this repository have links to it: tickets, contracts, bookmarks. What has ended keeps its page, and
what got another name leads there from the old one.

Bad:
    # was: catalogue/suppliers/acme.yaml
    kind: supplier  # expect
    title: Acme
    owner: supplier-manager
    status: active
    type: external
    # file: catalogue/suppliers/other.yaml
    kind: supplier
    title: Other
    owner: supplier-manager
    status: active
    type: external

Good:
    # was: catalogue/suppliers/acme.yaml
    kind: supplier
    title: Acme
    owner: supplier-manager
    status: active
    type: external
    # file: catalogue/suppliers/other.yaml
    kind: supplier
    title: Other
    owner: supplier-manager
    status: active
    type: external
    aliases: [acme]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.rules._before import called
from skms.words import one_of

SEVERITY = "error"
NEEDS_BASE = True

ERASABLE = ("person",)
"""People have a right to be forgotten."""


def check(model: Model, base: Model) -> Iterator[Hit]:
    """Look for every record that was in force, under its own name and as a former id."""
    broken = {record.path for record in model.everything if not record.valid}
    for record in base.records.values():
        gone = record.name not in model.records and record.name not in model.names.aliases
        if (
            gone
            and record.valid
            and record.live
            and record.kind not in ERASABLE
            and record.path not in broken
        ):
            lifecycle = model.kinds[record.kind].lifecycle
            ended = [state for state, phase in lifecycle.phases.items() if phase == "ended"]
            keep = f"Keep it and set its status to {one_of(ended)}" if ended else "Keep it"
            message = f"The {called(model, record)} {record.id!r} was in force and is gone."
            remedy = (
                f"{keep}; where it got another id, add `aliases: [{record.id}]` to the record with that id."
            )
            yield hit(record, (), message, remedy)
