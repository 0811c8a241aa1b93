"""What the rules about texts share: every free text of every record, without paying for records that hold no suspect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from skms.findings import Route
from skms.fit import Record
from skms.kinds import Schema, load_kinds, nodes, values
from skms.model import Model


def texts(model: Model, hint: re.Pattern[str]) -> Iterator[tuple[Record, Route, str]]:
    """Free texts, with the routes to them, of records in whose files the pattern occurs."""
    for record in model.records.values():
        if record.valid and _suspect(model, record, hint):
            for pattern in free_texts(record.kind):
                for route, text in values(record.data, pattern):
                    if isinstance(text, str):
                        yield record, route, text
            yield from _below(record, ("custom",), record.data.get("custom"))


@cache
def free_texts(kind: str) -> tuple[tuple[str, ...], ...]:
    """Where people write what they like: not references, dates, codes or choices."""
    return tuple(route for route, node in nodes(load_kinds()[kind].schema) if _is_free(node))


def _is_free(node: Schema) -> bool:
    bound = {"enum", "const", "x-ref", "x-part", "format"} & set(node)
    return node.get("type") == "string" and not bound and ("pattern" not in node or node.get("maxLength") == TITLE)


TITLE = 80
"""A title has a pattern too, but is free text."""


def _suspect(model: Model, record: Record, hint: re.Pattern[str]) -> bool:
    files = (model.texts.get(path) for path in (record.path, record.body_path) if path)
    return any(isinstance(text, str) and hint.search(text) for text in files)


def _below(record: Record, route: Route, value: object) -> Iterator[tuple[Record, Route, str]]:
    if isinstance(value, str):
        yield record, route, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _below(record, (*route, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _below(record, (*route, index), item)
