"""The model: all records, their links and backlinks, and what was found on the way. Built once, then only read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from skms.findings import Hit, Related, Route
from skms.fit import Record
from skms.kinds import Kinds, part_lists, values
from skms.link import Link, Names, kinds_meant, links_of, looks, names, still_right
from skms.settings import Settings
from skms.spans import Spans, spans
from skms.texts import Texts

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class Model:
    """Everything that rules and pages need to know. Mappings are read-only by agreement."""

    texts: Texts
    everything: tuple[Record, ...]
    """Every record file, sorted by name, those with a name that is taken already included."""
    names: Names
    outgoing: Mapping[str, tuple[Link, ...]]
    incoming: Mapping[str, tuple[Link, ...]]
    kinds: Kinds
    settings: Settings
    as_of: date
    problems: tuple[Hit, ...]

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Records by name, sorted; invalid ones included."""
        return self.names.records

    @cached_property
    def _valid(self) -> dict[str | None, Record]:
        return {name: record for name, record in self.records.items() if record.valid}

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Record, ...]]:
        """Valid records of each kind, sorted by id."""
        groups: dict[str, list[Record]] = {}
        for record in self.records.values():
            if record.valid:
                groups.setdefault(record.kind, []).append(record)
        return {kind: tuple(group) for kind, group in groups.items()}

    @cached_property
    def found(self) -> Mapping[str, tuple[Hit, ...]]:
        """What reading, parsing and fitting found, by rule name."""
        groups: dict[str, list[Hit]] = {}
        for hit in self.problems:
            groups.setdefault(hit.rule, []).append(hit)
        return {rule: tuple(hits) for rule, hits in groups.items()}

    def of(self, kind: str) -> tuple[Record, ...]:
        """Valid records of a kind, sorted by id."""
        return self.by_kind.get(kind, ())

    def get(self, name: str | None) -> Record | None:
        """A valid record by name; None where it does not exist or is broken."""
        return self._valid.get(name)

    def resolve(self, text: str, kinds: Iterable[str]) -> str | None:
        """The record name that a reference text means; fragments are passed over."""
        return self.names.find(text.partition("#")[0], tuple(kinds))[0]

    def look(self, text: Any, *kinds: str) -> Record | None:
        """The valid record that a reference text means, or None."""
        return self.get(self.resolve(text, kinds)) if isinstance(text, str) else None

    def links(self, name: str) -> tuple[Link, ...]:
        """References that a record makes, in the order of its fields."""
        return self.outgoing.get(name, ())

    def backlinks(self, name: str) -> tuple[Link, ...]:
        """References that others make to a record, sorted by their record's name."""
        return self.incoming.get(name, ())

    def part(
        self, record: Record, fragment: str, lists: Iterable[str] = ()
    ) -> tuple[Route, dict[str, Any]] | None:
        """The sub-element with this id and the route to it; `lists` restricts the lists it may stand in."""
        wanted = set(lists)
        for route, item, key in parts(record):
            if item.get(key) == fragment and (not wanted or route[-2] in wanted):
                return route, item
        return None

    @cached_property
    def _facts(self) -> dict[Any, Any]:
        return {}

    def once(self, derive: Callable[[Model], Fact]) -> Fact:
        """A fact about the whole model, derived when it is first asked for: `model.once(all_rows)`."""
        facts = self._facts
        if derive not in facts:
            facts[derive] = derive(self)
        fact: Fact = facts[derive]
        return fact

    def unread(self, *kinds: str) -> bool:
        """Whether a record of one of these kinds is broken, so that what is missed may stand in it."""
        return not self._broken_kinds.isdisjoint(kinds)

    @cached_property
    def dangling(self) -> Mapping[tuple[str, str], tuple[Link, ...]]:
        """References that lead to no record, by the kind of the record that holds them and by field."""
        found: dict[tuple[str, str], list[Link]] = {}
        for name, record in self.records.items():
            for link in self.links(name):
                if link.target is None:
                    found.setdefault((record.kind, str(link.route[0])), []).append(link)
        return {place: tuple(links) for place, links in found.items()}

    def astray(self, kind: str, *fields: str) -> tuple[Link, ...]:
        """References of records of a kind, in some fields, that lead to no record."""
        return tuple(link for field in fields for link in self.dangling.get((kind, field), ()))

    def may_be_meant(self, record: Record, kind: str = "", *fields: str) -> bool:
        """Whether a reference that leads nowhere may be a misspelt one to this record, so that it only seems missing.

        It stands in one of some fields of records of a kind, or anywhere, and begins or ends as the id of the record.
        """
        places = [(kind, field) for field in fields] or [("", "")]
        return any((*at, record.kind, look) in self._misspelt for at in places for look in looks(record.id))

    @cached_property
    def _misspelt(self) -> frozenset[tuple[str, str, str, str]]:
        return frozenset(
            (*at, kind, look)
            for place, links in self.dangling.items()
            for link in links
            for kind in kinds_meant(link)
            for look in looks(link.text.partition("#")[0].rpartition("/")[2])
            for at in (place, ("", ""))
        )

    def unclear(self, record: Record, *fields: str) -> bool:
        """Whether a reference of a record, in some fields at any depth, leads to nothing that can be read."""
        wanted = frozenset(fields)
        return any(
            self.get(link.target) is None and not wanted.isdisjoint(link.route)
            for link in self.links(record.name)
        )

    @cached_property
    def _broken_kinds(self) -> frozenset[str]:
        return frozenset(record.kind for record in self.everything if not record.valid)

    def spans(self, path: str) -> Spans:
        """Places of every key and value of a file; empty for one that cannot be read."""
        text = self.texts.get(path)
        return spans(text) if isinstance(text, str) and not path.endswith(".md") else {}


Part = tuple[Route, dict[str, Any], str]
"""Sub-element of a record: `(route, item, name of the field that holds its id)`."""


def all_parts(model: Model) -> tuple[tuple[Record, tuple[Part, ...]], ...]:
    """Every valid record that has sub-elements, with them: `model.once(all_parts)`."""
    pairs = ((record, tuple(parts(record))) for record in model.everything if record.valid)
    return tuple((record, found) for record, found in pairs if found)


def parts_by_list(model: Model) -> dict[str, dict[str, list[str]]]:
    """Ids of the sub-elements of every valid record, by the name of the record and by list."""
    found: dict[str, dict[str, list[str]]] = {}
    for record, items in model.once(all_parts):
        for route, item, key in items:
            found.setdefault(record.name, {}).setdefault(str(route[-2]), []).append(str(item[key]))
    return found


def parts(record: Record) -> Iterable[Part]:
    """Sub-elements of a record."""
    for pattern, key in part_lists(record.kind):
        if pattern[0] not in record.data:
            continue  # true of most lists of most records
        for route, items in values(record.data, pattern):
            for index, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, dict) and key in item:
                    yield (*route, index), item, key


def hit(
    record: Record, route: Route, message: str, help: str = "",
    related: Iterable[Related] = (), on_key: bool = False, severity: str | None = None, topic: str = "",
) -> Hit:  # fmt: skip
    """What a rule yields: something is wrong at a route of a record. A message with a count or a day that changes by
    itself has a topic without."""
    path = record.path
    if route[:1] == ("body",) and record.body_path:
        path, route = record.body_path, ()
    return Hit(
        path, route, message, help, record.name, tuple(related), on_key, severity=severity, topic=topic
    )


def related(record: Record, route: Route, message: str, on_key: bool = False) -> Related:
    """Another place for a hit, in this or another record."""
    return Related(record.path, route, message, on_key, record.name)


def build(
    texts: Texts, fitted: Iterable[tuple[Record, tuple[Hit, ...]]], kinds: Kinds, settings: Settings, as_of: date,
    strays: tuple[Hit, ...] = (), earlier: Model | None = None,
) -> Model:  # fmt: skip
    """Link fitted records into a model.

    `strays` are problems of files that are no records of their own. From an `earlier` model of the same kinds comes
    what a change leaves as it was; the result is the same.
    """
    pairs = sorted(fitted, key=lambda pair: (pair[0].name, pair[0].path))
    everything = tuple(record for record, _ in pairs)
    problems = tuple(_named(found, record) for record, hits in pairs for found in hits) + strays
    known = names(everything)
    kept = still_right(earlier.names, known, earlier.outgoing, earlier.incoming) if earlier else {}
    outgoing = {
        name: kept[name] if name in kept else links_of(record, kinds, known)
        for name, record in known.records.items()
    }
    incoming: dict[str, list[Link]] = {}
    for links in outgoing.values():
        for link in links:
            if link.target:
                incoming.setdefault(link.target, []).append(link)
    back = {name: tuple(links) for name, links in incoming.items()}
    return Model(texts, everything, known, outgoing, back, kinds, settings, as_of, problems)


def _named(found: Hit, record: Record) -> Hit:
    return replace(found, record=record.name)
