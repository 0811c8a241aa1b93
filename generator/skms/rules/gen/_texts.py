"""What the rules about texts share: every free text, without paying for records that hold nothing suspicious."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from jsonschema_rs import Draft202012Validator as Validator

from skms.findings import Route
from skms.fit import Record, validator
from skms.kinds import Schema, load_kinds, nodes, values
from skms.model import Model


def texts(model: Model, hint: str, *, but: str = "") -> Iterator[tuple[Record, Route, str]]:
    """Free texts and addresses, with their routes, of records (`but` those of a kind) in whose files the hint occurs.

    The hint is a pattern in small letters. The schema validator's engine finds it many times faster than Python's.
    """
    suspicious = _searcher(hint).is_valid
    for record, lowered in model.once(_lowered):
        if record.kind != but and suspicious(lowered):
            for pattern in free_texts(record.kind):
                for route, text in values(record.data, pattern):
                    if isinstance(text, str):
                        yield record, route, text
            yield from _below(record, ("custom",), record.data.get("custom"))


def _lowered(model: Model) -> list[tuple[Record, str]]:
    """Every valid record with the text of its file, that of its body included, in small letters."""
    return [(record, _text(model, record).lower()) for record in model.records.values() if record.valid]


def _text(model: Model, record: Record) -> str:
    own, body = model.texts[record.path], model.texts.get(record.body_path or "", "")
    return f"{own}\n{body}" if body else str(own)


@cache
def _searcher(hint: str) -> Validator:
    return validator({"type": "string", "pattern": hint})


@cache
def free_texts(kind: str) -> tuple[tuple[str, ...], ...]:
    """Where people write what they like, and addresses: not references, dates, codes or choices."""
    return tuple(route for route, node in nodes(load_kinds()[kind].schema) if _is_free(node))


def _is_free(node: Schema) -> bool:
    bound = {"enum", "const", "x-ref", "x-part", "format"} & set(node)
    form = str(node.get("pattern", ""))
    return (
        node.get("type") == "string"
        and not bound
        and (not form or node.get("maxLength") == TITLE or _is_address(form))
    )


TITLE = 80
"""A title has a pattern too, but is free text."""


def _is_address(form: str) -> bool:
    return "@" in form or "://" in form


def _below(record: Record, route: Route, value: object) -> Iterator[tuple[Record, Route, str]]:
    if isinstance(value, str):
        yield record, route, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _below(record, (*route, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _below(record, (*route, index), item)
