"""Calendars and feeds, read back by independent parsers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skms.changes import Change
from skms.history import Event, History
from skms.ics import Entry, calendar
from skms.model import Model
from skms.pages import _agenda, changes, feeds, templates
from skms.pages.page import Asset, Site
from skms.upcoming import ENDS, MEETINGS, REVIEWS, TRAINING, upcoming

ATOM = "{http://www.w3.org/2005/Atom}"
STAMP = date(2026, 11, 22)


def site_of(model: Model, url: str = "https://skms.example.org/", **more: object) -> Site:
    made = Site("Name & Co", url, "", "", "", "", model.as_of, (), templates.environment())
    return replace(made, **more)  # type: ignore[arg-type]


def strict(content: bytes) -> icalendar.Calendar:
    """Parse a calendar, after the rules that parsers forgive."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode("utf-8")  # no letter is cut in two
    found = icalendar.Calendar.from_ical(content)
    assert found["VERSION"] == "2.0"
    assert found["PRODID"]
    assert found.errors == []
    events = found.walk("VEVENT")
    assert events
    for event in events:
        assert event.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
    uids = [str(event["UID"]) for event in events]
    assert len(uids) == len(set(uids))
    return found


@pytest.fixture(scope="module")
def calendars(example: Model) -> dict[str, Asset]:
    return {asset.path: asset for asset in feeds.assets(example, site_of(example))}


def test_every_calendar_can_be_read(calendars: dict[str, Asset]) -> None:
    assert len(calendars) > 50
    for asset in calendars.values():
        strict(asset.content)


def test_everything_that_is_due_is_in_it(example: Model, calendars: dict[str, Asset]) -> None:
    found = strict(calendars[_agenda.EVERYTHING].content)
    days = sorted(event["DTSTART"].dt for event in found.walk("VEVENT"))
    shown = [one.day for one in upcoming(example) if one.day]
    assert example.settings.classification == "restricted"
    assert days == sorted(shown)
    assert all(
        event["DTEND"].dt.toordinal() == event["DTSTART"].dt.toordinal() + 1 for event in found.walk("VEVENT")
    )
    assert {str(event["DTSTAMP"].to_ical(), "ascii") for event in found.walk("VEVENT")} == {
        "20261122T000000Z"
    }


@pytest.mark.parametrize(
    "path",
    [
        *map(_agenda.sort_path, (REVIEWS, ENDS, MEETINGS, TRAINING)),
        "feeds/kinds/contracts.ics",
        "feeds/kinds/forums.ics",
    ],
)
def test_calendars_by_sort_and_kind(calendars: dict[str, Asset], path: str) -> None:
    assert strict(calendars[path].content).walk("VEVENT")


def test_owners_and_teams_have_their_own(example: Model, calendars: dict[str, Asset]) -> None:
    agreement = next(one for one in example.of("agreement") if one.live and "review" in one.data)
    role = example.look(agreement.data["owner"], "role")
    assert role
    team = example.look(role.data["team"], "team")
    assert team
    for who in (role, team):
        titles = [
            str(event["SUMMARY"])
            for event in strict(calendars[_agenda.record_path(who)].content).walk("VEVENT")
        ]
        assert f"{agreement.title} – Review" in titles


def test_an_entry_that_moves_keeps_its_name(example: Model) -> None:
    entry = Entry("agreement/a\0review", date(2026, 5, 1), "A – Review")
    uids = [
        str(strict(calendar("A", [replace(entry, day=day)], STAMP)).walk("VEVENT")[0]["UID"])
        for day in (date(2026, 5, 1), date(2027, 5, 1))
    ]
    assert uids[0] == uids[1]


def test_what_may_not_be_shown_is_in_none(example: Model) -> None:
    public = replace(example, settings=replace(example.settings, classification="internal"))
    hidden = {record.title for record in example.of("training-plan")} | {
        one.title for one in example.of("person")
    }
    assert len(hidden) > 10
    for asset in feeds.assets(public, site_of(public)):
        text = " ".join(
            str(event[field])
            for event in strict(asset.content).walk("VEVENT")
            for field in ("SUMMARY", "DESCRIPTION")
        )
        assert not [title for title in hidden if title in text]


def test_the_same_bytes_again(example: Model, calendars: dict[str, Asset]) -> None:
    again = {asset.path: asset.content for asset in feeds.assets(replace(example), site_of(example))}
    assert again == {path: asset.content for path, asset in calendars.items()}


texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=200)


@given(
    st.lists(st.tuples(texts, texts, st.dates(date(1900, 1, 1), date(9990, 1, 1))), min_size=1, max_size=5)
)
def test_any_text_comes_back(rows: Iterable[tuple[str, str, date]]) -> None:
    entries = [Entry(title, day, title, f"{text}\nand more; so, \\ there") for title, text, day in rows]
    found = strict(calendar("x", entries, STAMP)).walk("VEVENT")
    told = sorted((event["DTSTART"].dt, str(event["SUMMARY"]), str(event["DESCRIPTION"])) for event in found)
    assert told == sorted((one.day, one.title, one.text) for one in entries)


def past(*told: tuple[str, list[Change]]) -> History:
    return History(
        tuple(
            Event(f"{number:010x}".ljust(40, "0"), at, tuple(found))
            for number, (at, found) in enumerate(told)
        ),
        "Note.",
    )


PAST = past(
    ("2026-11-20T12:00:00+01:00", [
        Change("breaking", "promises", "service/email", "Less <b>mail</b> & more."),
        Change("notable", "records", "role/gone-for-good", "Role Gone is gone."),
    ]),
    ("2026-11-19T12:00:00+01:00", [Change("notable", "owners", "service/email", "Ownership moves.")]),
)  # fmt: skip


def test_atom_feeds(example: Model) -> None:
    found = {asset.path: asset.content for asset in changes.assets(example, site_of(example, history=PAST))}
    assert set(found) == {"changes.atom", "changes/services.atom", "changes/roles.atom"}
    for path, content in found.items():
        feed = ElementTree.fromstring(content)
        assert feed.tag == f"{ATOM}feed"
        assert feed.findtext(f"{ATOM}id") == f"https://skms.example.org/{path}"
        assert feed.findtext(f"{ATOM}updated") == "2026-11-20T12:00:00+01:00"
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Name & Co"
        entries = feed.findall(f"{ATOM}entry")
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(ids) == len(set(ids)) > 0
        assert all(
            entry.findtext(f"{ATOM}{field}") for entry in entries for field in ("title", "updated", "content")
        )
    assert len(ElementTree.fromstring(found["changes/services.atom"]).findall(f"{ATOM}entry")) == 2
    assert b"Less &amp;lt;b&amp;gt;mail" in found["changes.atom"]


def test_a_feed_without_an_address_or_history(example: Model) -> None:
    (only,) = changes.assets(example, site_of(example, url=""))
    feed = ElementTree.fromstring(only.content)
    assert feed.findtext(f"{ATOM}id") == "urn:skms:changes.atom"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00Z"
    assert feed.findall(f"{ATOM}link") == []


def test_the_page_tells_what_changed(example: Model) -> None:
    (leaf,) = changes.leaves(example)
    page = changes.page(
        example, leaf, site_of(example, history=PAST, commit_base="https://git.example.org/commit/")
    )
    html = "".join([page.lead, *(section.html for section in page.sections)])
    assert "Less &lt;b&gt;mail&lt;/b&gt; &amp; more." in re.sub(r"<a[^>]*>|</a>", "", html)
    assert "https://git.example.org/commit/" + "0" * 40 in html
    assert "Note." in html
    empty = changes.page(example, leaf, site_of(example, history=History((), "Nothing is known.")))
    assert "Nothing is known. There is nothing to show." in empty.lead


def test_changes_of_what_may_not_be_shown_are_left_out(example: Model) -> None:
    person = example.of("person")[0]
    told = past(
        ("2026-11-20T12:00:00+01:00", [Change("notable", "records", person.name, f"{person.title} is new.")])
    )
    public = replace(example, settings=replace(example.settings, classification="internal"))
    (leaf,) = changes.leaves(public)
    assert person.title not in changes.page(public, leaf, site_of(public, history=told)).lead
    assert all(
        person.title.encode() not in one.content
        for one in changes.assets(public, site_of(public, history=told))
    )
