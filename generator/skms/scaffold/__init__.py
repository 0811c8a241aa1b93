"""New records: required fields with comments from the schema, filled as well as can be guessed, always valid."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from skms.explain import validator
from skms.fit import fit
from skms.kinds import Kind, Kinds, Schema, resolve
from skms.parse import parse
from skms.scaffold.layout import Notes, layout
from skms.words import did_you_mean, one_of

Step = tuple[str | int, ...]
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
Parts = Mapping[str, Mapping[str, Sequence[str]]]
"""Ids of the parts of a record, by its name and by the list in which they stand."""
MONTHS_AHEAD = timedelta(days=90)
"""How far off an end that must be named is set."""


class CannotScaffold(Exception):
    """The record cannot be made as asked; the message is one or more plain sentences."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a record is made from: the ids of the live `known` records of each kind, and the ids of their `parts`."""

    kind: Kind
    id: str
    known: Mapping[str, tuple[str, ...]]
    as_of: date
    notes: Notes = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    """What the record says so far."""


def record(
    kinds: Kinds,
    kind: str,
    record_id: str,
    given: Mapping[str, str],
    known: Mapping[str, Iterable[str]],
    as_of: date,
    parts: Parts | None = None,
) -> str:
    """The text of a new record. `given` maps fields (`title`, `contact.email`) to values as typed."""
    ids, data = {name: tuple(ids) for name, ids in known.items()}, read_given(kinds[kind], given)
    draft = Draft(kinds[kind], record_id, ids, as_of, parts=parts or {}, data=data)
    while missing := [name for name in wanted(draft.kind, data) if name not in data]:
        name = missing[0]
        data[name] = _value(draft, draft.kind.schema["properties"][name], (name,))
    _complete(draft, data)
    _turn(draft, data, [name.partition(".")[0] for name in given])
    text = layout(draft.kind, data, draft.notes)
    _check(text, record_id, kinds)
    return text


def read_given(kind: Kind, given: Mapping[str, str]) -> dict[str, Any]:
    """Fields as typed, read as the schema asks. CannotScaffold where one does not exist."""
    data: dict[str, Any] = {}
    for name, text in given.items():
        _put(data, kind.schema, tuple(name.split(".")), text)
    return data


def guess(draft: Draft, schema: Schema, name: str) -> Any:
    """A valid value for one field; a remark in the draft's notes says where it is an example."""
    return _value(draft, schema, (name,))


def _check(text: str, record_id: str, kinds: Kinds) -> None:
    source = parse(f"{record_id}.yaml", text)
    hits = source.hits or fit(source, kinds, {})[1]
    if hits:
        raise CannotScaffold("\n".join(f"{hit.message} {hit.help}".strip() for hit in hits))


def wanted(kind: Kind, data: Mapping[str, Any]) -> list[str]:
    """Fields that the record's status asks for, as far as its values are known by now."""
    wanted = set(kind.schema["required"])
    status = data.get("status", next(iter(kind.lifecycle.phases), None))
    for entry in kind.schema.get("x-required", ()):
        tests = entry.get("when", {}).items()
        met = all(data.get(name) in ([wish] if isinstance(wish, str) else wish) for name, wish in tests)
        spared = any(name in data for name in entry.get("unless", ()))
        if met and not spared and kind.lifecycle.asks(status, entry["from"]):
            wanted.update(entry["fields"])
    return [name for name in kind.schema["properties"] if name in wanted]


def _complete(draft: Draft, data: dict[str, Any]) -> None:
    """Add what is lacking below: in objects given in part, and where one value asks for another."""
    while True:
        lacking = [
            error for error in validator(draft.kind.name).iter_errors(data) if error.validator == "required"
        ]
        if not lacking:
            return
        for error in lacking:
            route = tuple(error.absolute_path)
            below, node = _at(draft, data, route)
            for name in error.validator_value:
                if name not in below:
                    below[name] = _value(draft, node["properties"][name], (*route, name))


def _turn(draft: Draft, data: dict[str, Any], given: list[str]) -> None:
    """Name a record of another kind where the values beside a reference ask for one."""
    for error in list(validator(draft.kind.name).iter_errors(data)):
        route = tuple(error.absolute_path)
        if error.validator == "pattern" and route[0] not in given:
            kinds = _at(draft, data, route)[1].get("x-ref", ())
            fitting = [kind for kind in kinds if re.search(error.validator_value, f"{kind}/x")]
            if fitting:
                text = _reference(draft, fitting[:1], route)
                below = _at(draft, data, route[:-1])[0]
                below[route[-1]] = text if fitting[0] == kinds[0] else f"{fitting[0]}/{text}"


def _at(draft: Draft, data: Any, route: Step) -> tuple[Any, Schema]:
    """The value at a route and its schema."""
    node = draft.kind.schema
    for step in route:
        data = data[step]
        node = resolve(node["items"] if isinstance(step, int) else node["properties"][step])
    return data, node


def _value(draft: Draft, schema: Schema, route: Step) -> Any:
    """A valid value for one field."""
    node = resolve(schema)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return node.get("default", (node.get("examples") or node["enum"])[0])
    if "x-ref" in node:
        return _reference(draft, node["x-ref"], route)
    if there := _parts(draft, node):
        _note(draft, route, "The first there is: check it.")
        return there[0]
    if node.get("format") == "date":
        ahead = MONTHS_AHEAD if node.get("x-expires") else timedelta(0)
        return (draft.as_of + ahead).isoformat()
    if "examples" in node:
        _note(draft, route, "An example: change it.")
        example = node["examples"][0]
        # The running month hardly ever stands in the records yet.
        return draft.as_of.isoformat()[:7] if _MONTH.fullmatch(str(example)) else example
    match node.get("type"):
        case "object":
            return _object(draft, node, route)
        case "array":
            return [_value(draft, node["items"], (*route, at)) for at in range(node.get("minItems", 1) or 1)]
        case "boolean":
            return node.get("default", False)
        case "integer" | "number":
            return node.get("default", node.get("minimum", 1))
        case _:
            return _name(draft)


def _object(draft: Draft, node: Schema, route: Step) -> dict[str, Any]:
    if "propertyNames" in node:
        actor = _reference(draft, node["propertyNames"]["x-ref"], route)
        return {actor: _value(draft, node["additionalProperties"], (*route, actor))}
    names = node.get("required") or list(node["properties"])[: node.get("minProperties", 0)]
    return {name: _value(draft, node["properties"][name], (*route, name)) for name in names}


def _name(draft: Draft) -> str:
    """The id as a name: `service-desk` → `Service desk`."""
    words = draft.id.replace("-", " ")
    words = words[:1].upper() + words[1:]
    return (
        words[:80].rstrip() if len(words) > 2 else f"{draft.kind.one} {words}"
    )  # a title has at least three


def _reference(draft: Draft, kinds: list[str], route: Step) -> str:
    """The nearest record there is, or an id to be made."""
    name = next(step for step in reversed(route) if isinstance(step, str))
    hint = f"{draft.id}-{name.replace('_', '-')}"
    pool = [
        (other if kind == kinds[0] else f"{kind}/{other}", other)
        for kind in kinds
        for other in draft.known.get(kind, ())
        if (kind, other) != (draft.kind.name, draft.id)
    ]
    if not pool:
        wanted = hint[:63].rstrip("-")
        _note(draft, route, f"There is no {kinds[0]} yet. Make it: skms new {kinds[0]} {wanted}")
        return wanted
    same = [text for text, other in pool if other == draft.id]
    if same:
        return same[0]
    matcher = difflib.SequenceMatcher(b=hint, autojunk=False)

    def likeness(pair: tuple[str, str]) -> float:
        matcher.set_seq1(pair[1])
        return matcher.ratio()

    _note(draft, route, "The nearest there is: check it.")
    return max(pool, key=likeness)[0]


def _parts(draft: Draft, node: Schema) -> list[str]:
    """Ids that a field may name where its parts belong to the record that another field names."""
    owner = node.get("x-part-of", "")
    text = draft.data.get(owner)
    if not isinstance(text, str):
        return []
    name = text if "/" in text else f"{draft.kind.schema['properties'][owner]['x-ref'][0]}/{text}"
    lists = draft.parts.get(name, {})
    return [part for one in node["x-part"] for part in lists.get(one, ())]


def _note(draft: Draft, route: Step, text: str) -> None:
    draft.notes.setdefault(str(route[0]), text)


def _put(data: dict[str, Any], schema: Schema, steps: tuple[str, ...], text: str) -> None:
    """Set one given value, read as its field asks."""
    name, *rest = steps
    fields = resolve(schema).get("properties", {})
    if name not in fields:
        raise CannotScaffold(
            f"{name!r} is not a field.{did_you_mean(name, fields)} Fields are {one_of(fields)}."
        )
    node = resolve(fields[name])
    if rest:
        below = data.setdefault(name, {})
        if node.get("type") != "object" or not isinstance(below, dict):
            raise CannotScaffold(f"{name!r} has no fields of its own; set it as a whole.")
        _put(below, node, tuple(rest), text)
    else:
        data[name] = _read(node, name, text)


def _read(node: Schema, name: str, text: str) -> Any:
    if "enum" in node or "const" in node or node.get("type") == "string":
        return text
    items = node.get("items", {})
    if node.get("type") == "array" and not text.startswith("[") and resolve(items).get("type") == "string":
        return [part.strip() for part in text.split(",")]
    source = parse("given.yaml", f"value: {text}\n")
    if source.data is None or source.hits:
        raise CannotScaffold(f"{name}={text}: {' '.join(hit.message for hit in source.hits)}")
    return source.data["value"]
