"""Reviews bound to what was reviewed: a fingerprint of the meaning of a record, whatever way it is written.

Layout, comments, quotes, the order of fields, of references and of entries, line breaks in texts and other ids for the
same records do not count. Lists of plain texts, such as steps, keep their order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skms import raci
from skms.findings import Route
from skms.fit import Record
from skms.kinds import Schema, resolve
from skms.model import Model

APART = ("kind", "aliases", "review")
"""Fields that are no part of what is reviewed."""
_LINK = re.compile(r"(?<=\]\()([a-z-]+/[a-z0-9-]+)(?=[#)])")


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of a review that is bound to its record."""

    changed: bool
    """The record means something else by now."""
    touched: bool
    """The day or the reviewer was altered, but not by a review."""


def bound(model: Model, record: Record) -> Bound | None:
    """Whether the record is as it was reviewed; None where no review is bound to it."""
    review = record.data.get("review") if record.valid else None
    mark = review.get("fingerprint") if isinstance(review, dict) else None
    if not isinstance(review, dict) or not isinstance(mark, str):
        return None
    meaning, _, seal = mark.partition("-")
    return Bound(meaning != fingerprint(model, record), seal != _seal(meaning, review))


def binding(model: Model, record: Record, review: Mapping[str, Any]) -> str:
    """The text that binds a review, given by its fields, to what the record means now."""
    meaning = fingerprint(model, record)
    return f"{meaning}-{_seal(meaning, review)}"


def _seal(meaning: str, review: Mapping[str, Any]) -> str:
    return _digest([meaning, review.get("last_reviewed"), review.get("reviewed_by")])[:8]


def fingerprint(model: Model, record: Record) -> str:
    """What a record means, in 16 letters: two records that mean the same have the same."""
    values: dict[Route, str] = {}
    keys: dict[Route, str] = {}
    for link in model.links(record.name):
        if link.target and link.route[0] not in ("description", "body"):
            part = f"#{link.fragment}" if link.fragment else ""
            (keys if link.on_key else values)[link.route] = _lasting(model, link.target) + part
    data = {name: value for name, value in record.data.items() if name not in APART}
    return _digest(_Reader(model, record.kind, values, keys).read(data, model.kinds[record.kind].schema, ()))[
        :16
    ]


def _lasting(model: Model, name: str) -> str:
    """The first name a record ever had: another id does not change what refers to it."""
    target = model.records.get(model.names.aliases.get(name, name))
    former = target.data.get("aliases") if target else None
    return f"{target.kind}/{former[0]}" if target and isinstance(former, list) and former else name


def _digest(value: Any) -> str:
    import hashlib  # slow to import, and few records were reviewed by fingerprint

    return hashlib.sha256(_text(value).encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Reader:
    model: Model
    kind: str
    values: Mapping[Route, str]
    keys: Mapping[Route, str]

    def read(self, value: Any, schema: Schema, route: Route) -> Any:
        """A value in a form in which what means the same is the same; None where it says nothing."""
        node = resolve(schema)
        if isinstance(value, dict):
            return self._group(value, node, route)
        if isinstance(value, list):
            below = node.get("items", {})
            items = [self.read(item, below, (*route, at)) for at, item in enumerate(value)]
            loose = node.get("uniqueItems") or all(isinstance(item, dict) for item in value)
            return (sorted(items, key=_text) if loose else items) or None
        if route in self.values:
            return self.values[route]
        if self.kind == "raci" and len(route) == 4 and route[2] == "assign":
            return raci.normal(value) or value or None
        if isinstance(value, str):
            value = _LINK.sub(lambda match: _lasting(self.model, match[0]), " ".join(value.split()))
        return None if "default" in node and value == node["default"] else value

    def _group(self, value: dict[str, Any], node: Schema, route: Route) -> Any:
        known, other = node.get("properties", {}), node.get("additionalProperties")
        found = {}
        for key, below in value.items():
            shape = known.get(key, other if isinstance(other, dict) else {})
            read = self.read(below, shape, (*route, key))
            if read is not None:
                found[self.keys.get((*route, key), key)] = read
        return found or None
