"""Changes for programs; version 1."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from skms.change_reports._told import Told
from skms.changes import LEVELS, Change, worst

VERSION = 1


def report(told: Told, *, color: bool = False) -> str:
    """One JSON document; colours do not apply."""
    number = Counter(one.level for one in told.changes)
    data = {
        "version": VERSION,
        "base": told.base,
        "head": told.head,
        "as_of": told.as_of.isoformat(),
        "worst": worst(told.changes),
        "counts": {level: number[level] for level in LEVELS},
        "changes": [as_data(one) for one in told.changes],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def as_data(one: Change) -> dict[str, Any]:
    """A change as plain data."""
    return {
        "class": one.level,
        "aspect": one.aspect,
        "record": one.record,
        "sentence": one.sentence,
        "before": one.before or None,
        "after": one.after or None,
        "file": one.file or None,
        "line": one.line or None,
        "path": list(one.route),
    }
