"""What counts of a record: one answer for `skms diff`, which calls all else editorial, and for reviews, which stay
fresh when only something else changes.

Wording and what helps to find do not count (`x-editorial` in the schemas), nor does the order of references, of choices
and of entries with fields of their own. Lists of plain texts, such as conditions, keep their order.
"""

from __future__ import annotations

import json
from typing import Any

from skms.kinds import Schema
from skms.meaning import node

WORD = "x-editorial"


def substance(value: Any, schema: Schema) -> Any:
    """What counts of a value of a meaning; two that differ in nothing else are equal as texts."""
    if isinstance(value, dict):
        fields = ((key, below, node(schema, key)) for key, below in value.items())
        return {key: substance(below, shape) for key, below, shape in fields if WORD not in shape}
    if isinstance(value, list):
        items = [substance(item, node(schema, "*")) for item in value]
        return items if keeps_order(schema) else sorted(items, key=text)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def keeps_order(schema: Schema) -> bool:
    """Whether the order of a list says something."""
    return not schema.get("uniqueItems") and "properties" not in node(schema, "*")


def text(value: Any) -> str:
    """A value as the same text, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
