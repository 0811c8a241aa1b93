"""The tags of a page, read as browsers read them; what many pages have alike is read once.

Most tags, most lines and the theme around the content occur on thousands of pages, so the tags of each are
remembered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from skms.site.csp import digest
from skms.site.tags import CLOSE, INTERACTIVE, OPEN, VOID, Tag, misplaced, read, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Parts = Sequence[tuple[str, bool]]
    """A page in pieces: text, and whether many pages have it alike."""

# Every < begins a tag, whatever follows: one that is not a proper tag is a fault.
_TAG = "<[^<>]*>?"
# What stands on many pages alike is looked at as a whole and only once; what scripts and comments say is no markup.
_PART = (
    r"<(?:header\b.*?</header|footer\b.*?</footer|dialog\b.*?</dialog|script\b.*?</script"
    r'|nav class="skms-.*?</nav)>|<!--.*?-->'
)
_TAGS = re.compile(_TAG)
_TOKENS = re.compile(f"{_PART}|{_TAG}", re.DOTALL)
# What may hold a < that is no tag.
_LOOSE = ("<script", "<!--")
_DATA_TYPES = ("application/json", "application/ld+json")
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of HTML that many pages have alike; it may begin and end within a tag."""

    head: str
    """The end of a tag that began before it."""
    tags: tuple[Tag, ...]
    """Its tags, with every element that is whole as if it were one tag."""
    tail: str
    """The beginning of a tag that ends after it."""
    loose: bool
    """Whether a script or comment begins or ends in it."""


@dataclass(slots=True)
class Memory:
    """What was read so far."""

    nested: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Elements that may stand in a parent, by the parent."""
    tags: dict[str, Tag] = field(default_factory=dict)
    lines: dict[str, tuple[Tag, ...]] = field(default_factory=dict)
    """Tags of the lines of HTML that pages are made of."""
    stretches: dict[tuple[str, bool], Stretch] = field(default_factory=dict)
    """Pieces that many pages have alike, by text and whether a tag has begun before them."""


def telling(memory: Memory, text: str, parts: Parts, messages: list[str]) -> list[Tag]:
    """Return the tags of a page that say more than their name; what is wrong with their order joins the messages.

    `parts`, where they are known, are the same text in pieces, so that the theme is not read again for every page.
    """
    return _nesting(memory, _tags_of_parts(memory, parts) or _tags(memory, text), messages)


def _tags(memory: Memory, text: str) -> list[Tag]:
    """Return the tags of a text."""
    tags = memory.tags
    return [tags.get(token) or _read(memory, token) for token in _TOKENS.findall(text)]


def _tags_of_parts(memory: Memory, parts: Parts) -> list[Tag]:
    """Return the tags of a page in pieces; none where a script or comment may go from one piece to another."""
    result: list[Tag] = []
    rest = ""
    for text, shared in (*parts, ("", True)):
        if not shared:
            rest += text
            continue
        key = (text, rest.rfind("<") > rest.rfind(">"))
        stretch = memory.stretches.get(key) or _stretch(memory, *key)
        rest += stretch.head
        if rest:
            if any(begin in rest for begin in _LOOSE):
                return []
            result += _tags_of_lines(memory, rest)
        if stretch.loose:
            return []
        result += stretch.tags
        rest = stretch.tail
    return result


def _tags_of_lines(memory: Memory, text: str) -> list[Tag]:
    """Return the tags of a text, line by line: most lines stand on many pages."""
    result: list[Tag] = []
    lines = memory.lines
    for line in text.split("\n"):
        tags = lines.get(line)
        if tags is None:
            if line.rfind("<") > line.rfind(">"):
                return _tags(memory, text)  # a tag goes on in the next line
            if len(lines) > _KEPT:
                lines.clear()
            lines[line] = tags = tuple(_tags(memory, line))
        result += tags
    return result


def _stretch(memory: Memory, text: str, begun: bool) -> Stretch:
    """Read a piece that many pages have alike, `begun` within a tag or not, and remember it."""
    start = text.find(">") + 1 if begun else 0
    tokens = _TOKENS.findall(text[start:])
    tail = text[text.rindex("<") :] if tokens and not tokens[-1].endswith(">") else ""
    whole = tokens[:-1] if tail else tokens
    loose = any(token.startswith(_LOOSE) and not token.endswith(("</script>", "-->")) for token in tokens)
    stretch = Stretch(text[:start], tuple(_folded(memory, whole)), tail, loose)
    memory.stretches[text, begun] = stretch
    return stretch


def _folded(memory: Memory, tokens: list[str]) -> list[Tag]:
    """Return tags with every element that begins and ends among them as if it were one tag."""
    tags = [memory.tags.get(token) or _read(memory, token) for token in tokens]
    ends: dict[int, int] = {}
    stack: list[int] = []
    for number, tag in enumerate(tags):
        if tag.kind == OPEN:
            stack.append(number)
        elif tag.kind == CLOSE and stack and tags[stack[-1]].name == tag.name:
            ends[stack.pop()] = number
        elif tag.kind == CLOSE:
            stack.clear()
    result: list[Tag] = []
    number = 0
    while number < len(tags):
        end = ends.get(number, number)
        result.append(_whole(memory, tags[number : end + 1]) if end > number else tags[number])
        number = end + 1
    return result


def _whole(memory: Memory, tags: list[Tag]) -> Tag:
    """Return the tags of one element as one tag."""
    faults: list[str] = []
    return together(tags[0], [tags[0], *_nesting(memory, tags[1:-1], faults, tags[0].name)], faults)


def _nesting(memory: Memory, tags: Iterable[Tag], messages: list[str], parent: str = "") -> list[Tag]:
    """Check the order of tags below a parent, and return those that say more than their name."""
    nested = memory.nested
    telling: list[Tag] = []
    stack: list[str] = []
    right = nested[parent]
    for tag in tags:
        name = tag.name
        if tag.kind == CLOSE:
            if name != parent or not stack:
                messages.append(f"</{name}> closes nothing")
                return telling
            parent = stack.pop()
            right = nested[parent]
            continue
        if name not in right:
            _place(name, parent, right, messages)
        if tag.kind == OPEN:
            stack.append(parent)
            if name in INTERACTIVE and not INTERACTIVE.isdisjoint(stack):
                messages.append(f"<{name}> stands in another link or button")
            parent = name
            right = nested[name]
        if tag.telling:
            telling.append(tag)
    if stack:
        messages.append(f"<{parent}> is not closed")
    return telling


def _place(name: str, parent: str, right: set[str], messages: list[str]) -> None:
    """Check that an element may stand in its parent, and remember it where it may."""
    if problem := misplaced(name, parent):
        messages.append(problem)
    else:
        right.add(name)


def _read(memory: Memory, token: str) -> Tag:
    """Return a tag, or a part of the page as if it were one, read once for all pages."""
    if len(memory.tags) > _KEPT:
        memory.tags.clear()
    memory.tags[token] = tag = _part(memory, token)
    return tag


def _part(memory: Memory, token: str) -> Tag:
    """Return a token as one tag."""
    if token.startswith("<!--"):
        return Tag("", VOID)
    first = _TAGS.findall(token)[0]
    tag = read(first)
    if first == token:
        return tag
    inner, _, end = token[len(first) :].rpartition("</")
    if tag.name == "script":
        return replace(tag, kind=VOID, scripts=_scripts(first, inner), telling=True)
    return _whole(memory, [tag, *_tags(memory, inner), read(f"</{end}")])


def _scripts(tag: str, script: str) -> tuple[str, ...]:
    """Return the hash of an inline script; data are no script."""
    return () if "src=" in tag or any(f'type="{kind}"' in tag for kind in _DATA_TYPES) else (digest(script),)
