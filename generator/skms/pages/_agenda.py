"""Calendars to subscribe to: which there are, and what is in each. What may not be shown is in none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skms.fit import Record
from skms.kinds import Kind
from skms.model import Model
from skms.pages._news import feed_path, kinds
from skms.pages._views import Foot, Ref, View, owner_role, visible
from skms.roles import holders
from skms.upcoming import SORTS, Upcoming, upcoming

FOLDER = "feeds"
EVERYTHING = f"{FOLDER}/everything.ics"


def all_calendars(model: Model) -> Mapping[str, tuple[Upcoming, ...]]:
    """Site path of every calendar with something in it, and its entries by day."""
    return model.once(_calendars)


def sort_path(sort: str) -> str:
    """The calendar of one sort of entries: `feeds/reviews-and-tests.ics`."""
    return f"{FOLDER}/{'-'.join(sort.lower().replace(',', '').split())}.ics"


def kind_path(kind: Kind) -> str:
    """The calendar of a kind of record."""
    return f"{FOLDER}/kinds/{kind.url}.ics"


def record_path(record: Record) -> str:
    """The calendar of a role, team or supplier."""
    return f"{FOLDER}/{record.kind}s/{record.id}.ics"


def of_kind(view: View, kind: Kind) -> list[Ref]:
    """Links to the calendar and the feed of a kind, where it has them."""
    found = []
    if kind_path(kind) in all_calendars(view.model):
        found.append(Ref("a calendar of what is due", view.url(kind_path(kind))))
    if kind.name in kinds(view):
        found.append(Ref("a feed of what changes", view.url(feed_path(kind))))
    return found


def with_calendar(view: View, record: Record, foot: Foot) -> Foot:
    """The foot of a record's page, with a link to its calendar where it has one."""
    if record.kind not in ("role", "team", "supplier") or record_path(record) not in all_calendars(
        view.model
    ):
        return foot
    link = Ref("Calendar of what is due (iCalendar)", view.url(record_path(record)))
    return replace(foot, links=(*foot.links, link))


def answering(model: Model, record: Record) -> Record | None:
    """The role that has to see to an entry of a record."""
    if record.kind == "role":
        return record
    if record.kind == "training-plan":
        return None
    return owner_role(model, record)


def _calendars(model: Model) -> Mapping[str, tuple[Upcoming, ...]]:
    found: dict[str, list[Upcoming]] = {EVERYTHING: [], **{sort_path(sort): [] for sort in SORTS}}
    for one in upcoming(model):
        if one.day is None or not visible(model, one.record):
            continue
        places = [EVERYTHING, sort_path(one.sort), kind_path(model.kinds[one.record.kind])]
        places += [record_path(who) for who in _concerned(model, one.record)]
        for place in dict.fromkeys(places):
            found.setdefault(place, []).append(one)
    return {path: tuple(entries) for path, entries in found.items() if entries}


def _concerned(model: Model, record: Record) -> list[Record]:
    """The owner's role and its team, the team of a person who learns, the supplier that a record is about."""
    role = answering(model, record)
    person = model.look(record.data.get("person"), "person") if record.kind == "training-plan" else None
    found = [role, *(model.look(who.data.get("team"), "team") for who in (role, person) if who)]
    found += [model.look(record.data.get("supplier"), "supplier")]
    found += [record] if record.kind in ("team", "supplier") else []
    return [one for one in found if one and visible(model, one)]


def held_by(model: Model, role: Record) -> str:
    """Names of those who hold a role and may be named."""
    return ", ".join(one.person.title for one in holders(model, role) if visible(model, one.person))
