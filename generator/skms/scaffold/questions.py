"""What a new record must say, as questions in plain words, one by one: an answer may bring up another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms.kinds import Kind, Kinds, Schema, resolve
from skms.scaffold import Draft, guess, read_given, wanted


@dataclass(frozen=True, slots=True)
class Question:
    """One field to be asked for."""

    name: str
    title: str
    help: str
    choices: tuple[str, ...] = ()
    """The only answers there are."""
    records: tuple[str, ...] = ()
    """References that may be given, the likeliest first; others may be, as long as the record is made later."""
    default: str = ""
    """What an empty answer means; nothing where the field then gets an example."""
    many: bool = False
    """Several answers are given with commas."""


def next_question(
    kinds: Kinds, kind: str, record_id: str, given: Mapping[str, str], known: Mapping[str, Iterable[str]],
    as_of: date, asked: Iterable[str] = (),
) -> Question | None:  # fmt: skip
    """The first required field that is neither given nor `asked` already; groups of fields are left to the scaffold."""
    draft = Draft(kinds[kind], record_id, {name: tuple(ids) for name, ids in known.items()}, as_of)
    data = read_given(draft.kind, given)
    for name in wanted(draft.kind, data):
        if name not in data and name != "kind" and name not in asked:
            question = _question(draft, name, draft.kind)
            if question:
                return question
    return None


def _question(draft: Draft, name: str, kind: Kind) -> Question | None:
    node = resolve(kind.schema["properties"][name])
    items = resolve(node["items"]) if isinstance(node.get("items"), dict) else {}
    shape = items if node.get("type") == "array" else node
    if shape.get("type") == "object" or ("type" not in shape and "enum" not in shape):
        return None
    choices = tuple(str(one) for one in shape.get("enum", ()))
    records = _records(draft, shape)
    likely = _text(guess(draft, node, name))
    if name in draft.notes and not records:  # an example is no answer
        likely = ""
    title, about = str(node.get("title", name)), str(node.get("description", ""))
    return Question(name, title, about, choices, _first(records, likely), likely, node.get("type") == "array")


def _records(draft: Draft, shape: Schema) -> tuple[str, ...]:
    kinds = shape.get("x-ref", ())
    return tuple(
        other if kind == kinds[0] else f"{kind}/{other}"
        for kind in kinds
        for other in draft.known.get(kind, ())
    )


def _first(records: tuple[str, ...], likely: str) -> tuple[str, ...]:
    return (likely, *(one for one in records if one != likely)) if likely in records else records


def _text(value: Any) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else ""
        if isinstance(value, dict)
        else str(value)
    )
