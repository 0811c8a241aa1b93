"""The second look at a site for fewer people: does any file say what its readers may not see?

How pages were made does not matter here. What must not be said is collected from the records, and every file of the
finished site is searched for it: pages, feeds, JSON, spreadsheets and, unpacked, the search index. What the records
shown say themselves, or the product's own texts, is no secret.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from skms.audience import LEVELS, everything_said, hidden_values, strings
from skms.changes import Change
from skms.findings import Finding
from skms.fit import Record
from skms.history import History
from skms.model import Model
from skms.pages import templates
from skms.site.gate import Fault, files_below

FEWEST_WORDS = 4
"""A text of a hidden record counts as its own from this many words on; shorter ones are codes and common words."""
FEWEST_DIGITS = 3
"""Amounts from 10,000 on count as secret if they have so many digits before the zeros: round ones stand for much."""
SHOWN = 5
"""Faults that are told of one file."""

_WORD = re.compile(r"\w+")
_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|mark|s|small|span|strong|sub|sup|wbr)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_BREAK = " skmsbreak "
"""Stands between what is no running text: two short words that meet by chance are no title."""
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_KEPT = 50_000
_AMOUNT = re.compile(r"(\d{5,})(?:\.\d+)?\Z")
_FONTS_AND_IMAGES = (".woff", ".woff2", ".ttf", ".eot", ".png", ".ico", ".jpg", ".map")


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that no file may say."""

    words: str
    """Its words with blanks around."""
    name: str
    """For the name of a record (`kind/id`, `contracts/id`, `id`): as it is written; nothing for a text."""
    whose: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """What no file may say, by the rarest word of each, so that most of it need not be looked for."""

    by_word: Mapping[str, tuple[Secret, ...]]
    words: frozenset[str]
    """All words of all secrets."""
    seen: dict[str, frozenset[str]] = field(default_factory=dict)
    """Words of secrets in lines that were read: many lines stand in many files."""

    def __bool__(self) -> bool:
        return bool(self.by_word)


def secrets(model: Model, shown: Model, own: Iterable[str]) -> Secrets:
    """What the records say that the records shown do not say, and neither do the texts of our `own`."""
    settings = model.settings
    said = [*everything_said(record for record in shown.records.values() if shown.get(record.name)), *own]
    said += [printed for text in tuple(said) if len(text) < 20 for printed in _printed(text)]
    said += [settings.name, settings.url, settings.repository, settings.issues, f"mailto:{settings.contact}"]
    words = [_words(text) for text in said]
    often = Counter(word for text in words for word in text.split())
    public, written = "\n".join(words), "\n".join(said)
    found: list[Secret] = []
    for whose, text in dict.fromkeys(_private(model, shown)):
        phrase = _words(text)
        new = not all(map(often.get, phrase.split()))
        # Two common words may stand side by side anywhere.
        if new or (phrase.count(" ") > 3 and phrase not in public):
            found.append(Secret(phrase, "", whose))
    for record in model.records.values():
        if record.name not in shown.records:
            found += (
                Secret(_words(name), name, record.name)
                for name in _names(model, record)
                if not all(map(often.get, _words(name).split())) or name not in written
            )
    by_word: dict[str, list[Secret]] = {}
    for one in dict.fromkeys(found):
        rarest = min(one.words.split(), key=lambda word: (often[word], -len(word), word))
        by_word.setdefault(rarest, []).append(one)
    all_words = frozenset(word for one in found for word in one.words.split())
    return Secrets({word: tuple(ones) for word, ones in by_word.items()}, all_words)


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
    both = _words(plain) + "\n" + _words(html.unescape(_TAG.sub(_BREAK, _INLINE.sub(" ", text))))
    for one in likely:
        if one.name and one.name in plain and re.search(rf"(?<![\w-]){re.escape(one.name)}(?![\w-])", plain):
            yield f"“{one.name}”, a name of {one.whose}"
        elif not one.name and one.words in both:
            yield f"“{one.words.strip()[:80]}”, which only {one.whose} says"


def _known(line: str, secret: Secrets) -> frozenset[str]:
    """The words of a line that are words of secrets."""
    known = secret.seen.get(line)
    if known is None:
        known = secret.words.intersection(_WORD.findall(_decoded(line).casefold()))
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


@cache
def own_words(root: Path) -> tuple[str, ...]:
    """What the product and the hand-written pages below `root` say: their files."""
    package = Path(__file__).parents[1]
    found: list[str] = []
    for folder in (package, *templates.folders(root), root / "docs"):
        found += [
            path.read_text("utf-8", "replace")
            for path in sorted(folder.rglob("*"))
            if path.suffix in (".py", ".json", ".html", ".md", ".js", ".css")
            and path.is_file()
            and not path.is_relative_to(package / "starter")
        ]
    return tuple(found)


def tellable(findings: Iterable[Finding], shown: Model, secret: Secrets) -> tuple[Finding, ...]:
    """Findings about records that are shown, in words that may be read; none on a site for everybody."""
    if shown.settings.classification == LEVELS[0]:
        return ()
    paths = {record.path for record in shown.records.values()}
    return tuple(
        one
        for one in findings
        if one.file in paths
        and all(place.file in paths for place in one.related)
        and not any(
            leaks("\n".join([one.message, one.help, *(place.message for place in one.related)]), secret)
        )
    )


def tellable_history(past: History, model: Model, shown: Model, secret: Secrets) -> History:
    """The past of what is shown now, or is gone, in words that may be read today."""

    def may(one: Change) -> bool:
        name = model.resolve(one.record, ())
        there = name is None or name in shown.records
        return there and not any(leaks("\n".join((one.sentence, one.before, one.after)), secret))

    events = (replace(event, changes=tuple(filter(may, event.changes))) for event in past.events)
    return replace(past, events=tuple(event for event in events if event.changes or event.mass))


def _private(model: Model, shown: Model) -> Iterator[tuple[str, str]]:
    """Texts that must not be told, each with whose it is."""
    level = model.settings.classification
    for record in model.records.values():
        if record.name not in shown.records:
            yield record.name, record.title
            yield from ((record.name, text) for text in _telling(record.data))
        else:
            for value in hidden_values(record, level):
                yield from ((record.name, text) for text in _telling(value))


def _telling(data: Any) -> Iterator[str]:
    """The texts below a value that say enough to be told apart, and amounts as they are printed."""
    for text in strings(data):
        if _AMOUNT.match(text):
            if len(text.partition(".")[0].rstrip("0")) >= FEWEST_DIGITS:
                yield from _printed(text)
        elif "@" in text or len(text.split()) >= FEWEST_WORDS:
            yield text
            # A long text may be cut: its first sentence is told alone in lists.
            first = text.split(". ")[0]
            if first != text and len(first.split()) >= FEWEST_WORDS:
                yield first


def _printed(text: str) -> Iterator[str]:
    """An amount as it is written, and as it is printed; nothing for other texts."""
    if amount := _AMOUNT.match(text):
        yield from (text, amount[1], f"{int(amount[1]):,}")


def _names(model: Model, record: Record) -> Iterator[str]:
    yield record.name
    if record.kind in model.kinds:
        yield f"{model.kinds[record.kind].url}/{record.id}"
    if "-" in record.id:
        yield record.id


def _words(text: str) -> str:
    """A text as small words between blanks, so that markup, case and layout do not matter."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


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
