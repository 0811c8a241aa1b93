"""What the rules about targets share: references grouped by what they name, so that one cause is one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from skms.findings import Related
from skms.fit import Record
from skms.link import PROSE, Link
from skms.model import Model, related
from skms.words import plural

_SUCCESSORS = ("successor", "superseded_by")


def reliances(model: Model, phase: str) -> Iterator[tuple[Record, Record, list[Link]]]:
    """Every live record with a target in this phase that it must not rely on, and the references to it.

    Markdown links in texts are mentions, on which nothing rests.
    """
    for source in model.records.values():
        if source.live and source.valid:
            groups: dict[str, list[Link]] = {}
            for link in model.links(source.name):
                target = model.get(link.target)
                if (
                    target
                    and target.phase == phase
                    and phase not in link.field.allow
                    and link.field is not PROSE
                ):
                    groups.setdefault(target.name, []).append(link)
            for name, links in groups.items():
                yield source, model.records[name], links


def places(source: Record, links: Iterable[Link]) -> list[Related]:
    """Where else the same is said."""
    return [related(source, link.route, "also named here", link.on_key) for link in links]


def count(links: list[Link]) -> str:
    """` It is named in 3 places.`, or nothing for one."""
    return f" It is named in {plural(len(links), 'place')} here." if len(links) > 1 else ""


def successor(data: Mapping[str, object]) -> str:
    """The record that takes the place of one that ended, as its record says, or nothing."""
    return next((str(data[field]) for field in _SUCCESSORS if field in data), "")
