"""The theme's templates: found quickly, rendered once for all pages that share the result, filled for each of them."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import escape

from skms.site import csp
from skms.site.reuse import digest
from skms.site.shell import (
    CLOSE,
    END,
    OPEN,
    PER_PAGE,
    REPEAT,
    Heading,
    Shell,
    cut,
    fill,
    headings_of,
    outline,
    slot,
    stand_in,
    values_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skms.pages.page import Page

TOC_ITEM = "partials/toc-item.html"
INCLUDE = "include "
_RELATIVE = re.compile(r'\b(href|src)="([^"#][^"]*|)"')
_BLANK = re.compile(r"\n\s*\n")
_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#")


class Loader(jinja2.FileSystemLoader):
    """The theme's templates; lists no hidden folders, where the theme keeps more than ten thousand icons."""

    def list_templates(self) -> list[str]:
        """Return the names of all templates and files but the icons."""
        found: set[str] = set()
        for folder in self.searchpath:
            for top, folders, files in os.walk(folder):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found.update(os.path.relpath(Path(top, name), folder) for name in files)
        return sorted(name.replace(os.sep, "/") for name in found)


class MarkingLoader(Loader):
    """The same templates with marks around what differs from page to page."""

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        """Return a template, or the mark that stands for it."""
        if template.startswith(PER_PAGE):
            return f"{OPEN}{INCLUDE}{template}{CLOSE}", None, None
        source, name, fresh = super().get_source(environment, template)
        return (f"{REPEAT}{source}{END}" if template == TOC_ITEM else source), name, fresh


@jinja2.pass_context
def url(context: jinja2.runtime.Context, value: object) -> str:
    """Return the address of a site path as seen from the page; by way of the root, so that pages can share it."""
    return _address(str(value), context["base_url"])


@cache
def _address(path: str, base: str) -> str:
    if _EXTERNAL.match(path):
        return path
    return base.rstrip("/") + "/" + ("" if path == "." else path.removeprefix("./"))


class Shells:
    """Gives MkDocs its templates, and pages of records a template that fills shells."""

    def __init__(self, plain: jinja2.Environment, marking: jinja2.Environment, name: str) -> None:
        self.plain = plain
        self.marking = marking
        self.name = name
        self.known: dict[tuple[object, ...], tuple[Shell, str]] = {}

    def get_template(self, name: str) -> Any:
        """Return a template of the theme, or ourselves: MkDocs only wants something with `render`."""
        return self if name == self.name else self.plain.get_template(name)

    def render(self, context: Mapping[str, Any]) -> str:
        """Return a page of records in its theme, or the one that the build before made of the same things."""
        page = context["page"]
        value: Page = page.value()
        place = page if page.leaf.nav else page.above
        key = (context["base_url"], place is page, place and place.leaf.path, *outline(value))
        if key not in self.known:
            self.known[key] = self._shell(context, value)
        shell, mark = self.known[key]
        content = page.html(value, context["base_url"])
        values = values_of(value, page.canonical_url or "")
        page.parts = []
        known = page.recalled(digest((mark, content, *values.values(), *_rest(value))))
        if known is not None:
            return str(known)
        for piece in shell:
            if piece.slot.startswith(INCLUDE):
                values[piece.slot] = self._include(piece.slot.removeprefix(INCLUDE), context, value, content)
        page.parts = fill(shell, values, headings_of(value))
        return "".join(text for text, _ in page.parts)

    def _shell(self, context: Mapping[str, Any], value: Page) -> tuple[Shell, str]:
        """Render the theme with marks and cut it up; also return a hash of all that stands in it."""
        page = context["page"]
        canonical = page.canonical_url
        toc = [Heading(slot("heading"), slot("anchor"))] if value.sections else []
        dress(
            page,
            slot("title"),
            value.summary and slot("summary"),
            toc,
            canonical and slot("canonical"),
            stand_in(value),
        )
        text = self.marking.get_template("main.html").render(context)
        page.canonical_url = canonical
        html = csp.secure(_BLANK.sub("\n", text), text)
        return cut(html), digest((html, page.frame))

    def _include(self, name: str, context: Mapping[str, Any], value: Page, content: str) -> str:
        """Render a template that sees all of the page."""
        page = context["page"]
        dress(page, escape(value.title), escape(value.summary), headings_of(value), page.canonical_url, value)
        page.content = content
        text = self.plain.get_template(name).render(context)
        page.content = ""
        return text


def _rest(value: Page) -> tuple[str, ...]:
    """Return what a template that sees the whole page may show, besides its content and plain texts."""
    return (repr(value.crumbs), repr([(section.id, section.title) for section in value.sections]))


def rebased(html: str, base: str) -> str:
    """Return HTML whose relative addresses start at `base`, for the one page that is shown at any depth."""
    return _RELATIVE.sub(lambda match: f'{match[1]}="{_address(match[2], base)}"', html)


def dress(
    page: Any, title: str, summary: str, toc: Sequence[Heading], canonical: str | None, value: Page
) -> None:
    """Give a page the values that the theme is to print; it prints them without escaping."""
    page.meta = {"title": escape(title), "description": escape(summary), "skms": value}
    page.toc = list(toc)
    if not page.leaf.nav:
        page.title = page.meta["title"]
    page.canonical_url = canonical
