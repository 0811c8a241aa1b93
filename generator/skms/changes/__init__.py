"""What a change of the records means: two models in, plain sentences out. Reads no file and knows no Git.

Each aspect of meaning (who answers, what is promised, what is covered …) is a module of `changes.aspects`, found by
file name, with `TAKES` and `changes(found)`. `TAKES` maps kinds (`*` for all) to patterns of fields that it speaks
for; whatever no aspect takes is said in the words of the schemas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType

from skms import discover
from skms.changes.change import LEVELS, Change, at_least, worst
from skms.changes.comparison import Pair, compare
from skms.changes.fields import Difference
from skms.changes.generic import describe
from skms.findings import Finding, Hit
from skms.kinds import resolve
from skms.model import Model
from skms.spans import Spans, locate

__all__ = ["LEVELS", "Change", "at_least", "changes", "worst"]

FOLLOWING = ("coverage", "duties", "findings")
"""Aspects that tell what follows from changes, often in other records."""
OTHER = "fields"
"""The aspect of what no module takes."""


@cache
def modules() -> dict[str, ModuleType]:
    """The modules that speak about aspects of meaning, by name."""
    found = dict(discover.modules(f"{__name__}.aspects", r"[a-z][a-z_]*"))
    for name, module in found.items():
        if not (
            callable(getattr(module, "changes", None)) and isinstance(getattr(module, "TAKES", None), dict)
        ):
            raise discover.MisnamedModule(f"{__name__}.aspects.{name}: an aspect needs TAKES and changes()")
    return found


def changes(
    before: Model, after: Model, findings: tuple[tuple[Finding, ...], tuple[Finding, ...]] | None = None
) -> tuple[Change, ...]:
    """Everything that means something else now, worst first, then by record.

    `findings` are those of both models; without them none are told.
    """
    found = compare(before, after, findings)
    told = [replace(one, aspect=name) for name, module in modules().items() for one in module.changes(found)]
    told += [replace(one, aspect=OTHER) for pair in found.of() for one in describe(found, pair, _left(pair))]
    return tuple(sorted(_placed(after, dict.fromkeys(told)), key=_order))


def _left(pair: Pair) -> tuple[Difference, ...]:
    """The differences that no aspect speaks for."""
    taken = [
        pattern
        for module in modules().values()
        for kind in ("*", pair.record.kind)
        for pattern in module.TAKES.get(kind, ())
    ]
    return tuple(one for one in pair.differences if not any(one.pattern[: len(p)] == p for p in taken))


def _order(change: Change) -> tuple[int, bool, str, int, str, str]:
    """What was changed comes before what follows from it."""
    follows = change.aspect in FOLLOWING
    return LEVELS.index(change.level), follows, change.record, change.line, change.aspect, change.sentence


def _placed(model: Model, told: Iterable[Change]) -> Iterator[Change]:
    tables: dict[str, Spans] = {}
    for change in told:
        if not change.file or change.line:
            yield change
            continue
        if change.file not in tables:
            tables[change.file] = model.spans(change.file)
        change = change if change.theme or not change.route else replace(change, theme=_theme(model, change))
        line = locate(Hit(change.file, change.route, ""), tables[change.file])[0]
        yield replace(change, line=line)


def _theme(model: Model, change: Change) -> str:
    """The title of the field that a change is in."""
    record = model.records.get(change.record)
    kind = model.kinds.get(record.kind) if record else None
    field = str(change.route[0])
    return str(resolve(kind.schema["properties"].get(field, {})).get("title", field)) if kind else field
