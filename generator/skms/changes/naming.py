"""What records and their parts are called in sentences about changes."""

from __future__ import annotations

from skms.changes.comparison import Comparison, Pair
from skms.codes import within
from skms.fit import Record
from skms.kinds import Schema
from skms.meaning import node

LONG = 60
"""Texts longer than this are not quoted."""
TITLES = ("title", "label", "name")
"""Fields by which an entry of a list is called, if it has one of them."""


def name(found: Comparison, text: str | None) -> str:
    """The title of a record that `kind/id` or `kind/id#part` names: `Change enablement (“Approve the change”)`."""
    base, _, fragment = (text or "").partition("#")
    record = found.look(base)
    if record is None:
        return text or ""
    return f"{record.title} ({part(found, record, fragment)})" if fragment else record.title


def part(found: Comparison, record: Record, fragment: str) -> str:
    """A sub-element by its title, else by its id; a requirement of a framework by both."""
    for model in (found.after, found.before):
        there = model.get(record.name)
        item = model.part(there, fragment) if there else None
        title = (
            next((item[1][key] for key in TITLES if isinstance(item[1].get(key), str)), "") if item else ""
        )
        if title and record.kind == "framework":
            return f"{fragment}: {title}" if title != fragment else fragment
        if title:
            return f"“{title}”"
    return fragment if record.kind == "framework" else within(fragment)


def subject(found: Comparison, pair: Pair) -> str:
    """The record that a sentence is about, by its title."""
    return name(found, pair.record.name)


def kind_word(found: Comparison, record: Record) -> str:
    """`service`, `RACI matrix`"""
    return lower(found.after.kinds[record.kind].one)


def lower(title: str) -> str:
    """A title inside a sentence: the first letter small, abbreviations as they are."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def upper(sentence: str) -> str:
    """A sentence begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def own_part(found: Comparison, record: Record, schema: Schema, word: str) -> str:
    """What a part is called whose id alone is given: one of the record itself, or of a record that it names."""
    if "x-part" not in schema or "x-ref" in schema:
        return ""
    field = schema.get("x-part-of")
    if not field:
        return part(found, record, word)
    kinds = node(found.after.kinds[record.kind].schema, field)["x-ref"]
    text = record.data.get(field)
    home = found.after.look(text, *kinds) or found.before.look(text, *kinds)
    return part(found, home, word) if home else ""
