"""Mends of what does not have the shape of its kind: only where one value can be meant, and the record gets better."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skms.edits.slots import slots
from skms.edits.steps import Drop, Mend, Put, Rekey, Step, result
from skms.findings import Hit
from skms.fit import Record
from skms.kinds import Kind, Schema, resolve
from skms.model import Model
from skms.parse import Source, parse
from skms.rules.gen._forms import forms
from skms.rules.gen._typos import meant

_MISSING = object()


def mends(model: Model, hit: Hit) -> Iterator[Mend]:
    """The one step that mends a hit, if there is one."""
    record = next((one for one in model.everything if one.path == hit.path), None)
    text = model.texts.get(hit.path)
    if record is None or not isinstance(text, str) or hit.mark:
        return
    source = parse(hit.path, text)
    if source.hits or source.data is None:
        return
    kind = model.kinds.get(str(source.data.get("kind")))
    if kind is None:
        yield from _kind(model, record, source)
        return
    better = [step for step in _steps(kind, source, hit) if _better(kind, source, step)]
    if better and all(step == better[0] for step in better):
        yield hit.path, better[0]


def _kind(model: Model, record: Record, source: Source) -> Iterator[Mend]:
    """A misspelt kind, where the folder says the same."""
    guess = meant(str((source.data or {}).get("kind")), model.kinds)
    if guess and record.path.startswith(f"{model.kinds[guess].folder}/"):
        yield record.path, Put(("kind",), guess)


def _steps(kind: Kind, source: Source, hit: Hit) -> Iterator[Step]:
    value, node, above = _at(source.data, kind.schema, hit)
    name = hit.route[-1] if hit.route else None
    if value is _MISSING:
        return
    if node is None:
        free = [field for field in above.get("properties", {}) if _free(source.data, hit, field)]
        guess = meant(str(name), free)
        if guess:
            yield Rekey(hit.route, guess)
        return
    if value is None:
        yield Drop(hit.route)
    elif isinstance(value, list) and node.get("uniqueItems"):
        again = [at for at, item in enumerate(value) if item in value[:at]]
        if again:
            yield Drop((*hit.route, again[-1]))
    elif name != "id" or not isinstance(value, str):  # what others refer to keeps its name
        slot = slots(source.text).get(hit.route)
        raw = source.text[slot.start : slot.end] if slot else ""
        yield from (
            Put(hit.route, form) for form in forms(node, value, raw) if form != value or form is not value
        )


def _at(data: Any, node: Schema, hit: Hit) -> tuple[Any, Schema | None, Schema]:
    """The value at the route of a hit, its schema (None for an unknown field) and the schema of what holds it."""
    above = node
    for step in hit.route:
        above = resolve(node)
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return _MISSING, None, above
        below = above.get("items") if isinstance(step, int) else above.get("properties", {}).get(
            step, above.get("additionalProperties"))  # fmt: skip
        if not isinstance(below, dict):
            return data, None, above
        node = below
    return data, resolve(node), above


def _free(data: Any, hit: Hit, field: str) -> bool:
    for step in hit.route[:-1]:
        data = data[step]
    return field not in data


def _better(kind: Kind, source: Source, step: Step) -> bool:
    """Whether fewer faults are left, and no new one came."""
    data = source.data or {}
    after = result(data, step)
    return _faults(kind, source, after) < _faults(kind, source, data)


def _faults(kind: Kind, source: Source, data: dict[str, Any]) -> set[tuple[Any, str]]:
    from skms.explain import explain, validator  # slow to import, and only mending needs it

    if validator(kind.name).is_valid(data):
        return set()
    return {(one.route, one.message) for one in explain(source, data, kind)}
