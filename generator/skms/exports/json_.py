"""JSON: every record with all its fields, kind by kind, in one file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from skms.exports import File
from skms.fit import Record
from skms.model import Model

KINDS = None
NAME = "catalogue.json"


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield one file."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        kinds.setdefault(record.kind, []).append(
            {"id": record.id, "name": record.name, "phase": record.phase, **record.data}
        )
    whole = {"version": 1, "name": model.settings.name, "as_of": model.as_of.isoformat(), "records": kinds}
    yield File(NAME, (json.dumps(whole, ensure_ascii=False) + "\n").encode())
