"""Mends of what does not have the shape of its kind: only where one value can be meant, and the record gets better."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from skms.edits.slots import slots
from skms.edits.steps import Drop, Mend, Put, Rekey, Step, result
from skms.findings import Hit, Route
from skms.fit import Record
from skms.kinds import Kind, Schema, resolve
from skms.model import Model
from skms.parse import Source, parse
from skms.rules.gen._forms import forms
from skms.rules.gen._typos import meant

_MISSING = object()


def mends(model: Model, hit: Hit) -> Iterator[Mend]:
    """What mends a hit, if there is one way only."""
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
    better = [steps for steps in _ways(kind, source, hit) if _better(kind, source, steps)]
    if better and all(steps == better[0] for steps in better):
        yield from ((hit.path, step) for step in better[0])


def _kind(model: Model, record: Record, source: Source) -> Iterator[Mend]:
    """A misspelt kind, where the folder says the same."""
    guess = meant(str((source.data or {}).get("kind")), model.kinds)
    if guess and record.path.startswith(f"{model.kinds[guess].folder}/"):
        yield record.path, Put(("kind",), guess)


def _ways(kind: Kind, source: Source, hit: Hit) -> Iterator[tuple[Step, ...]]:
    """What may mend a hit: another name of the field, with its value in another form if need be, or another value."""
    value, node, above = _at(source.data, kind.schema, hit.route)
    name = hit.route[-1] if hit.route else None
    if value is _MISSING:
        return
    if node is None:
        free = [field for field in above.get("properties", {}) if _free(source.data, hit, field)]
        guess = meant(str(name), free)
        if guess:
            rekey = Rekey(hit.route, guess)
            yield (rekey,)
            if not _better(kind, source, (rekey,)):
                below, route = resolve(above["properties"][guess]), (*hit.route[:-1], guess)
                yield from ((rekey, step) for step in _forms(source, hit.route, route, below, value))
        return
    yield from ((step,) for step in _values(source, hit, node, value))


def _values(source: Source, hit: Hit, node: Schema, value: Any) -> Iterator[Step]:
    name = hit.route[-1] if hit.route else None
    if value is None:
        yield Drop(hit.route)
    elif isinstance(value, list) and node.get("uniqueItems"):
        again = [at for at, item in enumerate(value) if item in value[:at]]
        if again:
            yield Drop((*hit.route, again[-1]))
    elif name != "id" or not isinstance(value, str):  # what others refer to keeps its name
        yield from _forms(source, hit.route, hit.route, node, value)


def _forms(source: Source, written: Route, route: Route, node: Schema, value: Any) -> Iterator[Step]:
    """Other forms of a value for the field at a route; `written` is where it stands in the file."""
    slot = slots(source.text).get(written)
    raw = source.text[slot.start : slot.end] if slot else ""
    yield from (Put(route, form) for form in forms(node, value, raw) if form != value or form is not value)


def _at(data: Any, node: Schema, route: Route) -> tuple[Any, Schema | None, Schema]:
    """The value at the route of a hit, its schema (None for an unknown field) and the schema of what holds it."""
    above = node
    for step in route:
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


def _better(kind: Kind, source: Source, steps: tuple[Step, ...]) -> bool:
    """Whether fewer faults are left, and no new one came."""
    before = source.data or {}
    after = reduce(result, steps, before)
    return _faults(kind, source, after) < _faults(kind, source, before)


def _faults(kind: Kind, source: Source, data: dict[str, Any]) -> set[tuple[Any, str]]:
    from skms.explain import explain, validator  # slow to import, and only mending needs it

    if validator(kind.name).is_valid(data):
        return set()
    return {(one.route, one.message) for one in explain(source, data, kind)}
