"""What a site for fewer people must not say: names, titles, texts and amounts of what its readers may not see.

What the records shown say themselves, or the product's own texts, is no secret.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from skms.audience import everything_said, hidden_values, strings
from skms.fit import Record
from skms.model import Model
from skms.pages import templates

FEWEST_WORDS = 4
"""A text of a hidden record counts as its own from this many words on; shorter ones are codes and common words."""
FEWEST_DIGITS = 3
"""Amounts from 10,000 on count as secret if they have so many digits before the zeros: round ones stand for much."""
WORD = re.compile(r"\w+")
_AMOUNT = re.compile(r"(\d{5,})(?:\.\d+)?\Z")


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
    said += [way for text in tuple(said) if len(text) < 20 for way in printed(text)]
    said += [settings.name, settings.url, settings.repository, settings.issues, f"mailto:{settings.contact}"]
    spoken = [words(text) for text in said]
    often = Counter(word for text in spoken for word in text.split())
    public, written = "\n".join(spoken), "\n".join(said)
    found: list[Secret] = []
    for whose, text in dict.fromkeys(_private(model, shown)):
        phrase = words(text)
        new = not all(map(often.get, phrase.split()))
        # Two common words may stand side by side anywhere.
        if new or (phrase.count(" ") > 3 and phrase not in public):
            found.append(Secret(phrase, "", whose))
    for record in model.records.values():
        if record.name not in shown.records:
            found += (
                Secret(words(name), name, record.name)
                for name in _names(model, record)
                if not all(map(often.get, words(name).split())) or name not in written
            )
    by_word: dict[str, list[Secret]] = {}
    for one in dict.fromkeys(found):
        rarest = min(one.words.split(), key=lambda word: (often[word], -len(word), word))
        by_word.setdefault(rarest, []).append(one)
    all_words = frozenset(word for one in found for word in one.words.split())
    return Secrets({word: tuple(ones) for word, ones in by_word.items()}, all_words)


@cache
def own_texts() -> tuple[str, ...]:
    """What the product itself says: its files. What an organisation writes by hand may say too much as well."""
    package = Path(__file__).parents[1]
    found: list[str] = []
    for folder in (package, *templates.folders()):
        found += [
            path.read_text("utf-8", "replace")
            for path in sorted(folder.rglob("*"))
            if path.suffix in (".py", ".json", ".html", ".js", ".css")
            and path.is_file()
            and not path.is_relative_to(package / "starter")
        ]
    return tuple(found)


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
                yield from printed(text)
        elif "@" in text or len(text.split()) >= FEWEST_WORDS:
            yield text
            # A long text may be cut: its first sentence is told alone in lists.
            first = text.split(". ")[0]
            if first != text and len(first.split()) >= FEWEST_WORDS:
                yield first


def printed(text: str) -> Iterator[str]:
    """An amount as it is written, and as it is printed; nothing for other texts."""
    if amount := _AMOUNT.match(text):
        yield from (text, amount[1], f"{int(amount[1]):,}")


def _names(model: Model, record: Record) -> Iterator[str]:
    former = record.data.get("aliases")
    for one in (record.id, *(former if isinstance(former, list) else ())):
        yield f"{record.kind}/{one}"
        if record.kind in model.kinds:
            yield f"{model.kinds[record.kind].url}/{one}"
        if "-" in str(one):
            yield str(one)


def words(text: str) -> str:
    """A text as small words between blanks, so that markup, case and layout do not matter."""
    return f" {' '.join(WORD.findall(text.casefold()))} "
