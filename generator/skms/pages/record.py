"""The page of every record, in one fixed order; a kind may have a template of its own, `pages/<kind>.html`.

Templates call `section(id, title)` for each part of the page; a part without content is left out. Facts that need
more than the record are functions of the product that the templates call (`facts`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import jinja2
from markupsafe import Markup

from skms import (
    controls,
    coverage,
    dependencies,
    duties,
    governance,
    initiatives,
    integration,
    learning,
    maturity_facts,
    objectives,
    profiles,
    prose,
    raci,
    readiness,
    results,
    risks,
    roles,
    separated,
    strategies,
    value,
    workload,
)
from skms.fit import Record
from skms.link import Link
from skms.model import Model
from skms.pages import (
    _agenda,
    _agreements,
    _backwards,
    _changes,
    _drawings,
    _education,
    _flows,
    _hours,
    _indicators,
    _levels,
    _news,
    _office,
    _parties,
    _record_facts,
    _values,
    _views,
)
from skms.pages._filters import words
from skms.pages._lean import loose
from skms.pages.page import Asset, Crumb, Leaf, Page, Section, Site

COMMON = frozenset({
    "kind", "title", "description", "owner", "status", "version", "tags", "links", "external_ids", "aliases", "review",
    "satisfies", "classification", "body", "custom", "approval",
})  # fmt: skip
"""Fields that every page shows in a place of their own."""

WIDE = frozenset({"raci", "framework", "process-change"})
"""Kinds whose pages need the whole width."""

_JSON = json.JSONEncoder(ensure_ascii=False)  # for machines: indenting costs more than the rest
_MODULE = __name__.rpartition(".")[2]


def leaves(model: Model) -> Iterator[Leaf]:
    """One page for every record that is valid and may be shown."""
    for record in model.records.values():
        if record.valid and _views.visible(model, record):
            yield Leaf(_views.path_of(model, record), record.title, None, record.name, _MODULE)


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page of the record that the leaf names. KeyError where there is none."""
    record = model.records[leaf.subject]
    view = _views.View(model, site, leaf.path)
    lead, sections = _render(_template(site.templates, record.kind), _context(view, record))
    kind = model.kinds[record.kind]
    crumbs = (Crumb(kind.many, f"{kind.url}/"),)
    return Page(
        leaf.path, record.title, summary(record), lead, sections, crumbs, _facets(view, record), _keywords(record),
        record.name, record.path, wide=record.kind in WIDE,
    )  # fmt: skip


def assets(model: Model, site: Site) -> Iterator[Asset]:
    """The machine twin of every record: `services/email.json`."""
    for leaf in leaves(model):
        yield Asset(f"{leaf.path.rstrip('/')}.json", partial(_twin, model.records[leaf.subject]))


def _twin(record: Record) -> bytes:
    data = {"id": record.id, "name": record.name, "phase": record.phase, **record.data}
    return f"{_JSON.encode(data)}\n".encode()


def summary(record: Record) -> str:
    """One plain sentence that says what the record is."""
    data = record.data
    text = prose.plain(str(data.get("description") or data.get("purpose") or data.get("reason") or ""))
    return text.split("\n")[0]


def _template(environment: jinja2.Environment, kind: str) -> jinja2.Template:
    return environment.select_template([f"pages/{kind}.html", "pages/record.html"])


def _render(template: jinja2.Template, context: dict[str, Any]) -> tuple[str, tuple[Section, ...]]:
    """Run a template; what it gives to `section` are the sections, what it prints itself is the lead."""
    sections: list[Section] = []

    def section(id: str, title: str, caller: Callable[[], Markup]) -> str:
        html = str.strip(caller())
        if html:
            sections.append(Section(f"_{id}", title, html))  # a part of a record cannot start with "_"
        return ""

    lead = template.render(section=section, **context).strip()
    return lead, tuple(sections)


def _context(view: View, record: Record) -> dict[str, Any]:
    model = view.model
    role = _views.owner_role(model, record)
    return {
        "record": record,
        "data": loose(record.data),
        "kind": model.kinds[record.kind],
        "view": view,
        "model": model,
        "facts": FACTS,
        "owner": _views.owner(view, role) if role else None,
        "foot": _agenda.with_calendar(view, record, _views.foot(view, record)),
        "review_due": _views.next_review(record),
        "news": _news.of_record(view, record),
        "as_of": view.site.as_of.isoformat(),
        "fields": lambda *leave_out: list(
            _values.fields(view, model.kinds[record.kind].schema, record.data, COMMON | set(leave_out))
        ),
        "used_by": lambda *leave_out: used_by(view, record, frozenset(leave_out)),
    }


View = _views.View

FACTS = SimpleNamespace(
    coverage=coverage, dependencies=dependencies, duties=duties, raci=raci, roles=roles, views=_views,
    values=_values, drawings=_drawings, of=_record_facts, levels=_levels, hours=_hours, flows=_flows,
    agreements=_agreements, indicators=_indicators, education=_education,
    parties=_parties, changes=_changes, integration=integration, office=_office, controls=controls,
    governance=governance, initiatives=initiatives, learning=learning, maturity=maturity_facts,
    objectives=objectives, profiles=profiles, readiness=readiness, results=results, risks=risks, separated=separated,
    strategies=strategies, value=value, workload=workload,
)  # fmt: skip
"""What templates may ask beyond the record itself: modules of pure functions."""


def used_by(view: View, record: Record, leave_out: frozenset[str]) -> list[tuple[str, list[_views.Ref]]]:
    """Who refers to a record, by what that means: `("Policies that apply to it", [refs])`."""
    groups: dict[tuple[str, str], dict[str, Record]] = {}
    for link in view.model.backlinks(record.name):
        source = view.model.get(link.source)
        if source and link.source != record.name and _group(link) not in leave_out:
            groups.setdefault((source.kind, _group(link)), {})[source.name] = source
    return [
        (
            _backwards.phrase(kind, field, view.model.kinds[kind].many, words(field)),
            [view.ref(one) for one in found.values()],
        ) for (kind, field), found in sorted(groups.items())
    ]  # fmt: skip


def _group(link: Link) -> str:
    name = link.field.name.partition(".")[0]
    return name or _backwards.MENTION


def _facets(view: View, record: Record) -> dict[str, tuple[str, ...]]:
    model, data = view.model, record.data
    role = _views.owner_role(model, record)
    team = model.look(
        data.get("team") or data.get("provider") or (role.data.get("team") if role else None),
        "team",
        "supplier",
    )
    found = {
        "kind": model.kinds[record.kind].one,
        "status": words(record.status) if record.status else "",
        "team": team.title if team else "",
        "owner": role.title if role and record.kind != "role" else "",
    }
    nodes = [str(one["node"]).partition("#")[0] for one in data.get("satisfies", ())]
    frameworks = {one.title for text in nodes if (one := model.look(text, "framework"))}
    several = {"framework": frameworks, "supplier": _suppliers(view, record)}
    return {key: (value,) for key, value in found.items() if value} | {
        key: tuple(sorted(values)) for key, values in several.items() if values
    }


def _suppliers(view: View, record: Record) -> set[str]:
    """Titles of the suppliers that a record is about: itself, or those that its fields name."""
    links = (link for link in view.model.links(record.name) if link.field.pattern)
    named = (view.model.get(link.target) for link in links)
    return {
        one.title
        for one in (record, *named)
        if one and one.kind == "supplier" and _views.visible(view.model, one)
    }


def _keywords(record: Record) -> tuple[str, ...]:
    data = record.data
    own = [record.id, record.name, *data.get("aliases", ()), *data.get("tags", ()), data.get("acronym", "")]
    own += [one["id"] for one in data.get("external_ids", ())] + [data.get("reference", "")]
    return tuple(dict.fromkeys(str(word) for word in own if word))
