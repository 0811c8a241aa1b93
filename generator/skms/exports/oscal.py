"""OSCAL 1.0: frameworks as catalogs, what we do about them as a component definition, what we chose as profiles.

Numbers that OSCAL does not allow as ids (`5.1`) get a letter in front; the number itself is the label. Ids of objects
are made from the names of the records (UUID version 5), so that they stay the same.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from skms import prose
from skms.exports import File
from skms.fit import Record
from skms.model import Model

KINDS = ("control", "framework", "policy", "process")
VERSION = "1.0.6"
SPACE = uuid.UUID("7d4ad4f5-7a0b-5bd0-8f0c-6f6f4b3a5c11")
SORTS = {"control": "process-procedure", "policy": "policy", "process": "process-procedure"}
STATES = {
    "implemented": "implemented", "partial": "partial", "planned": "planned", "not-applicable": "not-applicable",
}  # fmt: skip


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield a catalog and a profile for every framework, and one component definition."""
    chosen = [record for record in records if record.phase != "ended"]
    frameworks = {record.name: record for record in chosen if record.kind == "framework"}
    for record in frameworks.values():
        yield _file(model, f"oscal/catalogs/{record.id}.json", "catalog", record, _catalog(record))
    components = [
        made for record in chosen if record.kind in SORTS and (made := _component(model, record, frameworks))
    ]
    if components:
        about = _metadata(model, f"What {model.settings.name} does about its frameworks", "1")
        body = {"uuid": _uuid("component-definition"), "metadata": about, "components": components}
        yield File("oscal/component-definition.json", _json({"component-definition": body}))
    met = _met(model, chosen, frameworks)
    for name, nodes in sorted(met.items()):
        record = frameworks[name]
        ids = [_token(node["id"]) for node in record.data["nodes"] if node["id"] in nodes]
        body = {
            "imports": [{"href": f"../catalogs/{record.id}.json", "include-controls": [{"with-ids": ids}]}]
        }
        yield _file(model, f"oscal/profiles/{record.id}.json", "profile", record, body)


def _file(model: Model, path: str, sort: str, record: Record, body: dict[str, Any]) -> File:
    about = _metadata(model, record.title, str(record.data.get("edition") or "1"))
    return File(path, _json({sort: {"uuid": _uuid(sort, record.name), "metadata": about, **body}}))


def _metadata(model: Model, title: str, version: str) -> dict[str, Any]:
    return {
        "title": title,
        "last-modified": f"{model.as_of.isoformat()}T00:00:00Z",
        "version": version,
        "oscal-version": VERSION,
    }


def _catalog(record: Record) -> dict[str, Any]:
    nodes = record.data["nodes"]
    below: dict[str | None, list[dict[str, Any]]] = {}
    known = {node["id"] for node in nodes}
    for node in nodes:
        parent = node.get("parent")
        below.setdefault(parent if parent in known else None, []).append(node)
    headings = _headings(nodes)
    return _level(below, None, headings)


def _headings(nodes: list[dict[str, Any]]) -> set[str]:
    """Nodes that are groups: mere headings, and whatever has one below."""
    parents = {node["id"]: node.get("parent") for node in nodes}
    found: set[str] = set()
    for node in nodes:
        at = node["id"] if node.get("assessable") is False else None
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return found


def _level(
    below: dict[str | None, list[dict[str, Any]]], parent: str | None, headings: set[str]
) -> dict[str, Any]:
    groups: list[dict[str, Any]] = []
    controls: list[dict[str, Any]] = []
    for node in below.get(parent, ()):
        made: dict[str, Any] = {
            "id": _token(node["id"]),
            "title": node["title"],
            "props": [{"name": "label", "value": node["id"]}],
        }
        if node.get("text"):
            part = "overview" if node["id"] in headings else "statement"
            made["parts"] = [{"name": part, "prose": node["text"].strip()}]
        made |= _level(below, node["id"], headings)
        (groups if node["id"] in headings else controls).append(made)
    return {name: some for name, some in (("groups", groups), ("controls", controls)) if some}


def _component(model: Model, record: Record, frameworks: dict[str, Record]) -> dict[str, Any] | None:
    by_framework: dict[str, list[dict[str, Any]]] = {}
    for name, node, said in _answers(model, record):
        if name in frameworks:
            made: dict[str, Any] = {
                "uuid": _uuid("requirement", record.name, name, node),
                "control-id": _token(node),
                "description": said,
            }
            state = STATES.get(record.data.get("implementation_status", ""))
            if state:
                made["props"] = [{"name": "implementation-status", "value": state}]
            by_framework.setdefault(name, []).append(made)
    if not by_framework:
        return None
    text = prose.plain(str(record.data.get("description") or record.data.get("purpose") or record.title))
    implementations = [
        {
            "uuid": _uuid("implementation", record.name, name),
            "source": f"catalogs/{frameworks[name].id}.json",
            "description": f"{record.title}: {frameworks[name].title}",
            "implemented-requirements": requirements,
        }
        for name, requirements in sorted(by_framework.items())
    ]
    return {
        "uuid": _uuid("component", record.name), "type": SORTS[record.kind], "title": record.title,
        "description": text, "control-implementations": implementations,
    }  # fmt: skip


def _answers(model: Model, record: Record) -> Iterator[tuple[str, str, str]]:
    """The requirements that a record answers to, each once: `(framework, node, how)`."""
    seen: set[tuple[str, str]] = set()
    for link in model.links(record.name):
        if link.route[-1] != "node" or "satisfies" not in link.route or not link.target or not link.fragment:
            continue
        key = (link.target, link.fragment)
        if key not in seen:
            seen.add(key)
            yield *key, record.title


def _met(model: Model, records: Iterable[Record], frameworks: dict[str, Record]) -> dict[str, set[str]]:
    """The nodes of each framework that some record answers to."""
    found: dict[str, set[str]] = {}
    for record in records:
        if record.kind in SORTS:
            for name, node, _ in _answers(model, record):
                if name in frameworks:
                    found.setdefault(name, set()).add(node)
    return found


def _token(text: str) -> str:
    """An id as OSCAL allows it: it begins with a letter."""
    token = re.sub(r"[^A-Za-z0-9._-]", "-", text)
    return token if token[:1].isalpha() or token[:1] == "_" else f"n{token}"


def _uuid(*parts: str) -> str:
    return str(uuid.uuid5(SPACE, "/".join(parts)))


def _json(data: Any) -> bytes:
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
