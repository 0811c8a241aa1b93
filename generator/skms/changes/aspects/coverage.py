"""Requirements of frameworks that are answered to by more, or by less, than before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms import coverage
from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair
from skms.changes.fields import Difference
from skms.changes.generic import describe
from skms.changes.naming import kind_word, name
from skms.changes.wording import several
from skms.coverage import STATES, Node
from skms.fit import Record
from skms.model import Model

TAKES = {"*": (("satisfies",),), "policy": (("statements", "*", "satisfies"),)}
IS = {
    "covered": "covered", "partial": "partly covered", "planned": "covered by plans alone", "gap": "a gap",
}  # fmt: skip
MANY = 5
"""Requirements of one framework that a sentence names."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One requirement that is answered to otherwise."""

    framework: Record
    node: Node
    before: str
    lost: frozenset[str]
    gained: frozenset[str]
    left: frozenset[str]

    @property
    def after(self) -> str:
        """Its state now."""
        return self.node.state or ""

    @property
    def worse(self) -> bool:
        """Whether something that was answered to is less so."""
        return self.before in ("covered", "partial") and STATES.index(self.after) > STATES.index(self.before)


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each requirement that is worse off, and one for each group that changes alike."""
    groups: dict[object, list[Moved]] = {}
    moves = list(_moves(found))
    for one in moves:
        alike = (
            one.framework.name,
            one.before,
            one.after,
            one.lost,
            one.gained,
            one.node.id if one.worse else "",
        )
        groups.setdefault(alike, []).append(one)
    for group in groups.values():
        first = group[0]
        route = _route(first.framework, first.node.id)
        yield Change(
            "breaking" if first.worse else "notable", "", first.framework.name, _says(found, group),
            first.before, first.after, first.framework.path, 0, route,
        )  # fmt: skip

    told = {f"{one.framework.name}#{one.node.id}" for one in moves}
    for pair in found.of():
        # What leaves every requirement as well off as it was is still another answer.
        yield from describe(found, pair, (one for one in _answers(pair) if not told & {*one.steps}))


def _answers(pair: Pair) -> Iterator[Difference]:
    """Differences in what a record says that it answers to."""
    for pattern in (*TAKES["*"], *TAKES.get(pair.record.kind, ())):
        yield from pair.under(*pattern)


def _moves(found: Comparison) -> Iterator[Moved]:
    named = sorted({(framework, node) for pair in found.pairs for framework, node in _named(found, pair)})
    former = {new: old for old, new in found.renames.items()}
    for framework, key in named:
        old, new = found.before.get(former.get(framework, framework)), found.after.get(framework)
        before = _find(found.before, old, key) if old else None
        after = _find(found.after, new, key) if new else None
        if new and before and after and before.state and after.state:
            was, now = _live(found, before, former=True), _live(found, after)
            if was != now or before.state != after.state:
                yield Moved(new, after, before.state, was - now, now - was, now)


def _named(found: Comparison, pair: Pair) -> Iterator[tuple[str, str]]:
    """Requirements that a record names, before or after."""
    for model, record in ((found.before, pair.before), (found.after, pair.after)):
        for link in model.links(record.name) if record else ():
            if link.target and link.fragment and link.field.pattern[-3:] == coverage.FIELD:
                yield found.renames.get(link.target, link.target), link.fragment


def _find(model: Model, framework: Record, key: str) -> Node | None:
    return model.once(_nodes).get((framework.name, key))


def _nodes(model: Model) -> dict[tuple[str, str], Node]:
    return {
        (framework.name, node.id): node
        for framework in model.of("framework")
        for node in coverage.coverage(model, framework)
    }


def _live(found: Comparison, node: Node, *, former: bool = False) -> frozenset[str]:
    """Records in force that answer to a node, under their present names."""
    names = (one.record.name for one in node.evidence if one.record.live)
    return frozenset(found.renames.get(one, one) if former else one for one in names)


def _says(found: Comparison, group: list[Moved]) -> str:
    one, label, many = group[0], _label(group), len(group) > 1
    be = "are" if many else "is"
    if one.after == one.before:
        tail = f", but {'stay' if many else 'stays'} {IS[one.after]}" if one.lost and not one.gained else ""
    else:
        tail = f" and {be} now {IS[one.after]}"
    comma = "," if tail.startswith(" and") else ""
    if one.lost and not one.gained:
        return f"{label} {'lose' if many else 'loses'} {_what(found, one)}, {_titles(found, one.lost)}{comma}{tail}."
    if one.gained and not one.lost:
        return f"{label} {be} now answered to by {_titles(found, one.gained)}{tail}."
    if one.gained:
        return f"{label} {be} answered to by {_titles(found, one.gained)} instead of {_titles(found, one.lost)}{tail}."
    return f"{label} {'were' if many else 'was'} {IS[one.before]}{tail}."


def _label(group: list[Moved]) -> str:
    framework = group[0].framework.title
    if len(group) == 1:
        node = group[0].node
        return f"{framework} {node.id}" + (f" ({node.title})" if node.title != node.id else "")
    return f"{framework} {several((one.node.id for one in group), MANY)}"


def _what(found: Comparison, one: Moved) -> str:
    """`its only policy`, `a control`, `2 records`"""
    record = found.look(next(iter(one.lost)))
    if len(one.lost) > 1 or record is None:
        return f"{len(one.lost)} records"
    return f"{'a' if one.left else 'its only'} {kind_word(found, record)}"


def _titles(found: Comparison, names: frozenset[str]) -> str:
    return several(name(found, one) for one in sorted(names))


def _route(framework: Record, key: str) -> tuple[str | int, ...]:
    for index, item in enumerate(framework.data["nodes"]):
        if str(item["id"]) == key:
            return ("nodes", index)
    return ()
