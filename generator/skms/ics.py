"""Calendars that other programs subscribe to: iCalendar (RFC 5545) of whole-day entries. Knows no record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

PRODUCT = "-//skms//Service Management Office//EN"
WIDTH = 75
"""Octets of a line, its end not counted."""
REFRESH = "P1D"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens, or has to be done, on a day."""

    key: str
    """What it is, whatever its day: an entry that moves keeps it, so that calendars move it too."""
    day: date
    title: str
    text: str = ""
    url: str = ""
    category: str = ""


def calendar(name: str, entries: Iterable[Entry], stamp: date) -> bytes:
    """A calendar as bytes, sorted by day; the same entries and `stamp` give the same bytes.

    RFC 5545 asks for at least one entry; of entries with one key all but the first get a number.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
    ]  # fmt: skip
    seen: dict[str, int] = {}
    for one in sorted(entries, key=lambda one: (one.day, one.key, one.title)):
        seen[one.key] = seen.get(one.key, 0) + 1
        lines += _event(one, seen[one.key], stamp)
    lines.append("END:VCALENDAR")
    return b"".join(piece for line in lines for piece in _folded(line))


def _event(one: Entry, number: int, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(one.key, number)}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(one.day)}"
    if one.day < date.max:
        yield f"DTEND;VALUE=DATE:{_day(one.day + timedelta(1))}"
    yield f"SUMMARY:{_text(one.title)}"
    if one.text:
        yield f"DESCRIPTION:{_text(one.text)}"
    if one.url:
        yield f"URL:{one.url}"
    if one.category:
        yield f"CATEGORIES:{_text(one.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(key: str, number: int) -> str:
    name = key if number == 1 else f"{key}\0{number}"
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest() + "@skms"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """A value of type TEXT."""
    for plain, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most `WIDTH` octets; no letter is cut in two."""
    if len(line) <= WIDTH and line.isascii():
        yield f"{line}\r\n".encode()
        return
    piece, lead = b"", b""
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if len(lead) + len(piece) + len(octets) > WIDTH:
            yield lead + piece + b"\r\n"
            piece, lead = b"", b" "
        piece += octets
    yield lead + piece + b"\r\n"
