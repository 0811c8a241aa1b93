"""Terms of the glossary in texts: the first use of each leads to its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape as escaped

from markupsafe import Markup, escape

from skms.model import Model

Known = tuple[re.Pattern[str] | None, dict[str, str]]
"""A pattern of all words, and the record that each of them, as written in the glossary, stands for."""

_TAG = re.compile(r"(<[^>]*>)")
_CLOSED = ("a", "code", "pre", "h3", "h4", "h5", "h6", "th")
"""Elements in which nothing is linked."""


def linked(model: Model, html: Markup, href: Callable[[str], str | None], seen: set[str]) -> Markup:
    """Safe HTML with its terms linked, but for those of `seen`, which gathers what is linked."""
    pattern, names = model.once(known)
    if pattern is None or not pattern.search(html):
        return html
    inside = 0

    def link(match: re.Match[str]) -> str:
        word = match.group()
        name = names[word]
        target = href(name) if name not in seen else None
        if target is None:
            return word
        seen.add(name)
        return f'<a class="term" href="{escape(target)}">{word}</a>'

    parts = _TAG.split(html)
    for index, part in enumerate(parts):
        if part.startswith("<"):
            tag = part.strip("</>").partition(" ")[0]
            if tag in _CLOSED:
                inside += -1 if part.startswith("</") else 1
        elif part and not inside:
            parts[index] = pattern.sub(link, part)
    return Markup("".join(parts))


def known(model: Model) -> Known:
    """The words of all live terms. Abbreviations count only as they are written; words in small letters too, also at
    the beginning of a sentence."""
    names: dict[str, str] = {}
    for record in model.of("glossary-term"):
        if record.live:
            for word in (record.title, *record.data.get("synonyms", ())):
                _add(names, record.name, word)
                if not word.isupper():
                    _add(names, record.name, word.lower())
                    _add(names, record.name, word[:1].upper() + word[1:].lower())
            for word in record.data.get("abbreviations", ()):
                _add(names, record.name, word)
    words = sorted(names, key=lambda word: (-len(word), word))
    if not words:
        return None, names
    return re.compile(rf"(?<![\w&-])(?:{'|'.join(map(re.escape, words))})(?![\w-])"), names


def _add(names: dict[str, str], record: str, word: str) -> None:
    """In the two ways in which texts are escaped: with quotation marks and without."""
    for written in (str(escape(word)), escaped(word, quote=False)):
        names.setdefault(written, record)
