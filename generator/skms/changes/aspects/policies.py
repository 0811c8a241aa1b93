"""What policies demand: statements, how binding they are, versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.generic import describe
from skms.changes.naming import LONG, subject
from skms.changes.wording import strength

TAKES = {"*": (("version",), ("revisions",)), "policy": (("statements", "*"),)}


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each statement, and for a new version with what its revision says."""
    for pair in found.of():
        version = pair.at("version")
        if version:
            yield _version(found, pair, version)
        elif pair.at("revisions") or pair.under("revisions"):
            yield told(
                pair,
                "editorial",
                f"{subject(found, pair)}: the list of revisions changes.",
                pair.under("revisions")[0],
            )
    for pair in found.of("policy"):
        for one in pair.under("statements", "*"):
            if one.pattern[2:3] != ("satisfies",):
                yield from _statement(found, pair, one)


def _version(found: Comparison, pair: Pair, one: Difference) -> Change:
    said = [
        entry.get("comment")
        for entry in pair.data[1].get("revisions", ())
        if entry.get("version") == one.after
    ]
    comment = f": {said[0].rstrip('.')}" if said and said[0] and len(said[0]) <= 2 * LONG else ""
    of = subject(found, pair)
    if one.after is None:
        sentence = f"{of} no longer has a version; it was {one.before}."
    elif one.before is None:
        sentence = f"{of} now has a version: {one.after}{comment}."
    else:
        sentence = f"{of} is now version {one.after}, after {one.before}{comment}."
    return told(pair, "notable", sentence, one, str(one.before or ""), str(one.after or ""))


def _statement(found: Comparison, pair: Pair, one: Difference) -> Iterator[Change]:
    of, key = subject(found, pair), one.steps[1]
    if len(one.pattern) == 2:
        if one.after is None:
            yield told(pair, "breaking", f"{of} drops statement {key}: {_text(one.before)}", one)
        else:
            yield told(pair, "notable", f"{of} has a new statement {key}: {_text(one.after)}", one)
    elif one.pattern[2] == "modality":
        weaker = strength(one.after) < strength(one.before)
        verb = f"binds {'less' if weaker else 'more'}"
        sentence = f"{of}: statement {key} {verb}: “{one.after}” instead of “{one.before}”."
        yield told(pair, "breaking" if weaker else "notable", sentence, one, str(one.before), str(one.after))
    elif one.pattern[2] == "text":
        sides = [_text({"text": side}) for side in (one.before, one.after)]
        short = all(side.startswith("“") for side in sides)
        now = f": now {sides[1]}" if short else "."
        yield told(pair, "notable", f"{of}: statement {key} is worded anew{now}", one)
    else:
        yield from describe(found, pair, (one,))


def _text(statement: dict[str, Any]) -> str:
    text = " ".join(str(statement.get("text", "")).split())
    return f"“{text}”" if len(text) <= 2 * LONG else f"“{text[:LONG].rsplit(' ', 1)[0]} …”"
