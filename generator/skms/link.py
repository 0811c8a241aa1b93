"""References between records: found through the schemas' `x-ref` words and resolved to names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from skms.findings import Route
from skms.fit import Record
from skms.kinds import Kinds, Plan, RefField

_REFERENCE = re.compile(r"([a-z-]+/)?[a-z0-9]+(-[a-z0-9]+)*(#.*)?")
_PROSE_LINK = re.compile(r"\]\(<?([a-z-]+/[a-z0-9-]+(?:#[A-Za-z0-9._-]+)?)>?(?:\s+[\"'(][^)]*)?\)")
PROSE = RefField(("*",), ())


class Link(NamedTuple):
    """One reference as written, and what it means. There are many: a tuple is made in a third of the time."""

    source: str
    """Name of the record that holds it."""
    route: Route
    text: str
    target: str | None
    """Name of the record meant, aliases followed; None where no such record exists."""
    fragment: str | None
    field: RefField
    on_key: bool = False
    aliased: bool = False
    """The reference uses a former id."""


@dataclass(frozen=True, slots=True)
class Names:
    """What can be referred to: the names of all records, and former names with the present one."""

    records: Mapping[str, Record]
    aliases: Mapping[str, str]

    def find(self, base: str, kinds: tuple[str, ...]) -> tuple[str | None, bool]:
        """Resolve a reference without fragment: the name (None if there is none) and whether it is a former one."""
        kind, slash, record_id = base.rpartition("/")
        if not slash:
            kind = kinds[0] if kinds else ""
        elif kinds and kind not in kinds:
            return None, False
        name = f"{kind}/{record_id}"
        if name in self.records:
            return name, False
        return self.aliases.get(name), name in self.aliases


def names(records: Iterable[Record]) -> Names:
    """Index records by name and by former name. Of two with one name the first by path is kept."""
    ordered = sorted(records, key=lambda record: (record.name, record.path))
    index: dict[str, Record] = {}
    for record in ordered:
        index.setdefault(record.name, record)
    former: dict[str, str] = {}
    for record in index.values():
        aliases = record.data.get("aliases")
        for alias in aliases if isinstance(aliases, list) else ():
            former.setdefault(f"{record.kind}/{alias}", record.name)
    return Names(index, former)


def links_of(record: Record, kinds: Kinds, known: Names) -> tuple[Link, ...]:
    """Every reference of a valid record, in the order of its fields; Markdown links in prose come last."""
    found: list[tuple[Route, str, RefField, bool]] = []
    kind = kinds.get(record.kind)
    if kind is None or not record.valid:
        return ()
    _walk(kind.plan, record.data, (), found)
    for key in ("description", "body"):
        text = record.data.get(key)
        if isinstance(text, str) and "](" in text:
            found += [((key,), match, PROSE, False) for match in _prose_targets(text, kinds)]
    return tuple(_link(record.name, item, known) for item in found)


def still_right(
    before: Names,
    now: Names,
    outgoing: Mapping[str, tuple[Link, ...]],
    incoming: Mapping[str, tuple[Link, ...]],
) -> dict[str, tuple[Link, ...]]:
    """The references of an earlier model that need not be looked up again.

    These are those of the records that are as they were, where every name they use was found and is still there. A name
    that came can only matter to what was not found, or found under a former name.
    """
    gone = before.records.keys() - now.records.keys()
    again = {link.source for name in gone for link in incoming.get(name, ())}
    again.update(
        name for name, links in outgoing.items() if any(one.target is None or one.aliased for one in links)
    )
    return {
        name: links
        for name, links in outgoing.items()
        if name not in again and now.records.get(name) == before.records[name]
    }


def kinds_meant(link: Link) -> tuple[str, ...]:
    """Kinds of record that a reference that leads nowhere may be meant for: the one that it says, or all allowed."""
    said, slash, _ = link.text.partition("#")[0].rpartition("/")
    allowed = link.field.kinds
    return (said,) if slash and (said in allowed or not allowed) else allowed


def looks(record_id: str) -> tuple[str, str]:
    """How an id begins and how it ends: a slip leaves one of the two as it was."""
    return f"{record_id[:3]}…", f"…{record_id[-3:]}"


def _link(source: str, item: tuple[Route, str, RefField, bool], known: Names) -> Link:
    route, text, field, on_key = item
    base, mark, fragment = text.partition("#")
    target, aliased = known.find(base, field.kinds)
    return Link(source, route, text, target, fragment if mark else None, field, on_key, aliased)


def _prose_targets(text: str, kinds: Kinds) -> Iterator[str]:
    for match in _PROSE_LINK.finditer(text):
        if match.group(1).partition("/")[0] in kinds:
            yield match.group(1)


def _refers(field: RefField, text: str) -> bool:
    """Whether a text in this field is a reference, and not a word or text that stands for itself."""
    return text not in field.literals and (not field.or_text or _REFERENCE.fullmatch(text) is not None)


def _walk(plan: Plan, value: Any, route: Route, found: list[tuple[Route, str, RefField, bool]]) -> None:
    if isinstance(value, str):
        if plan.ref is not None and _refers(plan.ref, value):
            found.append((route, value, plan.ref, False))
    elif isinstance(value, dict):
        for key, below in value.items():
            if plan.names is not None:
                found.append(((*route, key), key, plan.names, True))
            branch = plan.props.get(key, plan.values)
            if branch is not None:
                _walk(branch, below, (*route, key), found)
    elif isinstance(value, list) and plan.items is not None:
        for index, below in enumerate(value):
            _walk(plan.items, below, (*route, index), found)
