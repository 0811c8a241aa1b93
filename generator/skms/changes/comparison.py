"""Two models side by side: which records are the same, which are new, gone or renamed, and what differs in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from skms.changes.change import Change, milder
from skms.changes.fields import Difference, differences
from skms.findings import Finding, Route
from skms.fit import Record
from skms.meaning import Meaning, meaning
from skms.model import Model


@dataclass(frozen=True)
class Pair:
    """One record before and after; None where it is not there. Pairs with nothing different are left out."""

    before: Record | None
    after: Record | None
    differences: tuple[Difference, ...] = ()
    meanings: tuple[Meaning, Meaning] | None = None
    """None where a side is missing or broken."""

    @property
    def record(self) -> Record:
        """The record as it is now, or was last."""
        record = self.after or self.before
        assert record is not None
        return record

    @property
    def relied_on(self) -> bool:
        """Whether it is or was in force."""
        return any(side is not None and side.live for side in (self.before, self.after))

    def under(self, *steps: str) -> tuple[Difference, ...]:
        """The differences at or below a pattern: `under("targets", "*", "value")`."""
        return tuple(one for one in self.differences if one.pattern[: len(steps)] == steps)

    def at(self, *steps: str) -> Difference | None:
        """The difference of exactly this field, if there is one."""
        return next((one for one in self.differences if one.pattern == steps), None)

    @property
    def data(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Both meanings as data; empty where there is none."""
        return (self.meanings[0].data, self.meanings[1].data) if self.meanings else ({}, {})


@dataclass(frozen=True)
class Comparison:
    """Everything that the aspects look at."""

    before: Model
    after: Model
    pairs: tuple[Pair, ...]
    """Records that differ, sorted by name."""
    renames: Mapping[str, str]
    """Former name → present name."""
    findings: tuple[tuple[Finding, ...], tuple[Finding, ...]] | None
    """Of both models; None where they were not asked for."""

    def of(self, *kinds: str) -> tuple[Pair, ...]:
        """Pairs of these kinds that are there and sound on both sides."""
        return tuple(
            pair for pair in self.pairs if pair.meanings and (not kinds or pair.record.kind in kinds)
        )

    def look(self, name: str | None) -> Record | None:
        """A record by name, as it is now or was last."""
        base = (name or "").partition("#")[0]
        return self.after.records.get(base) or self.before.records.get(base) or self._former.get(base)

    @cached_property
    def _former(self) -> Mapping[str, Record]:
        return {new: self.before.records[old] for old, new in self.renames.items()}

    def follow(self, old: str, new: str) -> tuple[int, int]:
        """How many references follow a rename, and how many still use the former id."""
        behind = sum(1 for link in self.after.backlinks(new) if link.aliased)
        before = Counter(link.source for link in self.before.backlinks(old))
        now = Counter(link.source for link in self.after.backlinks(new) if not link.aliased)
        return sum(
            min(count, now[self.renames.get(source, source)]) for source, count in before.items()
        ), behind


def compare(
    before: Model, after: Model, findings: tuple[tuple[Finding, ...], tuple[Finding, ...]] | None = None
) -> Comparison:
    """Set two models side by side. Only records whose data differ are looked into."""
    renames = _renames(before, after)
    present = {renames.get(name, name): record for name, record in before.records.items()}
    names = sorted(present.keys() | after.records.keys())
    pairs = (_pair(before, after, present.get(name), after.records.get(name), renames) for name in names)
    return Comparison(before, after, tuple(filter(None, pairs)), renames, findings)


def _pair(
    before: Model, after: Model, old: Record | None, new: Record | None, renames: Mapping[str, str]
) -> Pair | None:
    if old is None or new is None:
        return Pair(old, new)
    if not (old.valid and new.valid):
        return Pair(old, new) if old.valid != new.valid else None
    if old.data == new.data and old.name == new.name:
        return None
    sides = meaning(before, old, renames), meaning(after, new)
    found = differences(after.kinds[new.kind].schema, sides[0].data, sides[1].data)
    return Pair(old, new, found, sides) if found or old.name != new.name else None


def _renames(before: Model, after: Model) -> dict[str, str]:
    gone = [name for name in before.records if name not in after.records]
    new = {name for name in after.records if name not in before.records}
    found = {name: to for name in gone if (to := after.names.aliases.get(name)) in new}
    gone = [name for name in gone if name not in found]
    for same in (_content, _title):
        new -= set(found.values())
        old_keys = _unique(before, gone, same)
        new_keys = _unique(after, sorted(new), same)
        found |= {old_keys[key]: new_keys[key] for key in old_keys if key in new_keys}
        gone = [name for name in gone if name not in found]
    return found


def _unique(model: Model, names: Iterable[str], key: Callable[[Model, Record], str]) -> dict[str, str]:
    """Keys that only one of these records has, with its name."""
    groups: dict[str, list[str]] = {}
    for name in names:
        record = model.get(name)
        if record:
            groups.setdefault(f"{record.kind} {key(model, record)}", []).append(name)
    return {text: group[0] for text, group in groups.items() if len(group) == 1}


def _content(model: Model, record: Record) -> str:
    return repr(sorted(meaning(model, record).data.items(), key=lambda item: item[0]))


def _title(model: Model, record: Record) -> str:
    return " ".join(record.title.casefold().split())


def told(
    pair: Pair, level: str, sentence: str, at: Difference | None = None, before: str = "", after: str = "",
    route: Route = (), theme: str = "",
) -> Change:  # fmt: skip
    """A change as an aspect tells it; where it stands is added later. Nobody relies on what is not in force."""
    if not pair.relied_on:
        level = milder(level)
    if at is not None and pair.meanings:
        route = pair.meanings[1].written(at.new_route)
    name, sentence = pair.record.name, sentence.replace(".”.", ".”")
    return Change(
        level, "", name, sentence, before, after, pair.after.path if pair.after else "", 0, route, theme
    )
