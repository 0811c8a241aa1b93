"""“Is it supported now?” in the browser: at faked moments, for readers in several time zones.

Every answer is compared with a plain count over the minutes that the clock on the wall shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from skms.mathematics.calendars import BUILT_IN, DAY_NAMES, Calendar, calendar_of
from skms.pages import _hours

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = Path(__file__).parents[2] / "site_templates/theme/assets/javascripts/support.js"
AHEAD = timedelta(days=15)
"""How far the page looks for the next change."""
DAYS = tuple(name[:3].lower() for name in DAY_NAMES)

OFFICE: dict[str, Any] = {
    "time_zone": "Europe/London",
    "hours": [{"day_of_week": list(DAYS[:5]), "opens": "08:00", "closes": "18:00"}],
    "holidays": [
        {"date": "2026-12-25", "title": "Christmas Day"},
        {"date": "2026-12-24", "title": "Christmas Eve, morning", "opens": "08:00", "closes": "10:00"},
        {"date": "2026-12-24", "title": "Christmas Eve, noon", "opens": "11:00", "closes": "12:30"},
        {"date": "2026-12-27", "title": "A Sunday with hours", "opens": "10:00", "closes": "11:00"},
    ],
}
CALENDARS: dict[str, dict[str, Any]] = {
    "office": OFFICE,
    "nights": {
        "time_zone": "America/New_York",
        "hours": [
            {"day_of_week": list(DAYS), "opens": "22:00", "closes": "24:00"},
            {"day_of_week": list(DAYS), "opens": "00:00", "closes": "06:00"},
        ],
    },
    # 01:00 to 02:30 falls into the hour that is left out in March and comes twice in October.
    "turn": {"time_zone": "Europe/Vienna", "hours": [{"day_of_week": ["sun"], "opens": "01:00", "closes": "02:30"}]},
    "india": {"time_zone": "Asia/Kolkata",
              "hours": [{"day_of_week": ["mon", "sat"], "opens": "09:30", "closes": "17:45"}]},
    "until": {**OFFICE, "valid_through": "2026-03-31"},
    "closed": {"time_zone": "Europe/London"},
}  # fmt: skip


def calendar(name: str) -> Calendar:
    found = BUILT_IN["24x7"] if name == "24x7" else calendar_of(CALENDARS[name])
    assert found
    return found


def is_open(name: str, moment: datetime) -> bool:
    """By the record and the clock on the wall; the product's own calculation is not asked."""
    if name == "24x7":
        return True
    data = CALENDARS[name]
    wall = moment.astimezone(ZoneInfo(data["time_zone"]))
    day, now = wall.date().isoformat(), wall.strftime("%H:%M")
    if day > data.get("valid_through", "9999"):
        return False
    rows = [one for one in data.get("holidays", ()) if one["date"] == day]
    rows = rows or [one for one in data.get("hours", ()) if DAYS[wall.weekday()] in one["day_of_week"]]
    return any("opens" in one and one["opens"] <= now < one["closes"] for one in rows)


def next_change(name: str, moment: datetime) -> datetime | None:
    """The first minute at which it is otherwise; all opening times here are on quarters of an hour."""
    state, later = is_open(name, moment), moment
    while later < moment + AHEAD:
        later += timedelta(minutes=1) if later.minute % 15 else timedelta(minutes=15)
        if is_open(name, later) != state:
            return later
    return None


def expected(name: str, moment: datetime, reader: str) -> str:
    """What the page is to say."""
    state, change = is_open(name, moment), next_change(name, moment)
    said = "● Supported now" if state else "○ Not supported now"
    if change is None:
        return f"{said}."
    wall = change.astimezone(ZoneInfo(reader))
    words = f"{wall:%A} {wall.day} {wall:%B} {wall:%H:%M}"
    return f"{said}{' until ' if state else '; opens '}{words}, your time."


Ask = Callable[[str, datetime], str]


@pytest.fixture
def asked(browser: Browser) -> Iterator[Callable[[str], Ask]]:
    """Open a page for a reader's time zone and ask it, at a moment, about a calendar."""
    contexts = []

    def opened(reader: str) -> Ask:
        context = browser.new_context(timezone_id=reader)
        contexts.append(context)
        page = context.new_page()
        boxes = "".join(
            f'<div class="support tone-ok" id="{name}" data-support="{escape(_hours._data(calendar(name)))}">'
            '<p class="support__now" hidden></p><p class="support__built">Weekdays</p></div>'
            for name in (*(one for one in CALENDARS), "24x7")
        )  # fmt: skip
        page.set_content(f"<!doctype html><title>Hours</title>{boxes}")

        def ask(name: str, moment: datetime) -> str:
            page.clock.set_fixed_time(moment)
            page.evaluate(SCRIPT.read_text("utf-8"))
            line = page.locator(f"[id='{name}'] .support__now")
            assert line.is_visible()
            assert page.locator(f"[id='{name}'] .support__built").is_hidden()
            tone = page.locator(f"[id='{name}']").get_attribute("class")
            assert tone == f"support tone-{'ok' if is_open(name, moment) else 'warn'}"
            # Browsers differ in what they put between day and hour.
            return re.sub(r"(?:,| at) (?=\d\d:\d\d)", " ", line.text_content() or "")

        return ask

    yield opened
    for context in contexts:
        context.close()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


READERS = ("Europe/London", "America/Los_Angeles", "Asia/Tokyo")


@pytest.mark.parametrize("reader", READERS)
def test_what_is_said_at_moments_that_matter(asked: Callable[[str], Ask], reader: str) -> None:
    ask = asked(reader)
    moments = {
        "office": [
            "2026-11-20T17:59", "2026-11-20T18:00",  # a Friday evening: it opens on Monday
            "2026-06-03T06:59", "2026-06-03T07:00",  # in summer eight in London is seven in UTC
            "2026-12-24T09:30", "2026-12-24T10:30", "2026-12-24T12:00", "2026-12-24T13:00",  # twice open
            "2026-12-25T10:00", "2026-12-26T10:00", "2026-12-27T10:30",  # closed, a Saturday, a Sunday with hours
            "2026-03-27T18:30", "2026-10-23T17:30",  # the clocks change before it opens again
        ],
        "nights": ["2026-11-20T02:59", "2026-11-20T03:00", "2026-11-20T04:59", "2026-11-20T11:00", "2026-03-08T05:30"],
        "turn": ["2026-03-29T00:30", "2026-03-29T01:00", "2026-10-24T23:30", "2026-10-25T00:45", "2026-10-25T01:15"],
        "india": ["2026-11-21T04:00", "2026-11-21T12:14", "2026-11-21T12:15", "2026-11-24T12:00"],
        "until": ["2026-03-31T12:00", "2026-03-31T18:00", "2026-04-01T12:00"],
        "closed": ["2026-11-22T12:00"],
        "24x7": ["2026-11-22T12:00", "2026-03-29T01:30", "2026-12-25T00:00"],
    }  # fmt: skip
    for name, texts in moments.items():
        for text in texts:
            assert (name, text, ask(name, at(text))) == (name, text, expected(name, at(text), reader))


def test_some_answers_word_by_word(asked: Callable[[str], Ask]) -> None:
    """So that the comparison above cannot be wrong in the same way as the page."""
    ask = asked("Asia/Tokyo")
    assert (
        ask("office", at("2026-11-20T12:00"))
        == "● Supported now until Saturday 21 November 03:00, your time."
    )
    assert (
        ask("office", at("2026-11-20T18:00"))
        == "○ Not supported now; opens Monday 23 November 17:00, your time."
    )
    assert (
        ask("office", at("2026-12-25T12:00"))
        == "○ Not supported now; opens Sunday 27 December 19:00, your time."
    )
    assert (
        ask("office", at("2026-10-23T18:00"))
        == "○ Not supported now; opens Monday 26 October 17:00, your time."
    )
    assert ask("24x7", at("2026-12-25T12:00")) == "● Supported now."
    assert ask("closed", at("2026-12-25T12:00")) == "○ Not supported now."
    assert ask("until", at("2026-04-01T12:00")) == "○ Not supported now."


def test_every_hour_around_the_turns_of_the_clocks(asked: Callable[[str], Ask]) -> None:
    ask = asked("Europe/Vienna")
    for day in ("2026-03-29", "2026-10-25", "2026-11-01"):
        for half_hours in range(-4, 16):
            moment = at(f"{day}T00:00") + timedelta(minutes=30 * half_hours)
            for name in ("nights", "turn"):
                assert (moment, ask(name, moment)) == (moment, expected(name, moment, "Europe/Vienna"))


def test_short_form_in_lists(browser: Browser) -> None:
    context = browser.new_context(timezone_id="Europe/London")
    page = context.new_page()
    page.set_content(
        f'<span id="x" class="support-brief" data-support="{escape(_hours._data(calendar("office")))}">'
        '<span class="support__now" hidden></span><span class="support__built">Weekdays</span></span>'
    )
    for moment, said in (
        ("2026-11-20T12:00", "● Help now, until 18:00"),
        ("2026-11-20T06:00", "○ Help again 08:00"),
        ("2026-11-20T18:00", "○ Help again Mon 08:00"),
    ):
        page.clock.set_fixed_time(at(moment))
        page.evaluate(SCRIPT.read_text("utf-8"))
        assert re.sub(r"[,\s]+", " ", page.locator(".support__now").text_content() or "") == said.replace(
            ",", ""
        )
        assert page.locator(".support__built").is_hidden()
    context.close()


def test_a_browser_that_does_not_know_the_zone_keeps_what_the_page_says(browser: Browser) -> None:
    page = browser.new_page()
    data = escape(json.dumps({"zone": "Nowhere/Here", "week": [], "holidays": {}, "first": "", "last": ""}))
    page.set_content(
        f'<div id="x" class="support tone-ok" data-support="{data}"><p class="support__now" hidden></p>'
        '<p class="support__built">Weekdays</p></div>'
    )
    page.evaluate(SCRIPT.read_text("utf-8"))
    assert page.locator(".support__now").is_hidden()
    assert page.locator(".support__built").is_visible()
    assert page.locator("#x").get_attribute("class") == "support tone-ok"
    page.close()
