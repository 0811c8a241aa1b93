"""What several overviews say about services: requests, help, use by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from skms import prose
from skms.fit import Record
from skms.model import Model
from skms.pages._overview import records, team_of
from skms.pages._views import Ref, View

PEOPLE = frozenset({"employee", "customer", "public"})


@dataclass(frozen=True, slots=True)
class Request:
    """Something people may ask for."""

    record: Record
    what: Ref
    service: Ref
    category: str
    target: str
    approval: Ref | None
    audience: tuple[str, ...]
    area: str


@dataclass(frozen=True, slots=True)
class Help:
    """Where to turn with one service."""

    record: Record
    service: Ref
    channels: tuple[tuple[Ref, str], ...]
    team: Ref | None
    area: str


def requests(view: View) -> list[Request]:
    """Return every request type that can be used now, by title."""
    return [request(view, *pair) for pair in open_requests(view.model)]


def open_requests(model: Model) -> list[tuple[Record, dict[str, Any]]]:
    """Return the request types in force of the services in force, by title."""
    found = [(record, item) for record in _live(model) for item in asked(record)]
    return sorted(found, key=lambda pair: (pair[1]["title"].casefold(), pair[0].id))


def request(view: View, record: Record, item: dict[str, Any]) -> Request:
    """Return one request type as the overviews show it."""
    role = view.model.look(item.get("approval"), "role")
    return Request(
        record,
        Ref(item["title"], view.ref(record, part=item["id"]).href),
        view.ref(record),
        item.get("category", ""),
        item.get("target", {}).get("duration", ""),
        view.ref(role) if role else None,
        tuple(record.data.get("audience", ())),
        record.data.get("domain", ""),
    )


def help_rows(view: View) -> list[Help]:
    """Return where to turn with each service in force, by title."""
    found = []
    for record in records(view.model, "service"):
        if record.live and record.data.get("support_channels"):
            channels = tuple((_channel(one), one.get("scope", "")) for one in record.data["support_channels"])
            team = team_of(view.model, record)
            ref = view.ref(team) if team else None
            found.append(Help(record, view.ref(record), channels, ref, record.data.get("domain", "")))
    return found


def _channel(item: dict[str, Any]) -> Ref:
    """Return one way to get help: the tool where there is one, and what sort of channel it is."""
    url = prose.safe_url(item["url"]) if item.get("url") else None
    return Ref(item.get("tool") or item["channel"], url, note=item["channel"] if item.get("tool") else "")


def usage(model: Model) -> list[tuple[Record, int]]:
    """Return the live services for staff and customers with their number of requests, most asked for first.

    Nobody counts clicks here: what has many things to ask for, and is named by many records, is what people come for.
    """
    found = [(record, len(asked(record))) for record in _live(model) if _for_people(record)]
    named = {record.name: len({link.source for link in model.backlinks(record.name)}) for record, _ in found}
    return sorted(found, key=lambda pair: (-pair[1], -named[pair[0].name], pair[0].title.casefold()))


def asked(record: Record) -> list[dict[str, Any]]:
    """Return the request types of a service that can be used now."""
    return [one for one in record.data.get("request_types", ()) if one.get("status", "live") == "live"]


def _for_people(record: Record) -> bool:
    """Say whether a service is for staff or customers at large, not for those who run other services."""
    return record.data.get("type") == "business" and bool(PEOPLE & set(record.data.get("audience", ())))


def _live(model: Model) -> list[Record]:
    """Return the services in force, by title."""
    return [record for record in records(model, "service") if record.live]
