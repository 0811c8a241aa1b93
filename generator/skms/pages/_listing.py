"""Lists of records as one table with facets: what the list pages of all kinds have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any

from markupsafe import Markup

from skms.fit import Record
from skms.kinds import Kind, Schema, resolve
from skms.pages import _html
from skms.pages._filters import words
from skms.pages._lean import safe
from skms.pages._overview import Facet, Row, facets_of, row
from skms.pages._views import Ref, View

Cell = Any
"""What stands in a cell: text, a `Ref`, a number, or safe HTML."""
Column = tuple[str, Callable[[View, Record], Cell]]

OWNER = "Answers for it"
FEW = 3
MOST_OPTIONS = 14
PLAIN = frozenset({"kind", "status", "classification", "owner"})
"""Fields that every list shows in a column of their own, or not at all."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of records with its facets."""

    id: str
    caption: str
    noun: str
    columns: tuple[str | tuple[str, str], ...]
    """Headings; with a class where the column is of numbers."""
    rows: Markup
    """Safe HTML of the body; made in Python, because a large registry has many thousands of cells."""
    count: int
    facets: list[Facet]
    kind: Ref
    """What a record of the kind says, for whoever is to write the first one."""
    new: str
    """The command that begins it."""


def listing(
    view: View, kind: Kind, found: Iterable[Record], columns: Iterable[Column], facets: Mapping[str, str]
) -> Listing:
    """Return the table of some records of a kind; `facets` are fields with their labels, beside status and team.

    A column in which no record has anything is left out.
    """
    columns = tuple(columns)
    rows = tuple(
        (
            row(view, record, {field: field_facet(view, record, field) for field in facets}),
            tuple(cell(view, record) for _, cell in columns),
        )
        for record in found
    )
    labels = {"status": "Status", **facets, "team": "Team"}
    filled = tuple(any(_said(cells[at]) for _, cells in rows) for at in range(len(columns)))
    columns = tuple(compress(columns, filled))
    rows = tuple((one, tuple(compress(cells, filled))) for one, cells in rows)
    states, owners = any(one.record.status for one, _ in rows), any(one.owner for one, _ in rows)
    heads = (kind.one, *["Status"][:states], *_heads(columns, rows), *[OWNER][:owners])
    names = tuple(label for label, _ in columns)
    return Listing(
        kind.url, kind.many, kind.many if kind.many[:2].isupper() else kind.many[:1].lower() + kind.many[1:], heads,
        Markup("").join(_row(one, cells, names, states, owners) for one, cells in rows), len(rows),
        facets_of((one for one, _ in rows), labels), Ref(kind.one, view.url(f"reference/kinds/{kind.name}/")),
        f"skms new {kind.name}",
    )  # fmt: skip


def _said(cell: Cell) -> bool:
    """Whether a cell says anything; a nought does."""
    return cell is not None and cell != ""


def _row(one: Row, cells: tuple[Cell, ...], names: tuple[str, ...], states: bool, owners: bool) -> Markup:
    """Return a row of the table; what its facets filter by stands in `data-` attributes."""
    record, ref = one.record, one.ref
    facets = "".join(f' data-{key}="{safe(one.values(key))}"' for key in one.facets)
    title = f'<a href="{safe(ref.href)}">{safe(ref.title)}</a>' if ref.href else safe(ref.title)
    note = f'<span class="note">{safe(one.summary)}</span>' if one.summary else ""
    state = _html.status(record.status, record.phase) if record.status else ""
    state = f"<td>{state}</td>" if states else ""
    middle = "".join(_cell(name, value) for name, value in zip(names, cells, strict=True))
    owner = _html.link(one.owner) if one.owner else ""
    vacant = f" {_html.badge('Vacant', 'warn', '▲')}" if one.vacant else ""
    answers = f'<td data-label="{OWNER}">{owner}{vacant}</td>' if owners else ""
    return Markup(f'<tr{facets}><th scope="row">{title}{note}</th>{state}{middle}{answers}</tr>\n')


def _cell(name: str, value: Cell) -> str:
    """Return a cell under the heading `name`; blank ones are left truly empty, so that they can be passed over."""
    kind = ' class="skms-number"' if isinstance(value, int | float) else ""
    text = _html.link(value) if isinstance(value, Ref) else safe(value)
    return f'<td data-label="{safe(name)}"{kind}>{text}</td>'


def _heads(
    columns: tuple[Column, ...], rows: tuple[tuple[Row, tuple[Cell, ...]], ...]
) -> list[str | tuple[str, str]]:
    """Return the headings of the columns, those of numbers with their class."""
    first = rows[0][1] if rows else ("",) * len(columns)
    return [
        (label, "skms-number") if isinstance(cell, int | float) else label
        for (label, _), cell in zip(columns, first, strict=True)
    ]


def field_facet(view: View, record: Record, field: str) -> tuple[tuple[str, str], ...]:
    """Return the `(value, label)` pairs of a field: of a code its words, of a reference the title it stands for."""
    value = record.data.get(field)
    values = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    node = resolve(view.model.kinds[record.kind].schema["properties"][field])
    kinds = node.get("x-ref") or resolve(node.get("items", {})).get("x-ref")
    if not kinds:
        return tuple((one, words(one)) for one in values)
    targets = [view.model.look(one, *kinds) for one in values]
    return tuple((one.name.replace("/", "-"), one.title) for one in targets if one)


def generic_columns(kind: Kind) -> tuple[tuple[Column, ...], dict[str, str]]:
    """Return the columns and facets that a kind's schema suggests: its codes and its single references, in order."""
    columns: list[Column] = []
    facets: dict[str, str] = {}
    for field, node in fields(kind):
        if len(columns) < FEW:
            columns.append((str(node.get("title", words(field))), _reader(field, node)))
            if "enum" in node and len(node["enum"]) <= MOST_OPTIONS:
                facets[field] = str(node.get("title", words(field)))
    return tuple(columns), facets


def fields(kind: Kind) -> Iterable[tuple[str, Schema]]:
    """Yield the fields of a kind that make good columns: codes and references to a single record."""
    for field, schema in kind.schema["properties"].items():
        node = resolve(schema)
        if field not in PLAIN and node.get("type") == "string" and ("enum" in node or "x-ref" in node):
            yield field, node


def _reader(field: str, node: Schema) -> Callable[[View, Record], Cell]:
    """Return what reads a field for a cell."""
    if "x-ref" in node:
        return lambda view, record: refer(view, record, field, *node["x-ref"])
    return lambda view, record: code(record, field)


def refer(view: View, record: Record, field: str, *kinds: str) -> Ref | str:
    """Return the link for a field that refers to a record."""
    text = record.data.get(field)
    target = view.model.look(text, *kinds)
    return view.ref(target) if target else text or ""


def code(record: Record, field: str) -> str:
    """Return the words of a field that holds a code."""
    value = record.data.get(field)
    return words(value) if isinstance(value, str) else ""
