"""What services rest on."""

from __future__ import annotations

from collections.abc import Iterator

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.generic import describe
from skms.changes.naming import name, subject
from skms.changes.wording import number, several
from skms.dependencies import Dependency, dependencies
from skms.fit import Record
from skms.model import Model

TAKES = {"service": (("depends_on",),)}
Users = dict[str, str]


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each dependency that is new, gone or of another sort."""
    for pair in found.of("service"):
        there = pair.under("depends_on")
        if not there or not pair.before or not pair.after:
            continue
        before = {found.renames.get(key, key): how for key, how in _named(found.before, pair.before).items()}
        after = _named(found.after, pair.after)
        yield from _said(found, pair, before, after)


def _said(found: Comparison, pair: Pair, before: Users, after: Users) -> Iterator[Change]:
    at, title = pair.under("depends_on")[0], subject(found, pair)
    lost = [key for key in before if key not in after]
    gained = [key for key in after if key not in before]
    if lost:
        yield told(
            pair, "notable", f"{title} no longer depends on {several(name(found, one) for one in lost)}.", at
        )
    for key in gained:
        yield told(
            pair, "notable", f"{title} now depends on {name(found, key)} ({after[key]}).", at, "", after[key]
        )
    other = [key for key in after if key in before and after[key] != before[key]]
    for key in other:
        sentence = f"{title} depends on {name(found, key)} otherwise: {after[key]} (before: {before[key]})."
        yield told(pair, "notable", sentence, at, before[key], after[key])
    if not (lost or gained or other):
        yield from describe(found, pair, pair.under("depends_on"))


def _named(model: Model, service: Record) -> Users:
    """What a service rests on, and how, in words."""
    return {one.on.name: _how(one) for one in dependencies(model, service)}


def _how(one: Dependency) -> str:
    part = f", {number(one.weight * 100)} % lost" if one.weight is not None else ""
    offering = f", {one.offering}" if one.offering else ""
    return f"{one.words}{part}{offering}"
