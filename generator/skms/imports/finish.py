"""Drafts to record files: the schema's shape, the schema's verdict, and the text that is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from skms import texts
from skms.explain import explain
from skms.findings import Route
from skms.fit import schema_validator
from skms.imports.make import Draft, Made
from skms.imports.shape import shaped
from skms.imports.troubles import Trouble, about
from skms.imports.yaml_text import dump
from skms.parse import Source, parse


@dataclass(frozen=True, slots=True)
class File:
    """A record file as it should be."""

    path: str
    name: str
    """`service/email`."""
    text: str


def finish(made: Made, map_name: str) -> tuple[File, ...]:
    """The files of all drafts that can be records, sorted; the others become troubles of their rows."""
    files = []
    for draft in made.drafts.values():
        file, troubles = _finish(draft, map_name)
        made.troubles += troubles
        if file is not None:
            files.append(file)
        else:
            made.bad.update((id(row), row) for row in draft.rows)
    return tuple(sorted(files, key=lambda file: file.path))


def _finish(draft: Draft, map_name: str) -> tuple[File | None, list[Trouble]]:
    kind = draft.entry.kind
    data: dict[str, Any] = shaped({"kind": kind.name, **draft.data}, kind.schema)
    path = f"{kind.folder}/{draft.id}.yaml"
    # The files' names are not said here: an export of next month must not change every record.
    text = dump(
        data, f"Made by `skms import` with the map {map_name}. Once edited, the import leaves it alone."
    )
    troubles = [_trouble(draft, *found) for found in _wrong(draft, data, Source(path, text, data, ()))]
    return (None if troubles else File(path, draft.name, text)), troubles


def _wrong(draft: Draft, data: dict[str, Any], source: Source) -> Iterator[tuple[Route, str, str]]:
    """What stands in the way. A field that is only missing does not, but for the title: `skms check` asks for it."""
    kind = draft.entry.kind
    if "title" not in data:
        yield (
            ("title",),
            f"There is no title for {draft.name}.",
            "Fill the cell, or say in the map where it comes from.",
        )
        return
    for route, value in _texts(data, ()):
        checked = texts.decode(value.encode("utf-8", "surrogatepass"))
        if isinstance(checked, texts.Unreadable):
            message = checked.message.replace("The file", "The text")
            yield route, message, checked.help
            return
    if not schema_validator(kind.name).is_valid(data):
        for hit in explain(source, data, kind):
            if hit.route or not hit.on_key:
                yield hit.route, hit.message, hit.help
    elif parse(source.path, source.text).hits:
        hit = parse(source.path, source.text).hits[0]
        yield (), f"The record cannot be written as YAML that is read again: {hit.message}", hit.help


def _texts(value: Any, route: Route) -> Iterator[tuple[Route, str]]:
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield route, key
            yield from _texts(item, (*route, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*route, index))


def _trouble(draft: Draft, route: Route, message: str, help_text: str) -> Trouble:
    row, entry = draft.origins.get(route[:2]) or draft.origins.get(route[:1]) or (draft.rows[0], draft.entry)
    value = entry.fields.fields.get(str(route[0])) if route else None
    return about(row, f"{draft.name}: {message}", help_text, value)
