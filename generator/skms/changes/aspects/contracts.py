"""What contracts oblige to: clauses, how binding they are, notice, and certificates of suppliers."""

from __future__ import annotations

from collections.abc import Iterator

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.generic import describe, is_wording
from skms.changes.naming import LONG, subject
from skms.changes.wording import strength, value
from skms.meaning import node
from skms.words import plural

TAKES = {
    "contract": (("clauses",),),
    "supplier": (("certifications", "*"), ("subcontractors", "*")),
}


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each clause, certificate and subcontractor."""
    for pair in found.of("contract"):
        for one in pair.under("clauses"):
            yield from _clause(found, pair, one)
    for pair in found.of("supplier"):
        for field, word in (("certifications", "certificate"), ("subcontractors", "subcontractor")):
            for one in pair.under(field, "*"):
                yield from _entry(found, pair, one, word)


def _clause(found: Comparison, pair: Pair, one: Difference) -> Iterator[Change]:
    title, of = _clause_title(pair, one), subject(found, pair)
    if one.pattern == ("clauses", "*"):
        if one.after is None:
            relying = _relying(found, pair, one.steps[1])
            yield told(pair, "breaking", f"{of} loses the clause {title}{relying}.", one)
        else:
            yield told(pair, "notable", f"{of} gains the clause {title}.", one)
    elif one.pattern == ("clauses", "*", "modality"):
        weaker = strength(one.after) < strength(one.before)
        verb = f"binds {'less' if weaker else 'more'}"
        sentence = f"{of}: the clause {title} {verb}: “{one.after}” instead of “{one.before}”."
        yield told(pair, "breaking" if weaker else "notable", sentence, one, str(one.before), str(one.after))
    elif one.pattern == ("clauses", "*", "text") and is_wording(one):
        yield told(pair, "notable", f"{of}: the text of the clause {title} changes.", one)
    else:
        yield from describe(found, pair, (one,))


def _clause_title(pair: Pair, one: Difference) -> str:
    for data in reversed(pair.data):
        for clause in data.get("clauses", ()):
            if len(one.steps) > 1 and clause.get("id") == one.steps[1]:
                return f"“{clause.get('title', clause['id'])}”"
    return ""


def _relying(found: Comparison, pair: Pair, clause: str) -> str:
    users = {link.source for link in found.after.backlinks(pair.record.name) if link.fragment == clause}
    if not users:
        return ""
    return f", on which {plural(len(users), 'record')} still {'relies' if len(users) == 1 else 'rely'}"


def _entry(found: Comparison, pair: Pair, one: Difference, word: str) -> Iterator[Change]:
    of = subject(found, pair)
    if len(one.pattern) > 2:
        yield from describe(found, pair, (one,))
        return
    entry = one.after or one.before
    field = "scheme" if word == "certificate" else "supplier"
    what = value(found, pair.record, node(one.node, field), entry.get(field), field)[:LONG]
    if one.after is None:
        grade = "breaking" if word == "certificate" else "notable"
        yield told(pair, grade, f"{of} no longer has the {word} {what}.", one, what)
    else:
        yield told(pair, "notable", f"{of} has a new {word}: {what}.", one, "", what)
