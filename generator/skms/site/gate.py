"""The last look at a site before it is published: every page, every link, read from the HTML as it will be served.

Pages are made by machine, so the gate asks for more than browsers do: every tag closed, every attribute in order, no
`<` that is not a tag. What keeps to that is read the same way by every browser, and quickly by us: most tags, and the
theme around the content, occur on many pages and are looked at once.
"""

from __future__ import annotations

import html
import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

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
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_DATA_TYPES = ("application/json", "application/ld+json")
_LINK = re.compile(r'\s(?:href|src|poster)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_KEPT = 50_000
# What may hold a < that is no tag.
_LOOSE = ("<script", "<!--")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a page; `page` is its file below the site's folder."""

    page: str
    message: str


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
class Seen:
    """What the pages looked at so far hold; each process has its own, and they are merged at the end."""

    base: str = "/"
    """Path at which the site is published."""
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    """Ids of every page, by its file."""
    wanted: dict[str, str] = field(default_factory=dict)
    """Every target of a link, seen from the root of the site, and the first page that links to it."""
    nested: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Elements that may stand in a parent, by the parent."""
    tags: dict[str, Tag] = field(default_factory=dict)
    lines: dict[str, tuple[Tag, ...]] = field(default_factory=dict)
    """Tags of the lines of HTML that pages are made of."""
    stretches: dict[tuple[str, bool], Stretch] = field(default_factory=dict)
    """Pieces that many pages have alike, by text and whether a tag has begun before them."""

    def told(self) -> Seen:
        """Return what the other processes need to know."""
        return Seen(self.base, self.faults, self.anchors, self.wanted)


def look(seen: Seen, path: str, text: str, parts: Parts = ()) -> None:
    """Look at one page; `path` is its file below the site's folder: `services/email/index.html`.

    `parts`, where they are known, are the same text in pieces, so that the theme is not read again for every page.
    """
    messages: list[str] = []
    telling = _nesting(seen, _tags_of_parts(seen, parts) or _tags(seen, text), messages)
    ids: list[str] = []
    links: dict[str, None] = {}
    for tag in telling:
        ids += tag.ids
        links |= tag.links
        messages += tag.faults
    known = frozenset(ids)
    if len(known) < len(ids):
        messages += (f"the id “{id_}” is used {n} times" for id_, n in Counter(ids).items() if n > 1)
    messages += (
        f"no element has the id “{id_}”" for tag in telling for id_ in tag.references if id_ not in known
    )
    messages += _policy_faults(text, telling)
    _want(seen, path, links, messages)
    seen.anchors[path] = known
    seen.faults += (Fault(path, message) for message in dict.fromkeys(messages))


def look_again(seen: Seen, path: str, text: str) -> None:
    """Note what a page holds that was looked at before and has not changed since; only its links may have died."""
    links = (html.unescape(link) for link in _LINK.findall(text))
    _want(seen, path, [link for link in links if not urlsplit(link).scheme and not link.startswith("//")], [])
    seen.anchors[path] = frozenset(map(html.unescape, _ID.findall(text)))


def merge(parts: Iterable[Seen]) -> Seen:
    """Return what all parts have seen together."""
    result = Seen()
    for part in parts:
        result.faults += part.faults
        result.anchors |= part.anchors
        for target, page in part.wanted.items():
            result.wanted[target] = min(page, result.wanted.get(target, page))
    return result


def verdict(seen: Seen, files: set[str]) -> tuple[Fault, ...]:
    """Return all faults of a site, sorted; `files` are the paths of all its files."""
    faults = list(seen.faults)
    for wanted, page in seen.wanted.items():
        address, _, anchor = unquote(wanted).partition("#")
        path = address.partition("?")[0]
        target = path if path in files else f"{path.rstrip('/')}/index.html".lstrip("/")
        if target not in files:
            faults.append(Fault(page, f"the link to /{path} leads nowhere"))
        elif anchor and target in seen.anchors and anchor not in seen.anchors[target]:
            faults.append(Fault(page, f"the link to /{path}#{anchor} leads to no place on that page"))
    return tuple(sorted(faults, key=lambda fault: (fault.page, fault.message)))


def files_below(folder: Path) -> set[str]:
    """Return the paths of all files below a folder."""
    start = len(str(folder)) + 1
    return {
        f"{top[start:]}/{name}".lstrip("/").replace(os.sep, "/")
        for top, _, names in os.walk(folder)
        for name in names
    }


def _want(seen: Seen, path: str, links: Iterable[str], messages: list[str]) -> None:
    """Note where the links of a page lead."""
    up = "../" * path.count("/")
    for link in links:
        if up and link.startswith(up) and "./" not in link[len(up) :]:
            target: str | None = link[len(up) :]  # nearly all links go by way of the root
        else:
            target = _target(path, link, seen.base)
        if target is None:
            messages.append(f"the link {link} leads out of the site")
        else:
            seen.wanted.setdefault(target, path)


def _target(page: str, link: str, base: str) -> str | None:
    """Return where a link leads, seen from the root of the site; None where it leads out of it."""
    address, mark, anchor = link.partition("#")
    if not address:
        return f"{page}#{anchor}"
    if address.startswith(base):
        return link.removeprefix(base)
    folder: list[str] = page.split("/")[:-1] if not address.startswith("/") else []
    for step in address.split("/"):
        if step == "..":
            if not folder:
                return None
            folder.pop()
        elif step not in (".", ""):
            folder.append(step)
    return "/".join(folder) + mark + anchor


def _tags(seen: Seen, text: str) -> list[Tag]:
    """Return the tags of a text."""
    tags = seen.tags
    return [tags.get(token) or _read(seen, token) for token in _TOKENS.findall(text)]


def _tags_of_parts(seen: Seen, parts: Parts) -> list[Tag]:
    """Return the tags of a page in pieces; none where a script or comment may go from one piece to another."""
    result: list[Tag] = []
    rest = ""
    for text, shared in (*parts, ("", True)):
        if not shared:
            rest += text
            continue
        key = (text, rest.rfind("<") > rest.rfind(">"))
        stretch = seen.stretches.get(key) or _stretch(seen, *key)
        rest += stretch.head
        if rest:
            if any(begin in rest for begin in _LOOSE):
                return []
            result += _tags_of_lines(seen, rest)
        if stretch.loose:
            return []
        result += stretch.tags
        rest = stretch.tail
    return result


def _tags_of_lines(seen: Seen, text: str) -> list[Tag]:
    """Return the tags of a text, line by line: most lines stand on many pages."""
    result: list[Tag] = []
    lines = seen.lines
    for line in text.split("\n"):
        tags = lines.get(line)
        if tags is None:
            if line.rfind("<") > line.rfind(">"):
                return _tags(seen, text)  # a tag goes on in the next line
            if len(lines) > _KEPT:
                lines.clear()
            lines[line] = tags = tuple(_tags(seen, line))
        result += tags
    return result


def _stretch(seen: Seen, text: str, begun: bool) -> Stretch:
    """Read a piece that many pages have alike, `begun` within a tag or not, and remember it."""
    start = text.find(">") + 1 if begun else 0
    tokens = _TOKENS.findall(text[start:])
    tail = text[text.rindex("<") :] if tokens and not tokens[-1].endswith(">") else ""
    whole = tokens[:-1] if tail else tokens
    loose = any(token.startswith(_LOOSE) and not token.endswith(("</script>", "-->")) for token in tokens)
    stretch = Stretch(text[:start], tuple(_folded(seen, whole)), tail, loose)
    seen.stretches[text, begun] = stretch
    return stretch


def _folded(seen: Seen, tokens: list[str]) -> list[Tag]:
    """Return tags with every element that begins and ends among them as if it were one tag."""
    tags = [seen.tags.get(token) or _read(seen, token) for token in tokens]
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
        result.append(_whole(seen, tags[number : end + 1]) if end > number else tags[number])
        number = end + 1
    return result


def _whole(seen: Seen, tags: list[Tag]) -> Tag:
    """Return the tags of one element as one tag."""
    faults: list[str] = []
    return together(tags[0], [tags[0], *_nesting(seen, tags[1:-1], faults, tags[0].name)], faults)


def _nesting(seen: Seen, tags: Iterable[Tag], messages: list[str], parent: str = "") -> list[Tag]:
    """Check the order of tags below a parent, and return those that say more than their name."""
    nested = seen.nested
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


def _read(seen: Seen, token: str) -> Tag:
    """Return a tag, or a part of the page as if it were one, read once for all pages."""
    if len(seen.tags) > _KEPT:
        seen.tags.clear()
    seen.tags[token] = tag = _part(seen, token)
    return tag


def _part(seen: Seen, token: str) -> Tag:
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
    return _whole(seen, [tag, *_tags(seen, inner), read(f"</{end}")])


def _scripts(tag: str, script: str) -> tuple[str, ...]:
    """Return the hash of an inline script; data are no script."""
    return () if "src=" in tag or any(f'type="{kind}"' in tag for kind in _DATA_TYPES) else (digest(script),)


def _policy_faults(text: str, telling: list[Tag]) -> list[str]:
    """Return what is wrong with the policy of a page, and scripts that it does not allow."""
    found = _POLICY.search(text)
    if not found:
        return ["the page has no Content-Security-Policy"]
    wrong = [script for tag in telling for script in tag.scripts if script not in found[1]]
    return [f"an inline script is not the theme's own: {script}" for script in wrong]
