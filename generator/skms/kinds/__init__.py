"""Record kinds: one JSON Schema file each, found by file name, compiled once into what the other steps need.

What the `x-` words of the schemas mean is said in `_words.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from skms.mathematics.calendars import known_zone

Schema = dict[str, Any]
FOLDER = Path(__file__).parent
COMMON_ID = "skms:common"
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""What cannot be an id, because Windows takes a file of this name for a device."""
FORMATS: Mapping[str, Callable[[Any], bool]] = {
    "time-zone": lambda value: not isinstance(value, str) or known_zone(value)
}
"""Values of `format` that JSON Schema does not know, and whether a value has the form."""


@dataclass(frozen=True, slots=True)
class RefField:
    """A place in a schema that holds references: which kinds and sub-elements it may point to."""

    pattern: tuple[str, ...]
    """Route with `*` for indexes and free keys: `("rows", "*", "assign")`."""
    kinds: tuple[str, ...]
    parts: tuple[str, ...] = ()
    part_required: bool = False
    chain: bool = False
    allow: frozenset[str] = frozenset()
    """Phases besides `live` that a live record may point to here: `planned`, `ended`."""
    literals: frozenset[str] = frozenset()
    """Texts that are no references here, such as `none`."""
    or_text: bool = False
    """What does not look like a reference is plain text here."""

    @property
    def name(self) -> str:
        """The field as people write it: `depends_on.service`."""
        return ".".join(step for step in self.pattern if step != "*")


@dataclass(slots=True)
class Plan:
    """Where references stand below one schema node; None-like branches are left out so that a walk is short."""

    ref: RefField | None = None
    names: RefField | None = None
    props: dict[str, Plan] = field(default_factory=dict)
    items: Plan | None = None
    values: Plan | None = None

    def __bool__(self) -> bool:
        return bool(self.ref or self.names or self.props or self.items or self.values)


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The states of a kind, in order, and the phase of each: planned, live or ended."""

    phases: Mapping[str, str]
    aside: frozenset[str]
    edges: Mapping[str, tuple[str, ...]]

    def phase(self, status: str | None) -> str:
        """Phase of a status; a kind without status is always live."""
        return "live" if status is None else self.phases.get(status, "planned")

    def asks(self, status: str | None, start: str) -> bool:
        """Whether a record in `status` needs what is asked for from the state `start` on.

        States aside (on hold, rejected) ask for nothing, and what has ended need not be completed any more.
        """
        order = list(self.phases)
        if status in self.aside or status not in order or order.index(status) < order.index(start):
            return False
        return self.phases[status] != "ended" or self.phases[start] == "ended"


@dataclass(frozen=True)
class Kind:
    """One record kind, from its schema file."""

    name: str
    one: str
    many: str
    folder: str
    schema: Schema
    lifecycle: Lifecycle
    plan: Plan

    @property
    def url(self) -> str:
        """First step of the site paths of its records: `services`."""
        return self.folder.rpartition("/")[2]


Kinds = Mapping[str, Kind]


@cache
def common() -> Schema:
    """The definitions that the kind schemas share."""
    return _read("_common.json")


@cache
def load_kinds() -> Kinds:
    """All kinds by name, sorted."""
    ending = ".schema.json"
    names = sorted(path.name.removesuffix(ending) for path in FOLDER.glob(f"*{ending}"))
    schemas = {name: _read(f"{name}{ending}") for name in names}
    _write_out(schemas)
    return MappingProxyType({name: kind(name, schema) for name, schema in schemas.items()})


def _write_out(schemas: Mapping[str, Schema]) -> None:
    """Put all other kinds, and all lists of parts, in the place of `*` in references."""
    found = [pair for schema in schemas.values() for pair in nodes(schema)]
    lists = sorted({route[-1] for route, node in found if "x-id" in node})
    for _, node in found:
        if "*" in node.get("x-ref", ()):
            named = [name for name in node["x-ref"] if name != "*"]
            node["x-ref"] = [*named, *(name for name in schemas if name not in named)]
        if "*" in node.get("x-part", ()):
            node["x-part"] = lists


def kind(name: str, schema: Schema) -> Kind:
    """Compile one schema. KeyError where an obligatory x- word is missing."""
    label, states = schema["x-label"], schema.get("x-lifecycle", {})
    phases = {state: phase for phase in ("planned", "live", "ended") for state in states.get(phase, ())}
    edges = {state: tuple(targets) for state, targets in states.get("edges", {}).items()}
    lifecycle = Lifecycle(phases, frozenset(states.get("aside", ())), edges)
    return Kind(name, label["one"], label["many"], schema["x-folder"], schema, lifecycle, plan(schema, ()))


def resolve(schema: Schema) -> Schema:
    """A schema node with its `$ref` into the shared definitions followed; words beside the `$ref` win."""
    target = schema.get("$ref", "")
    if not target.startswith(f"{COMMON_ID}#/$defs/"):
        return schema
    base = resolve(common()["$defs"][target.rpartition("/")[2]])
    return {**base, **{word: value for word, value in schema.items() if word != "$ref"}}


def plan(schema: Schema, route: tuple[str, ...]) -> Plan:
    """Compile where references stand in a schema node."""
    schema = resolve(schema)
    names = schema.get("propertyNames", {})
    items, values = schema.get("items"), schema.get("additionalProperties")
    result = Plan(_ref(schema, route), _ref(names, route) if isinstance(names, dict) else None)
    for key, node in schema.get("properties", {}).items():
        if below := plan(node, (*route, key)):
            result.props[key] = below
    if isinstance(items, dict):
        result.items = plan(items, (*route, "*")) or None
    if isinstance(values, dict):
        result.values = plan(values, (*route, "*")) or None
    return result


def nodes(schema: Schema, route: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Every node of a schema with its route (`*` for indexes and free keys), shared definitions followed."""
    schema = resolve(schema)
    yield route, schema
    for key, node in schema.get("properties", {}).items():
        yield from nodes(node, (*route, key))
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield from nodes(schema[word], (*route, "*"))


def values(data: Any, pattern: tuple[str, ...]) -> Iterable[tuple[tuple[str | int, ...], Any]]:
    """Every `(route, value)` of a record that a schema route stands for; `*` matches indexes and keys."""
    if pattern and pattern[0] != "*":
        if not isinstance(data, dict) or pattern[0] not in data:
            return ()  # true of most fields of most records
        if len(pattern) == 1:
            return ((pattern, data[pattern[0]]),)
    return _values(data, pattern, ())


def _values(
    data: Any, pattern: tuple[str, ...], route: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for at, step in enumerate(pattern):
        if step == "*":
            pairs = (
                data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
            )
            for key, value in pairs:
                yield from _values(value, pattern[at + 1 :], (*route, key))
            return
        if not isinstance(data, dict) or step not in data:
            return
        data, route = data[step], (*route, step)
    yield route, data


@cache
def marked(kind_: str, word: str) -> tuple[tuple[tuple[str, ...], Schema], ...]:
    """The places in a kind's schema that carry one of our own words, as `(route, node)`: `marked("role", "x-past")`."""
    return tuple((route, node) for route, node in _all_nodes(kind_) if word in node)


@cache
def _all_nodes(kind_: str) -> tuple[tuple[tuple[str, ...], Schema], ...]:
    return tuple(nodes(load_kinds()[kind_].schema))


@cache
def classification(kind_: str) -> str:
    """Who may read the records of a kind that do not say so themselves: `internal`, for people `restricted`."""
    return str(resolve(load_kinds()[kind_].schema["properties"]["classification"])["default"])


@cache
def part_lists(kind_: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Lists of sub-elements of a kind: `(route of the list, field that names an item)`."""
    return tuple((route, node["x-id"]) for route, node in marked(kind_, "x-id"))


def _ref(schema: Schema, route: tuple[str, ...]) -> RefField | None:
    if "x-ref" not in schema:
        return None
    return RefField(
        route, tuple(schema["x-ref"]), tuple(schema.get("x-part", ())), schema.get("x-part-required", False),
        schema.get("x-chain", False), frozenset(schema.get("x-allow", ())), frozenset(schema.get("x-literal", ())),
        schema.get("x-or-text", False),
    )  # fmt: skip


def _read(name: str) -> Schema:
    schema: Schema = json.loads((FOLDER / name).read_text("utf-8"))
    return schema
