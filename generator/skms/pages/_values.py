"""Any value of a record as HTML, led by its schema: what the generic page and the fields of no special interest use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from skms import prose
from skms.codes import money
from skms.countries import country
from skms.dates import long_date, parse_date
from skms.dates import words as duration_words
from skms.fit import Record
from skms.kinds import Schema, common, resolve
from skms.pages._filters import words
from skms.pages._lean import safe
from skms.pages._views import Ref, View

MONEY = frozenset({"amount", "currency"})
DURATION = common()["$defs"]["duration"]["pattern"]
COUNTRY = common()["$defs"]["country"]["pattern"]


def fields(
    view: View, schema: Schema, data: Mapping[str, Any], leave_out: frozenset[str]
) -> Iterator[tuple[str, Markup]]:
    """`(label, html)` of every field that has a value, in the order of the schema."""
    for key, node in resolve(schema).get("properties", {}).items():
        if key in data and key not in leave_out:
            node = resolve(node)
            yield str(node.get("title", words(key))), value_html(view, node, data[key])


def value_html(view: View, node: Schema, value: Any) -> Markup:
    """One value: references are links, dates and durations are written out, lists and groups are nested."""
    if isinstance(value, list):
        return _list(view, node, value)
    if isinstance(value, dict):
        return _group(view, node, value)
    if isinstance(value, bool):
        return Markup("Yes" if value else "No")
    if isinstance(value, str):
        return _text(view, node, value)
    return escape(f"{value:,}" if isinstance(value, int) else value)


def _text(view: View, node: Schema, value: str) -> Markup:
    if value in node.get("x-literal", ()):
        return escape(words(value))
    if "x-ref" in node:
        return link(reference(view, value, tuple(node["x-ref"])))
    if node.get("contentMediaType") == "text/markdown":
        return view.prose(value)
    day = parse_date(value)
    if day:
        return Markup(f'<time datetime="{safe(value)}">{long_date(day)}</time>')
    if node.get("format") == "uri" or value.startswith(("https://", "http://")):
        return prose.external(value)
    if "enum" in node:
        return escape(words(value))
    if node.get("pattern") == DURATION:
        return escape(duration_words(value))
    if node.get("pattern") == COUNTRY:
        return escape(country(value))
    return escape(value)


def reference(view: View, text: str, kinds: tuple[str, ...]) -> Ref:
    """The reference that a field's text makes; a part of a record goes by its own title."""
    base, _, fragment = text.partition("#")
    record = view.model.look(base, *kinds)
    found = view.model.part(record, fragment) if record and fragment else None
    ref = view.ref(record, text, part=fragment if found else "")
    if not found:
        return ref
    title = found[1].get("title") or found[1].get("text")
    if record and record.kind == "framework":
        return replace(ref, title=f"{ref.title} {fragment}", note=str(title or ""))
    return replace(ref, title=str(title or words(fragment)), note=f"in {ref.title}")


def named_parts(view: View, record: Record, field: str) -> list[Ref]:
    """What a field of a record names, parts of records by their own titles, in its order."""
    found = (link for link in view.model.links(record.name) if link.route[0] == field)
    return [reference(view, link.text, tuple(link.field.kinds)) for link in found]


def link(ref: Ref) -> Markup:
    """A reference as HTML; templates use the macro of the same name, which also shows states."""
    note = f' <span class="skms-quiet">{safe(ref.note)}</span>' if ref.note else ""
    if ref.href is None:
        return Markup(safe(ref.title) + note)
    return Markup(f'<a href="{safe(ref.href)}">{safe(ref.title)}</a>{note}')


def _list(view: View, node: Schema, values: list[Any]) -> Markup:
    items = resolve(node.get("items", {}))
    if len(values) > 1 and all(map(_flat, values)):
        return _rows(view, str(node.get("title", "Entries")), items, values)
    rows = Markup().join(Markup("<li>{}</li>").format(value_html(view, items, value)) for value in values)
    return Markup('<ul class="links">{}</ul>').format(rows)


def _flat(value: Any) -> bool:
    """Whether a value is a group of single values, so that several of them make a table."""
    return (
        isinstance(value, dict)
        and set(value) != MONEY
        and not any(
            isinstance(one, list) or (isinstance(one, dict) and set(one) != MONEY) for one in value.values()
        )
    )


def _rows(view: View, title: str, items: Schema, values: list[Any]) -> Markup:
    """Groups with the same fields as a table."""
    known = items.get("properties", {})
    keys = [*filter(lambda key: any(key in one for one in values), known)]
    keys += dict.fromkeys(key for one in values for key in one if key not in known)
    below = {key: resolve(known.get(key, {})) for key in keys}
    head = Markup().join(
        Markup('<th scope="col">{}</th>').format(below[key].get("title", words(key))) for key in keys
    )
    body = Markup().join(
        Markup("<tr>{}</tr>").format(
            Markup().join(
                Markup("<td>{}</td>").format(value_html(view, below[key], one[key]) if key in one else "")
                for key in keys
            )
        )
        for one in values
    )
    return Markup(
        '<div class="scroll scroll--fit" role="region" tabindex="0" aria-label="{}"><table class="data">'
        '<caption class="skms-hidden">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(title, title, head, body)


def _group(view: View, node: Schema, value: Mapping[str, Any]) -> Markup:
    if set(value) == MONEY:
        return escape(money(value))
    known = [
        (str(resolve(below).get("title", words(key))), key, resolve(below))
        for key, below in node.get("properties", {}).items()
        if key in value
    ]
    free: list[tuple[str, str, Schema]] = [
        (key, key, {}) for key in value if key not in node.get("properties", {})
    ]
    rows = "".join(
        f"<div><dt>{safe(label)}</dt><dd>{value_html(view, below, value[key])}</dd></div>"
        for label, key, below in [*known, *free]
    )
    return Markup(f'<dl class="group">{rows}</dl>')
