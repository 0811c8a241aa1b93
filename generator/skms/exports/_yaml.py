"""Several YAML documents in one file, for the formats that are made so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml


def documents(found: Iterable[dict[str, Any]], comment: str = "") -> bytes:
    """The documents, with a comment above."""
    lines = "".join(f"# {line}\n" for line in comment.splitlines())
    text = yaml.safe_dump_all(found, sort_keys=False, allow_unicode=True, width=110, explicit_start=True)
    return (lines + text).encode()
