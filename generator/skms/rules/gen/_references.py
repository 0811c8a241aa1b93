"""What the rules about references share to mend them."""

from __future__ import annotations

from collections.abc import Iterator

from skms.edits.steps import Mend, Put, Rekey, Relink
from skms.findings import Hit
from skms.link import PROSE, Link
from skms.model import Model


def link_at(model: Model, hit: Hit) -> Link | None:
    """The reference that a hit is about; where a text holds several, the one that the message quotes."""
    found = [
        one for one in model.links(hit.record or "") if one.route == hit.route and one.on_key == hit.on_key
    ]
    if len(found) < 2:
        return found[0] if found else None
    return next((one for one in found if repr(one.text) in hit.message), None)


def instead(model: Model, link: Link, old: str, new: str) -> Iterator[Mend]:
    """The step that lets a reference say `new` where it says `old`; texts in a file of their own are left alone."""
    record = model.records[link.source]
    if link.field == PROSE:
        if not (record.body_path and link.route == ("body",)):
            yield record.path, Relink(link.route, old, new)
        return
    text = link.text.replace(old, new, 1)
    yield record.path, Rekey(link.route, text) if link.on_key else Put(link.route, text)
