"""The theme's part of a page, rendered once for all pages that share it and filled for each of them.

Rendering the theme anew costs more than the page itself: its navigation alone takes milliseconds. What differs
between two pages of the same depth and place in the navigation stands in a few slots, so the theme is rendered with
marks in their place and the result is cut at the marks.

A template below `page/` is the exception: it is rendered for every page and sees all of it. `skms.site.theme` does
both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skms.pages.page import Page

# Record text cannot hold these characters: reading refuses them.
OPEN, CLOSE, REPEAT, END = "\x02", "\x03", "\x04", "\x05"
_MARKS = re.compile(f"{REPEAT}(.*?){END}|{OPEN}(.*?){CLOSE}", re.DOTALL)
PER_PAGE = "page/"


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents, with the names that the theme expects."""

    title: str
    id: str
    level: int = 2
    children: tuple[()] = ()

    @property
    def url(self) -> str:
        """The address of the heading on its page."""
        return f"#{self.id}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a shell: theme text, or a slot, or a text to be repeated for every heading."""

    text: str = ""
    slot: str = ""
    each: tuple[Piece, ...] = ()


Shell = tuple[Piece, ...]


def slot(name: str) -> Markup:
    """Return the mark for a value that differs from page to page."""
    return Markup(f"{OPEN}{name}{CLOSE}")


def cut(html: str) -> Shell:
    """Cut a theme rendered with marks into pieces."""
    pieces, at = [], 0
    for mark in _MARKS.finditer(html):
        pieces.append(Piece(html[at : mark.start()]))
        each, name = mark.groups()
        pieces.append(Piece(slot=name) if each is None else Piece(each=cut(each)))
        at = mark.end()
    return (*pieces, Piece(html[at:]))


def fill(shell: Shell, values: Mapping[str, str], headings: Sequence[Heading]) -> list[tuple[str, bool]]:
    """Return a page in pieces: the shell with every slot filled; each with whether it stands in the shell itself."""
    parts: list[tuple[str, bool]] = []
    for piece in shell:
        if piece.slot:
            parts.append((str(values[piece.slot]), False))  # safe text would escape what it is added to
        elif piece.each:
            for heading in headings:
                parts.extend(fill(piece.each, heading_values(heading), ()))
        else:
            parts.append((piece.text, True))
    return parts


def heading_values(heading: Heading) -> dict[str, str]:
    """Return the slots that a heading fills."""
    return {"heading": heading.title, "anchor": heading.id}


def headings_of(page: Page) -> tuple[Heading, ...]:
    """Return the table of contents of a page; its texts are safe HTML."""
    return tuple(Heading(escape(section.title), escape(section.id)) for section in page.sections)


class _Refused:
    """Stands for a value that the shared part of the theme must not look at; any use is an error that says so."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        self._refuse()

    def _refuse(self, *_: object) -> Any:
        raise jinja2.TemplateRuntimeError(
            f"page.meta.skms.{self._name} differs from page to page: use it in a template below theme/{PER_PAGE}"
        )

    __bool__ = __iter__ = __len__ = __str__ = __html__ = __getitem__ = __eq__ = _refuse
    __hash__ = None  # type: ignore[assignment]


def stand_in(page: Page) -> Page:
    """Return the page as the shared part of the theme sees it: marks for plain values, nothing else."""
    refused: dict[str, Any] = {
        name: _Refused(name) for name in ("lead", "sections", "crumbs", "facets", "keywords")
    }
    return replace(
        page,
        path=page.path and slot("path"),
        title=slot("title"),
        summary=page.summary and slot("summary"),
        record=page.record and slot("record"),
        source=page.source and slot("source"),
        **refused,
    )


def outline(page: Page) -> tuple[object, ...]:
    """Return what of a page the shared part of the theme may depend on: pages that agree in it share a shell."""
    texts = (page.path, page.summary, page.record, page.source, page.sections)
    return (page.search, page.wide, *map(bool, texts))


def values_of(page: Page, canonical: str) -> dict[str, str]:
    """Return what fills the slots of a page. Everything is HTML."""
    first = page.sections[0].id if page.sections else ""
    return {
        "path": escape(page.path),
        "title": escape(page.title),
        "summary": escape(page.summary),
        "record": escape(page.record or ""),
        "source": escape(page.source or ""),
        "canonical": escape(canonical),
        "anchor": escape(first),
        "heading": "",
    }
