"""Sources to records: which kind and id a file has, and whether its data has the shape of its kind.

`jsonschema-rs` says which records are valid; only the few that are not go through `explain`. A record that fails still
exists as a name, so that whatever points to it is not reported as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NoReturn

import jsonschema_rs

from skms.findings import Hit
from skms.kinds import COMMON_ID, FORMATS, Kind, Kinds, Schema, common
from skms.parse import Source
from skms.words import did_you_mean, one_of

_KIND_LINE = re.compile(r"^kind:[ \t]*[\"']?([A-Za-z-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `data` must not be changed; it is empty where the file could not be read."""

    kind: str
    id: str
    path: str
    data: dict[str, Any]
    valid: bool
    phase: str
    """`planned`, `live` or `ended`, from its status and its kind's lifecycle."""
    name: str
    """`kind/id`"""
    body_path: str | None = None
    """The Markdown file beside the record that holds its body, if there is one."""

    @property
    def title(self) -> str:
        """Its title, or its id while it has none."""
        title = self.data.get("title")
        return title if isinstance(title, str) else self.id

    @property
    def status(self) -> str | None:
        """Its state in the lifecycle, where its kind has one."""
        status = self.data.get("status")
        return status if isinstance(status, str) else None

    @property
    def live(self) -> bool:
        """In force."""
        return self.phase == "live"


def fit(source: Source, kinds: Kinds, bodies: Mapping[str, str]) -> tuple[Record, tuple[Hit, ...]]:
    """Return the record of a source and what is wrong with its shape.

    `bodies` maps paths of Markdown files to their text: one with the record's stem serves as its body.
    """
    data = source.data
    stem = source.path.rpartition(".")[0]
    record_id = stem.rpartition("/")[2]
    name = _kind_name(source, kinds)
    kind = kinds.get(name)
    hits = source.hits
    valid = data is not None and not hits
    if valid and data is not None:
        says_it = kind is not None and data.get("kind") == name  # else it is a guess
        hits = _shape_hits(source, data, kind) if kind and says_it else _kind_hits(source, data, kinds)
        valid = not hits
    body_path = (
        f"{stem}.md" if valid and data is not None and "body" not in data and f"{stem}.md" in bodies else None
    )
    if data is not None and body_path:
        data = {**data, "body": bodies[body_path]}
    status = data.get("status") if data else None
    phase = kind.lifecycle.phase(status if isinstance(status, str) else None) if kind else "planned"
    full = f"{name}/{record_id}"
    return Record(name, record_id, source.path, data or {}, valid, phase, full, body_path), tuple(hits)


@cache
def schema_validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    """The fast validator of a kind: closed registry, formats asserted, linear-time patterns."""
    from skms.kinds import load_kinds

    return validator(load_kinds()[kind].schema)


def validator(schema: Schema) -> jsonschema_rs.Draft202012Validator:
    """Compile one schema."""
    return jsonschema_rs.Draft202012Validator(
        schema,
        validate_formats=True,
        formats=dict(FORMATS),
        retriever=_closed,
        registry=jsonschema_rs.Registry([(COMMON_ID, common())]),
        pattern_options=jsonschema_rs.RegexOptions(),
    )


def _closed(uri: str) -> NoReturn:
    raise LookupError(f"{uri} is not one of the product's own schemas")


def _shape_hits(source: Source, data: dict[str, Any], kind: Kind) -> tuple[Hit, ...]:
    if schema_validator(kind.name).is_valid(data):
        return ()
    from skms.explain import explain  # takes a third of a second, and a sound repository never needs it

    return tuple(explain(source, data, kind))


def _kind_hits(source: Source, data: dict[str, Any], kinds: Kinds) -> tuple[Hit, ...]:
    given = data.get("kind")
    allowed = f"Kinds are {one_of(kinds)}."
    if given is None:
        why = Hit(
            source.path,
            (),
            "The record does not say its kind.",
            f"Start it with `kind: …`. {allowed}",
            rule="wrong-shape",
        )
    else:
        hint = did_you_mean(str(given), kinds)
        why = Hit(
            source.path, ("kind",), f"{given!r} is not a kind of record.{hint}", allowed, rule="wrong-shape"
        )
    return (why,)


def _kind_name(source: Source, kinds: Kinds) -> str:
    """The kind a file claims; for a broken file the best guess, so that references to it still resolve."""
    if source.data is not None:
        given = source.data.get("kind")
        if isinstance(given, str) and given in kinds:
            return given
    line = _KIND_LINE.search(source.text)
    if line and line.group(1) in kinds:
        return line.group(1)
    folder = str(PurePosixPath(source.path).parent)
    by_folder = [kind.name for kind in kinds.values() if f"{folder}/".startswith(f"{kind.folder}/")]
    return by_folder[0] if by_folder else "unknown"


def fit_all(
    sources: Iterable[Source], kinds: Kinds, bodies: Mapping[str, str]
) -> Iterator[tuple[Record, tuple[Hit, ...]]]:
    """Fit every source."""
    return (fit(source, kinds, bodies) for source in sources)
