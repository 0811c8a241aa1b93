"""The records as one circle of readers may see them: a model without what is not for them.

Every page, list, count, feed and file of a site is made of this model, so that none of them has to think of it. Records
above the class are gone; so are values whose field has a narrower class, and references to what is gone. People alone
leave an empty shell behind, one for all: a role that is held does not look vacant, and nobody can tell whether the
same person holds two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from skms.findings import Hit, Route
from skms.fit import Record, validator
from skms.kinds import Schema, classification, marked, resolve, values
from skms.model import Model, build

LEVELS = ("public", "internal", "confidential", "restricted")
"""Classes, from the widest to the narrowest circle of readers."""
SHELL = "not-shown"
NOT_SHOWN = "Not shown here"
"""What stands in the place of a name that may not be told."""
NAMELESS = f"person/{SHELL}"
"""Who stands for all people who may not be named: nothing that is true of one person is true of it."""

_PROSE_LINK = re.compile(r"\[([^\]]*)\]\(<?([a-z-]+/[a-z0-9-]+)(?:#[A-Za-z0-9._-]+)?>?(?:\s+[\"'(][^)]*)?\)")


class _Gone:
    """What is left of a value that may not be shown."""


_GONE: Final = _Gone()


def class_of(record: Record) -> str:
    """Who may read a record."""
    own = record.data.get("classification")
    return own if isinstance(own, str) and own in LEVELS else classification(record.kind)


def within(own: str, level: str) -> bool:
    """Whether readers of this level may see what has this class."""
    return LEVELS.index(own) <= LEVELS.index(level)


def at(model: Model, level: str | None) -> Model:
    """The same records for a site of another level."""
    if level is None or level == model.settings.classification:
        return model
    return replace(model, settings=replace(model.settings, classification=level))


def narrowed(model: Model) -> Model:
    """The model as the readers of its settings' classification may see it."""
    level = model.settings.classification
    if level == LEVELS[-1]:
        return model
    hidden = {
        record.name
        for record in model.records.values()
        if not record.valid or not within(class_of(record), level)
    }
    fitted: list[tuple[Record, tuple[Hit, ...]]] = [
        (_cleaned(model, record, hidden), ())
        for record in model.records.values()
        if record.name not in hidden
    ]
    if any(name.startswith("person/") for name in hidden):
        fitted.append((_shell(), ()))
    paths = {path for record, _ in fitted for path in (record.path, record.body_path) if path}
    texts = {path: text for path, text in model.texts.items() if path in paths}
    return build(texts, fitted, model.kinds, model.settings, model.as_of)


def _shell() -> Record:
    data = {"kind": "person", "title": NOT_SHOWN, "status": "active", "classification": LEVELS[-1]}
    return Record("person", SHELL, "", data, True, "live", NAMELESS)


def _cleaned(model: Model, record: Record, hidden: set[str]) -> Record:
    """A record without what may not be shown."""
    kind = model.kinds[record.kind]
    gone = set(hidden_routes(record, model.settings.classification))
    named: dict[Route, str] = {}
    for link in model.links(record.name):
        if link.target in hidden and link.route not in (("description",), ("body",)):
            if str(link.target).startswith("person/") and not link.on_key:
                named[link.route] = NAMELESS if "/" in link.text else SHELL
            else:
                gone.add(link.route)
    data: Any = record.data
    if gone or named:
        data = _without(data, kind.schema, (), gone, named)
    data = _unlinked(model, data, hidden)
    return record if data is record.data else replace(record, data=_unbound(data))


def _unbound(data: dict[str, Any]) -> dict[str, Any]:
    """Data without the fingerprint of all of it: the rest does not have it, and what is hidden could be tried out."""
    review = data.get("review")
    if not isinstance(review, dict) or "fingerprint" not in review:
        return data
    return {**data, "review": {key: value for key, value in review.items() if key != "fingerprint"}}


def hidden_routes(record: Record, level: str) -> Iterator[Route]:
    """Routes of values whose field is for fewer readers."""
    for pattern, node in marked(record.kind, "x-classification"):
        if not within(node["x-classification"], level):
            yield from (route for route, _ in values(record.data, pattern))


def hidden_values(record: Record, level: str) -> Iterator[Any]:
    """Values of a visible record that its readers may not see."""
    for pattern, node in marked(record.kind, "x-classification"):
        if not within(node["x-classification"], level):
            yield from (value for _, value in values(record.data, pattern))


def _without(data: Any, node: Schema, route: Route, gone: set[Route], named: dict[Route, str]) -> Any:
    """A value without what is gone; what cannot be without it goes, too, up to the record itself."""
    if route in gone:
        return _GONE
    if route in named:
        return named[route]
    node = resolve(node)
    if isinstance(data, dict):
        return _group_without(data, node, route, gone, named)
    if isinstance(data, list):
        items = [
            _without(item, node.get("items", {}), (*route, n), gone, named) for n, item in enumerate(data)
        ]
        kept = [item for item in items if item is not _GONE]
        return _GONE if data and not kept else kept
    return data


def _group_without(
    data: dict[str, Any], node: Schema, route: Route, gone: set[Route], named: dict[Route, str]
) -> Any:
    result: dict[str, Any] = {}
    rest = node.get("additionalProperties")
    for key, value in data.items():
        child = node.get("properties", {}).get(key, rest if isinstance(rest, dict) else {})
        made = _without(value, child, (*route, key), gone, named)
        if made is not _GONE:
            result[key] = made
        elif key in node.get("required", ()):
            if route:
                return _GONE
            result[key] = NOT_SHOWN if isinstance(value, str) else type(value)()
    if route and result != data and not (result and _fits(node, result)):
        return _GONE
    return result


_CONDITIONS = frozenset({"allOf", "anyOf", "oneOf", "if", "minProperties", "dependentRequired"})


def _fits(node: Schema, group: dict[str, Any]) -> bool:
    """Whether what is left of a group still means something: a document whose article is hidden has no address."""
    return _CONDITIONS.isdisjoint(node) or validator(node).is_valid(group)


def _unlinked(model: Model, data: Any, hidden: set[str]) -> Any:
    """Texts whose Markdown links to hidden records are plain words."""
    if isinstance(data, str):
        return _plain_links(model, data, hidden) if "](" in data else data
    if isinstance(data, list):
        items = [_unlinked(model, item, hidden) for item in data]
        return items if any(new is not old for new, old in zip(items, data, strict=True)) else data
    if isinstance(data, dict):
        pairs = {key: _unlinked(model, value, hidden) for key, value in data.items()}
        return pairs if any(pairs[key] is not data[key] for key in data) else data
    return data


def _plain_links(model: Model, text: str, hidden: set[str]) -> str:
    def plain(match: re.Match[str]) -> str:
        return match[1] if model.resolve(match[2], ()) in hidden else match[0]

    made = _PROSE_LINK.sub(plain, text)
    return text if made == text else made


def strings(data: Any) -> Iterator[str]:
    """Every text and number below a value, as text; keys too, because roles are keys in a matrix."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(data, list):
        for item in data:
            yield from strings(item)
    elif data is not None and not isinstance(data, bool):
        yield str(data)


def everything_said(records: Iterable[Record]) -> Iterator[str]:
    """What some records say, their names included."""
    for record in records:
        yield record.name
        yield from strings(record.data)
