"""Several rows of one record put together."""

from __future__ import annotations

from typing import Any

from skms.findings import Route


class Differs(Exception):
    """Two rows of one record say different things at `route`."""

    def __init__(self, route: Route, first: Any, second: Any) -> None:
        super().__init__(f"{first!r} and {second!r}")
        self.route, self.first, self.second = route, first, second


def merged(one: dict[str, Any], other: dict[str, Any], route: Route = ()) -> dict[str, Any]:
    """Both together, collected items (tuples) one after another, each word once. `Differs` where they disagree."""
    result = dict(one)
    for name, value in other.items():
        here = (*route, name)
        if name not in result:
            result[name] = value
        elif isinstance(value, tuple) and isinstance(result[name], tuple):
            result[name] += tuple(
                item for item in value if isinstance(item, dict) or item not in result[name]
            )
        elif isinstance(value, dict) and isinstance(result[name], dict):
            result[name] = merged(result[name], value, here)
        elif value != result[name]:
            raise Differs(here, result[name], value)
    return result
