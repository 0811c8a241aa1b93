"""What the rules about targets share: references grouped by what they name, so that one cause is one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from skms.findings import ALSO, Related
from skms.fit import Record
from skms.link import PROSE, Link
from skms.model import Model, related
from skms.words import plural

_SUCCESSORS = ("successor", "superseded_by")


def reliances(model: Model, phase: str) -> Iterator[tuple[Record, Record, list[Link]]]:
    """Every live record with a target in this phase that it must not rely on, and the references to it.

    Markdown links in texts are mentions, on which nothing rests.
    """
    groups: dict[tuple[str, str], list[Link]] = {}
    for target in model.once(_not_live):
        for link in model.backlinks(target.name) if target.phase == phase else ():
            source = model.get(link.source)
            if source and source.live and phase not in link.field.allow and link.field is not PROSE:
                groups.setdefault((source.name, target.name), []).append(link)
    for (source_name, target_name), links in groups.items():
        yield model.records[source_name], model.records[target_name], links


def _not_live(model: Model) -> tuple[Record, ...]:
    return tuple(record for record in model.records.values() if record.valid and not record.live)


def places(source: Record, links: Iterable[Link]) -> list[Related]:
    """Where else the same is said."""
    return [related(source, link.route, ALSO, link.on_key) for link in links]


def count(links: list[Link]) -> str:
    """` It is named in 3 places.`, or nothing for one."""
    return f" It is named in {plural(len(links), 'place')} here." if len(links) > 1 else ""


def successor(data: Mapping[str, object]) -> str:
    """The record that takes the place of one that ended, as its record says, or nothing."""
    return next((str(data[field]) for field in _SUCCESSORS if field in data), "")
