"""Opening hours on pages: in words, as a week, and whether something is supported on the day of the build.

The browser answers "now" from the same figures (`support.js` reads `data-support`), in the reader's own time as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from skms import service_levels
from skms.dates import long_date
from skms.diagrams import charts
from skms.fit import Record
from skms.mathematics.calendars import (
    BUILT_IN,
    DAY_NAMES,
    Calendar,
    clock_text,
    wall_minutes,
    week,
)
from skms.mathematics.intervals import DAY, Spans, at, common
from skms.model import Model
from skms.pages._views import Ref, View

AHEAD = 14
"""Days in which the next opening is looked for."""


@dataclass(frozen=True, slots=True)
class Support:
    """Whether something is supported: on the day of the build in words, and what the browser needs."""

    calendar: Ref
    words: str
    open_on_day: bool
    data: str


def ref(view: View, text: str | None) -> Ref:
    """A calendar as a link; the built-in one has no page."""
    if not text or text in BUILT_IN:
        return Ref("Around the clock" if text else "")
    record = view.model.look(text, "calendar")
    return view.ref(record, text)


def in_words(view: View, text: str | None) -> str:
    """The hours of a calendar by id: `Monday to Friday 08:00–18:00 (Europe/London)`."""
    said = view.model.once(_weeks)
    if text not in said:
        found = service_levels.calendar(view.model, text)
        said[text] = week_words(found) if found else ""
    return said[text]


def _weeks(_: Model) -> dict[str | None, str]:
    """Weeks in words so far, by calendar: many services share one."""
    return {}


def week_words(calendar: Calendar) -> str:
    """An ordinary week in words; days with the same hours stand together."""
    if calendar.continuous:
        return "All hours of all days"
    groups: list[tuple[int, int, str]] = []
    for day in range(7):
        hours = day_words(of_day(calendar, day))
        if groups and groups[-1][2] == hours:
            groups[-1] = (groups[-1][0], day, hours)
        else:
            groups.append((day, day, hours))
    said = [f"{_days(first, last)} {hours}" for first, last, hours in groups if hours]
    return f"{'; '.join(said)} ({calendar.zone})" if said else "Never"


def of_day(calendar: Calendar, day: int) -> Spans:
    """Open minutes of a day of the ordinary week, 0 for Monday."""
    start = day * DAY
    return tuple((a - start, b - start) for a, b in common(week(calendar), ((start, start + DAY),)))


def day_words(spans: Spans) -> str:
    """Open minutes of a day: `08:00–12:00 and 13:00–17:00`."""
    if spans == ((0, DAY),):
        return "all day"
    return " and ".join(f"{clock_text(start)}–{clock_text(end)}" for start, end in spans)


def chart(calendar: Calendar, title: str) -> Markup:
    """The ordinary week as a picture, with the maintenance windows in it."""
    return charts.week(
        f"Open hours of a week: {title}",
        [(name[:3], of_day(calendar, day), windows(calendar, day)) for day, name in enumerate(DAY_NAMES)],
    )


def windows(calendar: Calendar, day: int) -> Spans:
    """Maintenance windows that may fall on a day of the week."""
    return tuple((one.hours.opens, one.hours.closes) for one in calendar.windows if one.hours.day == day)


def rows(calendar: Calendar) -> list[tuple[str, str, str]]:
    """`(day, open, maintenance)`: what the picture shows, for its table."""
    return [
        (name, day_words(of_day(calendar, day)) or "closed", _windows_words(calendar, day))
        for day, name in enumerate(DAY_NAMES)
    ]


def support(view: View, text: str | None) -> Support | None:
    """Whether a calendar is open on the day of the build; None where it is missing."""
    found = service_levels.calendar(view.model, text)
    if found is None:
        return None
    day = view.site.as_of
    spans = _on(found, day)
    return Support(ref(view, text), _said(found, day, spans), bool(spans), _data(found))


def for_record(view: View, record: Record) -> Calendar | None:
    """A calendar record, compiled."""
    return service_levels.calendar(view.model, record.id)


def _on(calendar: Calendar, day: date) -> Spans:
    start = at(day)
    return tuple((a - start, b - start) for a, b in wall_minutes(calendar, day, day))


def _said(calendar: Calendar, day: date, spans: Spans) -> str:
    if calendar.continuous:
        return "Supported at every hour."
    named = f"{DAY_NAMES[day.weekday()]}, {long_date(day)}"
    if spans:
        return f"On {named}: supported {day_words(spans)} ({calendar.zone})."
    for ahead in range(1, AHEAD):
        later = day + timedelta(ahead)
        if found := _on(calendar, later):
            opening = f"{DAY_NAMES[later.weekday()]}, {long_date(later)}, at {clock_text(found[0][0])}"
            return f"On {named}: not supported. It opens again on {opening} ({calendar.zone})."
    return f"On {named}: not supported, nor in the two weeks after."


def _data(calendar: Calendar) -> str:
    """What the browser needs, as JSON: minutes of the week from Monday on, holidays, validity."""
    holidays: dict[str, list[list[int]]] = {}
    for one in calendar.holidays:  # a day may be open twice, in the morning and in the afternoon
        holidays.setdefault(one.day.isoformat(), []).extend([[one.opens, one.closes]] if one.closes else [])
    found = {
        "zone": calendar.zone,
        "week": week(calendar),
        "holidays": holidays,
        "first": calendar.first.isoformat() if calendar.first else "",
        "last": calendar.last.isoformat() if calendar.last else "",
    }
    return json.dumps(found, separators=(",", ":"))


def _windows_words(calendar: Calendar, day: int) -> str:
    return "; ".join(
        f"{clock_text(one.hours.opens)}–{clock_text(one.hours.closes)}"
        + ("" if one.recurrence == "weekly" else f", {one.recurrence} of the month")
        for one in calendar.windows
        if one.hours.day == day
    )


def _days(first: int, last: int) -> str:
    if first == last:
        return DAY_NAMES[first]
    return f"{DAY_NAMES[first]} {'and' if last == first + 1 else 'to'} {DAY_NAMES[last]}"
