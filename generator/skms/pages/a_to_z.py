"""A to Z: every record under its title, its abbreviations and its former ids, and every tag; it stands in for the
search where there are no scripts. A large registry gets a page for every letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from skms.fit import Record
from skms.model import Model
from skms.pages._overview import caller, everything
from skms.pages._views import Ref, View, visible
from skms.pages.page import Crumb, Leaf, Page, Section, Site

TITLE = "A to Z"
ONE_PAGE = 1500
"""Most records that are listed on a single page."""
OTHER = "0–9"
_ABBREVIATION = re.compile(r"\(([A-Z][A-Za-z0-9&/]{1,11})\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and the records it leads to. The record's own title leads to it alone."""

    word: str
    targets: tuple[Ref, ...]
    kind: str = ""


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page, and one for every letter where there is much."""
    yield Leaf("a-to-z/", TITLE, ("Services", TITLE), "", "a_to_z")
    if len(model.records) > ONE_PAGE:
        for letter in (*ascii_uppercase, OTHER):
            yield Leaf(f"a-to-z/{anchor(letter)}/", f"{TITLE}: {letter}", None, letter, "a_to_z")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page, or that of one letter."""
    view, call = View(model, site, leaf.path), caller(site, "a_to_z")
    # The letters are the same on every page; only the links of one page are made.
    present = model.once(_index)
    split = len(model.records) > ONE_PAGE
    wanted = [leaf.subject] if leaf.subject else [] if split else list(present)
    address = view.url("a-to-z/{}/") if split else "#{}"
    links = [
        (letter, address.format(anchor(letter)) if letter in present else "")
        for letter in (*ascii_uppercase, OTHER)
    ]
    sections = [
        Section(anchor(letter), letter, call("entries", _entries(view, present.get(letter, {}))))
        for letter in wanted
    ]
    return Page(
        leaf.path, leaf.title, "Every record by its name, its abbreviation, its former ids and its tags.",
        call("letters", links, leaf.subject), tuple(sections),
        (Crumb(TITLE, "a-to-z/"),) if leaf.subject else (), search=False, wide=True,
    )  # fmt: skip


def anchor(letter: str) -> str:
    """Return the anchor of a letter."""
    return "digits" if letter == OTHER else letter.lower()


Words = Mapping[str, tuple[str, ...]]
"""Words of a letter with the names of the records they lead to."""


def _index(model: Model) -> Mapping[str, Words]:
    """Return the words of every letter that has some."""
    found: dict[str, dict[str, None]] = {}
    for record in everything(model):
        for word in _words(record):
            found.setdefault(word, {})[record.name] = None
    ordered = sorted(found, key=lambda word: (_initial(word), _plain(word), word))
    return {
        letter: {word: tuple(found[word]) for word in group}
        for letter, group in groupby(ordered, key=_initial)
    }


def _words(record: Record) -> Iterator[str]:
    """Yield the words under which a record stands: its title, abbreviations, former ids, tags and requests."""
    data = record.data
    yield record.title
    yield from _ABBREVIATION.findall(record.title)
    if data.get("acronym"):
        yield str(data["acronym"])
    yield from (alias.replace("-", " ") for alias in data.get("aliases", ()))
    yield from (tag.replace("-", " ") for tag in data.get("tags", ()))


def _initial(word: str) -> str:
    """Return the letter under which a word stands."""
    first = _plain(word)[:1].upper()
    return first if first in ascii_uppercase and first else OTHER


def _plain(word: str) -> str:
    """Return a word without accents, case and leading marks, for sorting."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return re.sub(r"^[^a-z0-9]+", "", "".join(char for char in letters if not unicodedata.combining(char)))


def _entries(view: View, words: Words) -> list[Entry]:
    """Return the entries of a letter: a title is its own link, another word says what it leads to."""
    entries = []
    for word, names in words.items():
        records = [
            record for name in names if (record := view.model.get(name)) and visible(view.model, record)
        ]
        if len(records) == 1 and records[0].title == word:
            entries.append(Entry(word, (view.ref(records[0]),), view.model.kinds[records[0].kind].one))
        else:
            refs = (view.ref(one, note=view.model.kinds[one.kind].one) for one in records)
            entries.append(Entry(word, tuple(refs)))
    return entries
