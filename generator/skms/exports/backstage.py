"""Backstage: services as components, teams as groups, people as users, in one `catalog-info.yaml`.

Ended records are left out. Names are the ids of the records, so that entity references stay the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from skms import prose
from skms.exports import File
from skms.exports._yaml import documents
from skms.fit import Record
from skms.model import Model

KINDS = ("person", "service", "team")
NAME = "catalog-info.yaml"
API = "backstage.io/v1alpha1"
SCHEMES = ("http://", "https://")
NOBODY = "unowned"
"""The group named where no team answers for a service: Backstage insists on an owner."""


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield one file."""
    chosen = [record for record in records if record.phase != "ended"]
    known = {record.name for record in chosen}
    makers = {"service": _component, "team": _group, "person": _user}
    found = [makers[record.kind](model, record, known) for record in chosen if record.kind in makers]
    yield File(NAME, documents(found))


def _component(model: Model, record: Record, known: set[str]) -> dict[str, Any]:
    data = record.data
    role = model.look(data.get("owner"), "role")
    teams = (
        model.look(role.data.get("team"), "team") if role else None,
        model.look(data.get("provider"), "team"),
    )
    owner = next((team.id for team in teams if team and team.name in known), NOBODY)
    below = [model.look(one.get("service"), "service") for one in data.get("depends_on", ())]
    names = dict.fromkeys(f"component:{one.id}" for one in below if one and one.name in known)
    spec: dict[str, Any] = {
        "type": "service",
        "lifecycle": "production" if record.live else "experimental",
        "owner": f"group:{owner}",
    }
    if names:
        spec["dependsOn"] = list(names)
    return _entity("Component", record, spec)


def _group(model: Model, record: Record, known: set[str]) -> dict[str, Any]:
    data = record.data
    parent = model.look(data.get("parent"), "team")
    profile = {"displayName": record.title}
    if email := data.get("contact", {}).get("email"):
        profile["email"] = email
    spec: dict[str, Any] = {"type": data["type"], "profile": profile}
    if parent and parent.name in known:
        spec["parent"] = parent.id
    below = [link.source for link in model.backlinks(record.name) if link.route == ("parent",)]
    children = [name.partition("/")[2] for name in below if name in known and name.startswith("team/")]
    return _entity("Group", record, {**spec, "children": children})


def _user(model: Model, record: Record, known: set[str]) -> dict[str, Any]:
    team = model.look(record.data.get("team"), "team")
    profile = {"displayName": record.title}
    contact = record.data.get("contact", "")
    if "@" in contact:
        profile["email"] = contact
    return _entity(
        "User", record, {"profile": profile, "memberOf": [team.id] if team and team.name in known else []}
    )


def _entity(kind: str, record: Record, spec: dict[str, Any]) -> dict[str, Any]:
    data = record.data
    metadata: dict[str, Any] = {"name": record.id, "title": record.title}
    if data.get("description"):
        metadata["description"] = prose.plain(data["description"])
    links = [
        {"url": link["url"], "title": link["title"]}
        for link in data.get("links", ())
        if link.get("title") and link["url"].startswith(SCHEMES)
    ]
    if links:
        metadata["links"] = links
    if data.get("tags"):
        metadata["tags"] = data["tags"]
    return {"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec}
