"""The smallest steps from one value to another, so that a file keeps what is not meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skms.edits.steps import Drop, Put, Step
from skms.findings import Route
from skms.kinds import Schema
from skms.returns.placing import blank, ordered
from skms.tables.columns import sheets_of
from skms.tables.rows import names_of


def steps(schema: Schema, data: Any, route: Route, before: Any, after: Any) -> Iterator[Step]:
    """The smallest steps from one value to another."""
    if after is None:
        yield Drop(_highest(data, route))
    elif before is None:
        yield put(schema, data, route, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_steps(route, before, after)
    elif isinstance(before, dict) and isinstance(after, dict) and after:
        for key in before.keys() - after.keys():
            yield Drop((*route, key))
        for key, new in after.items():
            if key not in before or before[key] != new:
                yield Put((*route, key), new)
    else:
        yield Put(route, after)


def _list_steps(route: Route, before: list[Any], after: list[Any]) -> Iterator[Step]:
    """Values that are different, then those that are new at the end or gone from it."""
    kept = [item for item in before if item in after]
    if len(after) < len(before) and kept == after:  # some are gone
        yield from (Drop((*route, at)) for at in reversed(range(len(before))) if before[at] not in after)
        return
    for at, new in enumerate(after):
        if at >= len(before) or before[at] != new:
            yield Put((*route, at), new)
    yield from (Drop((*route, at)) for at in reversed(range(len(after), len(before))))


def _highest(data: Any, route: Route) -> Route:
    """The field itself, or the group that would be empty without it."""
    while len(route) > 1 and isinstance(route[-2], str):
        group = _at(data, route[:-1])
        if not isinstance(group, dict) or len(group) > 1:
            break
        route = route[:-1]
    return route


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


def put(schema: Schema, whole: Any, route: Route, after: Any) -> Put:
    """Give a field a value, with the groups above it that are not there yet."""
    data: Any = whole
    for depth, step in enumerate(route):
        there = isinstance(data, dict) and step in data
        there = there or (isinstance(data, list) and isinstance(step, int) and step < len(data))
        if not there or depth == len(route) - 1:
            for name in reversed(route[depth + 1 :]):
                after = [after] if isinstance(name, int) else {name: after}
            order = ordered(schema, route[:depth])
            return Put(route[: depth + 1], after, order)
        data = data[step]
    return Put(route, after)


def lay(item: dict[str, Any], route: tuple[str, ...], after: Any) -> None:
    *above, last = route
    for step in above:
        item = item.setdefault(step, {})
    item[last] = after


def list_route(data: Any, pattern: tuple[str, ...], keys: tuple[str, ...], kind: str) -> Route | None:
    """The route of the list that a new row belongs to; None where an item above it does not exist."""
    route: Route = ()
    above = list(keys[1:-1])
    for at, step in enumerate(pattern):
        if step != "*":
            route = (*route, step)
            continue
        field_name = next((one.item_id for one in sheets_of(kind) if one.pattern == pattern[:at]), None)
        names = names_of(blank(data, route), field_name)
        key = above.pop(0)
        if key not in names:
            return None
        route = (*route, names.index(key))
    return route


def droppable(data: Any, route: Route) -> Route:
    """The item, or the list that would be empty without it."""
    return route[:-1] if len(_at(data, route[:-1])) == 1 else route
