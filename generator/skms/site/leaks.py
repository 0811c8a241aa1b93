"""The second look at a site for fewer people: does any file say what its readers may not see?

How pages were made does not matter here. What must not be said is collected from the records, and every file of the
finished site is searched for it: pages, feeds, JSON, spreadsheets and, unpacked, the search index. What the records
shown say themselves, or the product's own texts, is no secret (`secrets`).
"""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from skms.audience import LEVELS, NOT_SHOWN, hidden_routes, hidden_values, strings
from skms.changes import Change
from skms.findings import Finding
from skms.history import History
from skms.model import Model
from skms.site.gate import Fault, files_below
from skms.site.secrets import WORD, Secrets, printed, words

SHOWN = 5
"""Faults that are told of one file."""

_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|mark|s|small|span|strong|sub|sup|wbr)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_BREAK = " skmsbreak "
"""Stands between what is no running text: two short words that meet by chance are no title."""
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_KEPT = 50_000
_FONTS_AND_IMAGES = (".woff", ".woff2", ".ttf", ".eot", ".png", ".ico", ".jpg", ".map")


def leaks(text: str, secret: Secrets) -> Iterator[str]:
    """What a text says that it may not, each with whose it is."""
    there = frozenset[str]().union(*(_known(line, secret) for line in text.split("\n")))
    likely = [
        one
        for word in sorted(there & secret.by_word.keys())
        for one in secret.by_word[word]
        if there.issuperset(one.words.split())
    ]
    if not likely:
        return
    # As it is written, attributes and all, and as it is read, without the tags.
    plain = _decoded(text)
    both = words(plain) + "\n" + words(html.unescape(_TAG.sub(_BREAK, _INLINE.sub(" ", text))))
    for one in likely:
        if one.name and one.name in plain and re.search(rf"(?<![\w-]){re.escape(one.name)}(?![\w-])", plain):
            yield f"“{one.name}”, a name of {one.whose}"
        elif not one.name and one.words in both:
            yield f"“{one.words.strip()[:80]}”, which only {one.whose} says"


def _known(line: str, secret: Secrets) -> frozenset[str]:
    """The words of a line that are words of secrets."""
    known = secret.seen.get(line)
    if known is None:
        known = secret.words.intersection(WORD.findall(_decoded(line).casefold()))
        if len(secret.seen) < _KEPT:
            secret.seen[line] = known
    return known


def _decoded(text: str) -> str:
    """A text and, where it is written in the way of HTML, addresses or JSON, what that means."""
    plain = html.unescape(text) if "&" in text else text
    more = [unquote(plain)] if "%" in plain else []
    if "\\u" in plain:
        more.append(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), plain))
    return "\n".join([plain, *more])


def search(folder: Path, secret: Secrets) -> tuple[Fault, ...]:
    """Search every file of a site. The faults are sorted by file."""
    faults: list[Fault] = []
    for path in sorted(files_below(folder)) if secret else ():
        if path.endswith(_FONTS_AND_IMAGES):
            continue
        texts = _unpacked((folder / path).read_bytes())
        found = sorted({leak for text in texts for leak in leaks(text, secret)} | set(leaks(path, secret)))
        faults += (Fault(path, f"it says {leak}") for leak in found[:SHOWN])
    return tuple(faults)


def tellable(findings: Iterable[Finding], model: Model, shown: Model, secret: Secrets) -> tuple[Finding, ...]:
    """Findings about what is shown, in words that may be read; none on a site for everybody."""
    if shown.settings.classification == LEVELS[0]:
        return ()
    paths = {record.path for record in shown.records.values()}
    return tuple(
        one
        for one in findings
        if one.file in paths
        and all(place.file in paths for place in one.related)
        and not _about_hidden(one, model)
        and not any(
            leaks("\n".join([one.message, one.help, *(place.message for place in one.related)]), secret)
        )
    )


def _about_hidden(one: Finding, model: Model) -> bool:
    """Whether a finding lies in a field that is hidden, or names an amount of one, be it ever so round."""
    record = model.records.get(one.record or "")
    if record is None:
        return False
    level, said = model.settings.classification, words(one.message)
    return any(one.route[: len(route)] == route for route in hidden_routes(record, level)) or any(
        words(way) in said
        for value in hidden_values(record, level)
        for text in strings(value)
        for way in printed(text)
    )


def tellable_history(past: History, model: Model, shown: Model, secret: Secrets) -> History:
    """The past of what is shown now, or is gone, in words that may be read today."""

    def may(one: Change) -> bool:
        name = model.resolve(one.record, ())
        there = name is None or name in shown.records
        # What stands in the place of a hidden name is no news.
        if f"“{NOT_SHOWN}”" in one.sentence:
            return False
        return there and not any(leaks("\n".join((one.sentence, one.before, one.after)), secret))

    events = (replace(event, changes=tuple(filter(may, event.changes))) for event in past.events)
    return replace(past, events=tuple(event for event in events if event.changes or event.mass))


def _unpacked(content: bytes) -> Iterator[str]:
    """The texts of a file: of a packed one those within."""
    if content.startswith(b"\x1f\x8b"):
        try:
            yield gzip.decompress(content).decode("utf-8", "replace")
        except (OSError, EOFError, zlib.error):
            yield content.decode("utf-8", "replace")
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                yield archive.read(entry).decode("utf-8", "replace")
    else:
        yield content.decode("utf-8", "replace")
