"""What templates need to know about records: links, owners, dates and the footer, as small frozen values.

Every page links to records through `ref`, so that state, former names and who may read them are treated alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skms import dates, prose, roles
from skms.fit import Record
from skms.kinds import resolve
from skms.model import Model
from skms.pages.page import Crumb, relative

CLASSES = ("public", "internal", "confidential", "restricted")
PARTS = {"catalogue": "Services", "policies": "Policies", "raci": "Responsibilities"}
"""Every root of records is a part of the site; so a new kind finds its place by its folder."""
PART_PATHS = {"Services": "services/", "Policies": "policies/", "Responsibilities": "owners/"}


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a page, with what a reader should know before following it."""

    title: str
    href: str = ""
    status: str | None = None
    phase: str = "live"
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner block: who answers for something, who fills that role and how they are reached."""

    label: str
    role: Ref
    holders: tuple[Ref, ...]
    deputies: tuple[Ref, ...]
    vacant: bool
    team: Ref | None
    channels: tuple[Ref, ...]


def shown(model: Model, record: Record) -> bool:
    """Say whether a record may be read on this site: its class is not above the one the site is built for."""
    return CLASSES.index(classification(model, record)) <= CLASSES.index(model.settings.classification)


def classification(model: Model, record: Record) -> str:
    """Return who may read a record, as written or as its kind assumes."""
    stated = record.data.get("classification")
    return stated if stated in CLASSES else model.once(_assumed)[record.kind]


def _assumed(model: Model) -> Mapping[str, str]:
    """Return the class each kind assumes where a record says nothing."""
    found = {}
    for name, kind in model.kinds.items():
        node = resolve(kind.schema["properties"].get("classification", {}))
        found[name] = node.get("default", "internal")
    return found


def visible(model: Model, kind: str) -> tuple[Record, ...]:
    """Return the records of a kind that the site shows, sorted by title."""
    records = (record for record in model.of(kind) if shown(model, record))
    return tuple(sorted(records, key=lambda record: (record.title.casefold(), record.id)))


def path_of(model: Model, record: Record) -> str:
    """Return the site path of a record's page: `services/email/`."""
    return f"{model.kinds[record.kind].url}/{record.id}/"


def ref(model: Model, at: str, record: Record, note: str = "", fragment: str = "") -> Ref:
    """Return a link from the page at `at` to a record; plain text where the site does not show the record."""
    if not shown(model, record):
        title = "Name not shown" if record.kind == "person" else record.title
        return Ref(title, "", record.status, record.phase, note, record.name)
    href = relative(at, path_of(model, record)) + (f"#{fragment}" if fragment else "")
    return Ref(record.title, href, record.status, record.phase, note, record.name)


def refs(model: Model, at: str, records: Iterable[Record | None]) -> tuple[Ref, ...]:
    """Return links to several records, those that do not exist left out."""
    return tuple(ref(model, at, record) for record in records if record)


def summary(record: Record) -> str:
    """Return the first sentence of a record's description, or of its purpose, as plain text."""
    text = prose.plain(record.data.get("description") or record.data.get("purpose") or "")
    for end in (". ", "! ", "? "):
        text = text.split(end, 1)[0] + end.strip() if end in text else text
    return text


def owner(
    model: Model, at: str, record: Record, field: str = "owner", label: str = "Accountable"
) -> Owner | None:
    """Return the owner block of a record; None where it names no owner."""
    role = model.look(record.data.get(field), "role")
    return role_block(model, at, role, label, record.name) if role else None


def role_block(model: Model, at: str, role: Record, label: str, scope: str | None = None) -> Owner:
    """Return the owner block of a role, seen from a record it answers for."""
    found = roles.holders(model, role, scope)
    everyone = [one for one in roles.holdings(model, role) if one.on(model.as_of)]
    team = model.look(role.data.get("team"), "team")
    return Owner(
        label,
        ref(model, at, role),
        refs(model, at, (one.person for one in found)),
        refs(model, at, (one.person for one in everyone if one.deputy and one not in found)),
        roles.vacant(model, role, scope),
        ref(model, at, team) if team else None,
        channels(team),
    )


def channels(team: Record | None) -> tuple[Ref, ...]:
    """Return the ways to reach a team."""
    contact = team.data.get("contact", {}) if team else {}
    found = []
    if contact.get("channel"):
        url = prose.safe_url(contact["url"]) if contact.get("url") else None
        found.append(Ref(contact["channel"], url or ""))
    if contact.get("email"):
        found.append(Ref(contact["email"], f"mailto:{contact['email']}"))
    return tuple(found)


def due(record: Record) -> date | None:
    """Return the day a record's review is due: last review plus frequency."""
    review: Mapping[str, Any] = record.data.get("review", {})
    last = dates.parse_date(review.get("last_reviewed"))
    return dates.add(last, review["frequency"]) if last and review.get("frequency") else None


def crumbs(model: Model, kind: str, at: str = "") -> tuple[Crumb, ...]:
    """Return the way to a record of a kind, or to the list of the kind when `at` is that list's path."""
    one = model.kinds[kind]
    part = PARTS[one.folder.partition("/")[0]]
    steps = [Crumb("Home", ""), Crumb(part, PART_PATHS[part]), Crumb(one.many, f"{one.url}/")]
    unique = [step for number, step in enumerate(steps) if step.path not in {s.path for s in steps[:number]}]
    return tuple(step for step in unique if step.path != at)


def part_crumbs(part: str) -> tuple[Crumb, ...]:
    """Return the way to an overview page within a part of the site."""
    return (Crumb("Home", ""), Crumb(part, PART_PATHS[part]))


def team_of(model: Model, record: Record) -> Record | None:
    """Return the team behind a record: its own, its provider, or that of the role that owns it."""
    for field in ("team", "provider"):
        if team := model.look(record.data.get(field), "team"):
            return team
    role = model.look(record.data.get("owner"), "role")
    return model.look(role.data.get("team"), "team") if role else None
