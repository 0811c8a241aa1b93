"""Prose fields: Markdown to safe HTML.

markdown-it-py with `html=False` makes the HTML and nh3 cleans it once more, so that no record text can run a script,
break the markup or load anything. A link to a record (`service/email`) becomes a link to its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

Href = Callable[[str], str | None]
"""The address of the page of `kind/id` (with fragment), or None where there is none."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_MARKUP = re.compile(r"[\\`*_\[\]<>#&~|!\n]|^\s*(?:[-+]|\d+[.)])\s|^[=\s-]+$|^    ")
_RECORD = re.compile(r"[a-z-]+/[a-z0-9-]+(?:#[A-Za-z0-9._-]+)?\Z")
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
_LEVEL = 2  # headings of the text stand below the section's own <h2>


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough").disable("image")


_MARKDOWN = _parser()


def html(text: str, href: Href) -> Markup:
    """Markdown as safe HTML blocks."""
    if not _MARKUP.search(text):
        return Markup("<p>{}</p>").format(text)  # most descriptions are one plain sentence
    tokens = _MARKDOWN.parse(text)
    _level(tokens)
    for token in tokens:
        if token.children:
            token.children = _linked(token.children, href)
    raw = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(
        nh3.clean(raw, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=set(SCHEMES),
                  link_rel="noopener noreferrer")
    )  # fmt: skip


def _level(tokens: list[Token]) -> None:
    """Put the headings of a text below that of its section, the topmost first and none left out on the way down."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    top = min((int(token.tag[1]) for token in headings), default=1)
    before = _LEVEL
    for start, end in zip(headings[::2], headings[1::2], strict=True):
        before = min(int(start.tag[1]) - top + _LEVEL, before, 5) + 1
        start.tag = end.tag = f"h{before}"


def plain(text: str) -> str:
    """Markdown as one line of plain text, for summaries and search results."""
    if not _MARKUP.search(text):
        return text
    words: list[str] = []
    for token in _MARKDOWN.parse(text):
        for child in token.children or ():
            if child.type in ("text", "code_inline"):
                words.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                words.append(" ")
        words.append(" " if token.type.endswith("_close") else "")
    return " ".join("".join(words).split())


def safe_url(url: str) -> str | None:
    """A URL of a record as it may stand in `href`, or None where its scheme is not allowed."""
    scheme = _SCHEME.match(unescape(url).replace("\t", "").replace("\n", ""))
    if scheme and scheme.group(1).lower() in SCHEMES:
        return url
    return None


def external(url: str, title: str | None = None) -> Markup:
    """A link to a URL of a record, or its bare text where the URL may not be followed."""
    words = title if title and title != url else url.removeprefix("tel:").removeprefix("mailto:")
    if safe_url(url) is None:
        return Markup(escape(words))
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, words)


def _linked(tokens: list[Token], href: Href) -> list[Token]:
    """Point record links to their pages; links that lead nowhere lose their link and keep their text."""
    kept: list[Token] = []
    open_links: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            target = _target(str(token.attrGet("href") or ""), href)
            open_links.append(target is not None)
            if target is None:
                continue
            token.attrSet("href", target)
        elif token.type == "link_close" and not open_links.pop():
            continue
        kept.append(token)
    return kept


def _target(url: str, href: Href) -> str | None:
    return href(url) if _RECORD.match(url) else safe_url(url)
