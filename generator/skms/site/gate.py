"""The last look at a site before it is published: every page, every link, read from the HTML as it will be served.

Pages are made by machine, so the gate asks for more than browsers do: every tag closed, every attribute in order, no
`<` that is not a tag. What keeps to that is read the same way by every browser, and quickly by us: most tags, and the
theme around the content, occur on many pages and are looked at once.
"""

from __future__ import annotations

import html
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from skms.site import markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skms.site.markup import Parts
    from skms.site.tags import Tag

_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_LINK = re.compile(r'\s(?:href|src|poster)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a page; `page` is its file below the site's folder."""

    page: str
    message: str


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
    memory: markup.Memory = field(default_factory=markup.Memory)

    def told(self) -> Seen:
        """Return what the other processes need to know."""
        return Seen(self.base, self.faults, self.anchors, self.wanted)


def look(seen: Seen, path: str, text: str, parts: Parts = ()) -> None:
    """Look at one page; `path` is its file below the site's folder: `services/email/index.html`.

    `parts`, where they are known, are the same text in pieces, so that the theme is not read again for every page.
    """
    messages: list[str] = []
    telling = markup.telling(seen.memory, text, parts, messages)
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


def _policy_faults(text: str, telling: list[Tag]) -> list[str]:
    """Return what is wrong with the policy of a page, and scripts that it does not allow."""
    found = _POLICY.search(text)
    if not found:
        return ["the page has no Content-Security-Policy"]
    wrong = [script for tag in telling for script in tag.scripts if script not in found[1]]
    return [f"an inline script is not the theme's own: {script}" for script in wrong]
