"""Markdown with front matter: one tree a file, the front matter as data, the text as `_body`."""

from __future__ import annotations

import re

from skms.formats import Content, Tree, Unreadable, _text, yaml_

ENDINGS = (".md", ".markdown")

_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][\w .-]*:(?:\s|$)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def read(content: bytes) -> Content:
    """One tree with `_body` (text below the front matter) and `_heading` (its first heading)."""
    text = _text.decode(content)
    front, body, line = split(text)
    found = yaml_.trees(front, line) if front.strip() else []
    data = found[0].data if found else {}
    if data is None:
        data = {}
    if len(found) > 1 or not isinstance(data, dict):
        raise Unreadable(
            "The front matter is not one mapping of keys and values.", "Write `key: value` lines.", line
        )
    heading = _HEADING.search(body)
    extra = {"_body": body.strip() or None, "_heading": heading.group(1) if heading else None}
    return Content(trees=(Tree(data, extra, found[0].lines if found else {}),))


def split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the front matter starts.

    Some tools leave out the first `---`: text that starts with `key:` and has a `---` line later is front matter too.
    """
    opening = _FENCE.match(text)
    if opening:
        start = opening.end() + 1
        closing = _FENCE.search(text, start)
        if closing is None:
            raise Unreadable("The front matter is not closed.", "End it with a line that holds only ---.", 1)
        return text[start : closing.start()], text[closing.end() :], 2
    closing = _FENCE.search(text)
    if _KEY.match(text) and closing:
        return text[: closing.start()], text[closing.end() :], 1
    return "", text, 1
