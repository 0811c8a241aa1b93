"""Findings that appear and disappear: what the change breaks or mends elsewhere too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from skms.changes.change import Change
from skms.changes.comparison import Comparison
from skms.findings import Finding
from skms.known import mark_of

TAKES: dict[str, tuple[tuple[str, ...], ...]] = {}
LEVEL = {"error": "breaking", "warning": "notable", "info": "editorial"}
WORD = {"error": "error", "warning": "warning", "info": "note"}


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each finding that is new or gone; a waived one counts as gone."""
    if found.findings is None:
        return
    before, after = _unlike(_open(found.findings[0]), _open(found.findings[1]), found.renames)
    for one in after:
        sentence = f"New {WORD[one.severity]} {one.code} ({_plain(one.name)}): {one.message}"
        yield Change(
            LEVEL[one.severity], "", one.record or one.file, sentence, "", "", one.file, one.line, one.route
        )
    for one in before:
        name = found.renames.get(one.record or "", one.record or one.file)
        level = "notable" if one.severity != "info" else "editorial"
        yield Change(
            level,
            "",
            name,
            f"{WORD[one.severity].capitalize()} {one.code} ({_plain(one.name)}) is gone: {one.message}",
        )


def _open(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if not one.waived_by]


def _unlike(
    before: list[Finding], after: list[Finding], renames: Mapping[str, str]
) -> tuple[list[Finding], list[Finding]]:
    """Take away what is on both sides: first what says the same, then what says it with other figures."""

    def key(one: Finding) -> tuple[str, ...]:
        code, name, keys, message = mark_of(one)
        return code, renames.get(name, name), keys, message

    for cut in (lambda mark: mark, lambda mark: mark[:3]):
        before, after = _without(before, after, lambda one, cut=cut: cut(key(one)))  # type: ignore[misc]
    return before, after


def _without(
    before: list[Finding], after: list[Finding], key: Callable[[Finding], Any]
) -> tuple[list[Finding], list[Finding]]:
    """Pair off findings with equal keys, as many as there are on both sides."""
    waiting: dict[Any, list[Finding]] = {}
    for one in before:
        waiting.setdefault((key(one), one.severity), []).append(one)
    new = []
    for one in after:
        same = waiting.get((key(one), one.severity))
        if same:
            same.pop(0)
        else:
            new.append(one)
    left = {id(one) for group in waiting.values() for one in group}
    return [one for one in before if id(one) in left], new


def _plain(name: str) -> str:
    return name.replace("-", " ")
