"""Tables in a Markdown file: one grid each, named by the heading above it."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt

from skms.formats import Content, Grid, Line, _text

ENDINGS = ()  # asked for by name: Markdown files are read for their front matter otherwise


def read(content: bytes) -> Content:
    """One grid a table; the second table below one heading is called `Heading (2)`."""
    names: dict[str, int] = {}
    grids = []
    for heading, lines in _tables(_text.decode(content)):
        names[heading] = names.get(heading, 0) + 1
        name = heading if names[heading] == 1 else f"{heading} ({names[heading]})"
        grids.append(Grid(name, tuple(lines)))
    return Content(grids=tuple(grids))


def _tables(text: str) -> Iterator[tuple[str, list[Line]]]:
    heading, lines, cells, at = "", list[Line](), list[str](), 0
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    for token, previous in zip(tokens, [None, *tokens], strict=False):
        if token.type == "inline" and previous is not None:
            if previous.type == "heading_open":
                heading = token.content.strip()
            elif previous.type in ("th_open", "td_open"):
                cells.append(token.content.strip())
        elif token.type == "tr_open":
            cells, at = [], token.map[0] + 1 if token.map else 0
        elif token.type == "tr_close":
            lines.append(Line(len(lines) + 1, at, tuple(cell or None for cell in cells)))
        elif token.type == "table_close":
            yield heading, lines
            lines = []
