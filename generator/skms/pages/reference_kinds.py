"""A page for every kind of record, from its schema: its life, its fields and what each of them means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from skms.kinds import Kind, Schema, resolve
from skms.model import Model
from skms.pages._overview import caller
from skms.pages._views import View
from skms.pages.page import Crumb, Leaf, Page, Section, Site


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the reference shows it; `depth` counts the fields it stands in."""

    path: str
    name: str
    depth: int
    title: str
    type: str
    needed: str
    description: str
    options: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield a page for every kind."""
    for kind in model.kinds.values():
        yield Leaf(kind_path(kind), f"Kind: {kind.one}", None, kind.name, "reference_kinds")


def kind_path(kind: Kind) -> str:
    """Return the site path of a kind's page: `reference/kinds/service/`."""
    return f"reference/kinds/{kind.name}/"


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page of a kind."""
    view, call, kind = (
        View(model, site, leaf.path),
        caller(site, "reference_kinds"),
        model.kinds[leaf.subject],
    )
    links = {name: view.url(kind_path(other)) for name, other in model.kinds.items()}
    named_by = [(other.one, links[other.name], field) for other, field in model.once(_naming)[kind.name]]
    sections = (
        Section("life", "Its life", call("life", _states(kind))),
        Section("fields", "Its fields", call("fields", list(fields(kind, links)))),
        Section("example", "The least a record needs", call("example", skeleton(kind), kind)),
        Section("named-by", "What may refer to it", call("named_by", named_by)),
    )
    lead = call("lead", kind, view.url(f"{kind.url}/"), len(model.of(kind.name)))
    return Page(
        leaf.path, leaf.title, kind.schema.get("description", ""), lead,
        tuple(section for section in sections if section.html.strip()),
        (Crumb("Kinds and rules", "reference/"), Crumb("Kinds", "reference/#kinds")),
        {"kind": ("Kind of record",)}, (kind.name, kind.many),
    )  # fmt: skip


def _states(kind: Kind) -> list[tuple[str, str, tuple[str, ...], tuple[tuple[str, str], ...]]]:
    """Return the states in order: state, phase, states it may change to, fields that it asks for first."""
    life = kind.lifecycle
    return [
        (state, phase, life.edges.get(state, ()), _asked(kind, state)) for state, phase in life.phases.items()
    ]


def _asked(kind: Kind, state: str) -> tuple[tuple[str, str], ...]:
    """Return the fields that become obligatory in a state, each with its condition."""
    return tuple(
        (field, _condition(one))
        for one in kind.schema.get("x-required", ())
        if one["from"] == state
        for field in one["fields"]
    )


def _condition(one: Mapping[str, Any]) -> str:
    """Return under which condition fields are obligatory, in words."""
    parts = []
    for field, value in one.get("when", {}).items():
        parts.append(f"where {field} is {' or '.join([value] if isinstance(value, str) else value)}")
    if "unless" in one:
        parts.append(f"unless {' or '.join(one['unless'])} is given")
    return ", ".join(parts)


def fields(kind: Kind, links: Mapping[str, str]) -> Iterator[Field]:
    """Yield the fields of a kind in the order of its schema, each followed by those inside it."""
    late = {field: one["from"] for one in kind.schema.get("x-required", ()) for field in one["fields"]}
    for field in _below(kind.schema, "", 0, links):
        needed = field.needed or (f"from {late[field.path]}" if field.path in late else "")
        yield Field(
            field.path, field.name, field.depth, field.title, field.type, needed, field.description, field.options,
            field.kinds,
        )  # fmt: skip


def _below(schema: Schema, path: str, depth: int, links: Mapping[str, str]) -> Iterator[Field]:
    for name, raw in schema.get("properties", {}).items():
        node = resolve(raw)
        item = resolve(node["items"]) if isinstance(node.get("items"), dict) else node
        kinds = item.get("x-ref", ()) or resolve(node.get("propertyNames", {})).get("x-ref", ())
        where = f"{path}.{name}" if path else name
        yield Field(
            where, name, depth, str(node.get("title", "")), _type(node),
            "always" if name in schema.get("required", ()) else "",
            _description(node), tuple(map(str, item.get("enum", ()))),
            tuple((kind, links[kind]) for kind in kinds if kind in links),
        )  # fmt: skip
        if not node.get("contentMediaType"):
            yield from _below(item, where, depth + 1, links)


def _description(node: Schema) -> str:
    """Return what a field means, and who may read it where that is fewer people than may read the record."""
    few = f" Classified {node['x-classification']}." if "x-classification" in node else ""
    return f"{node.get('description', '')}{few}"


def _type(node: Schema) -> str:
    """Return the type of a value in words."""
    if "const" in node:
        return f"always {node['const']}"
    if node.get("type") == "array":
        return f"list of {_type(resolve(node.get('items', {})))}"
    if node.get("contentMediaType") == "text/markdown":
        return "Markdown"
    if node.get("format") == "date":
        return "date"
    if "x-ref" in node:
        return "reference"
    if isinstance(node.get("type"), list):
        return " or ".join(_type({**node, "type": one}) for one in node["type"])
    names = {"string": "text", "object": "fields", "integer": "whole number", "boolean": "true or false"}
    return names.get(str(node.get("type", "")), str(node.get("type", "any")))


def _naming(model: Model) -> Mapping[str, list[tuple[Kind, str]]]:
    """Return for every kind the fields that may refer to it, in the order of kinds and fields."""
    found: dict[str, list[tuple[Kind, str]]] = {name: [] for name in model.kinds}
    anywhere = dict.fromkeys(model.kinds, "")
    for kind in model.kinds.values():
        named = {
            (field.path, name)
            for field in fields(kind, anywhere)
            if field.name != "subject"
            for name, _ in field.kinds
        }
        for path, name in sorted(named):
            found[name].append((kind, path))
    return found


def skeleton(kind: Kind) -> str:
    """Return the obligatory fields of a kind as YAML, in the order of the schema, with what to write."""
    lines = []
    for name, raw in kind.schema["properties"].items():
        node = resolve(raw)
        if name in kind.schema.get("required", ()):
            value = node.get("const") or (node.get("enum") or [f"…  # {node.get('title', name)}"])[0]
            lines.append(f"{name}: {value}")
    return "\n".join(lines)
