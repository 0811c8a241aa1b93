"""Atom feeds (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    id: str
    """A URI that never changes."""
    title: str
    at: str
    """`2026-06-01T12:00:00+02:00`"""
    html: str
    """Safe HTML."""
    href: str = ""


def feed(
    id: str, title: str, author: str, at: str, items: Iterable[Item], own: str = "", page: str = ""
) -> bytes:
    """A feed as bytes; `own` and `page` are the addresses of the feed itself and of the page that shows the same."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{escape(id)}</id>",
        f"  <title>{escape(title)}</title>",
        f"  <updated>{escape(at)}</updated>",
        f"  <author><name>{escape(author)}</name></author>",
    ]
    if own:
        lines.append(f'  <link rel="self" type="application/atom+xml" href={quoteattr(own)}/>')
    if page:
        lines.append(f'  <link rel="alternate" type="text/html" href={quoteattr(page)}/>')
    for one in items:
        lines += ["  <entry>", *(f"    {line}" for line in _item(one)), "  </entry>"]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _item(one: Item) -> list[str]:
    lines = [
        f"<id>{escape(one.id)}</id>",
        f"<title>{escape(one.title)}</title>",
        f"<updated>{escape(one.at)}</updated>",
        f'<content type="html">{escape(one.html)}</content>',
    ]
    return (
        [*lines, f'<link rel="alternate" type="text/html" href={quoteattr(one.href)}/>']
        if one.href
        else lines
    )
