"""Records that are new, gone, renamed, retitled, broken or mended."""

from __future__ import annotations

from collections.abc import Iterator

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.naming import kind_word, name, subject, upper
from skms.changes.wording import several
from skms.codes import within
from skms.fit import Record
from skms.words import plural

TAKES = {"*": (("title",),)}


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each record that came, went or is called otherwise."""
    for pair in found.pairs:
        if pair.before is None and pair.after is not None:
            yield told(pair, "notable", _new(found, pair.after), theme="new")
        elif pair.after is None and pair.before is not None:
            yield _gone(found, pair, pair.before)
        elif pair.before is not None and pair.after is not None:
            yield from _other(found, pair, pair.before, pair.after)


def _new(found: Comparison, record: Record) -> str:
    if not record.valid:
        return f"{upper(kind_word(found, record))} {record.id} is new, but cannot be read."
    status = f" ({within(record.status)})" if record.status else ""
    return f"{upper(kind_word(found, record))} {name(found, record.name)} is new{status}."


def _gone(found: Comparison, pair: Pair, record: Record) -> Change:
    left = {link.source for link in found.before.backlinks(record.name)}
    still = [one for one in left if any(link.text.partition("#")[0] in (record.id, record.name) and link.target is None
                                        for link in found.after.links(one))]  # fmt: skip
    heir = found.after.names.aliases.get(record.name)
    ending = f"; {name(found, heir)} stands in its place" if heir else ""
    if still:
        ending += f"; {plural(len(still), 'record')} still {'names' if len(still) == 1 else 'name'} it"
    level = "breaking" if record.live and record.kind != "person" and not heir else "notable"
    return told(
        pair,
        level,
        f"{upper(kind_word(found, record))} {name(found, record.name)} is gone{ending}.",
        theme="gone",
    )


def _other(found: Comparison, pair: Pair, before: Record, after: Record) -> Iterator[Change]:
    kind = upper(kind_word(found, after))
    if before.name != after.name:
        yield _renamed(found, pair, before, after)
    if before.valid and not after.valid:
        sentence = f"{kind} {name(found, after.name)} can no longer be read; see the findings."
        yield told(pair, "breaking", sentence, theme="unreadable")
    elif after.valid and not before.valid:
        yield told(pair, "notable", f"{kind} {name(found, after.name)} can be read again.", theme="readable")
    title = pair.at("title")
    if title:
        sentence = f"{kind} {before.title} is now called {after.title}."
        yield told(pair, "editorial", sentence, title, before.title, after.title)


def _renamed(found: Comparison, pair: Pair, before: Record, after: Record) -> Change:
    follow, behind = found.follow(before.name, after.name)
    remembered = found.after.names.aliases.get(before.name) == after.name
    parts = []
    if follow:
        parts.append(f"{plural(follow, 'reference')} {'follows' if follow == 1 else 'follow'}")
    if behind:
        parts.append(f"{plural(behind, 'reference')} still {'uses' if behind == 1 else 'use'} the former id")
    if not remembered:
        parts.append("nothing remembers the former id, so links to it break")
    tail = f": {several(parts)}" if parts else ""
    sentence = f"{subject(found, pair)}: the id changes from {before.id} to {after.id}{tail}."
    return told(
        pair, "notable" if remembered else "breaking", sentence, before=before.id, after=after.id, theme="id"
    )
