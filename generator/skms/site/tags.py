"""Tags as the gate reads them: each one looked at once, however often it occurs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

OPEN, VOID, CLOSE = range(3)

VOIDS = frozenset("!doctype area br col embed hr img input link meta source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main "
    "nav ol p pre section table ul".split()
)
PHRASING = frozenset(
    "p h1 h2 h3 h4 h5 h6 span em strong b i small code kbd abbr cite time label button".split()
)
PARENTS = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"thead", "tbody", "tfoot", "table"},
    "td": {"tr"},
    "th": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
    "caption": {"table"},
    "option": {"select", "datalist", "optgroup"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "summary": {"details"},
}
INTERACTIVE = frozenset(("a", "button"))
LOADS = frozenset("src srcset data poster background action formaction manifest xlink:href".split())
FORBIDDEN = frozenset("style iframe object embed base applet frame frameset".split())
LINK_SCHEMES = frozenset("http https mailto tel".split())
REFERENCES = frozenset(
    "for aria-labelledby aria-describedby aria-controls aria-owns aria-details list".split()
)

_SHAPE = re.compile(
    r"""<(?:!doctype html|/?([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s"'<>/=]+(?:="[^"]*"|='[^']*'|=[^\s"'<>=`]+)?)*)\s*/?)>""",
    re.IGNORECASE,
)
# Most tags that occur only once: a link within the site, without anything that needs a second look.
_PLAIN_LINK = re.compile(r"""<a(?: class="[^"&<>]*")? href="((?:\.\./)*[a-z0-9][^":&<>]*)">""")
_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:="([^"]*)"|='([^']*)'|=([^\s"'<>=`]+))?""")


@dataclass(frozen=True, slots=True)
class Tag:
    """What matters of one tag."""

    name: str
    kind: int
    ids: tuple[str, ...] = ()
    links: dict[str, None] = field(default_factory=dict)
    """In their order; a dict because links of a page are put together by the hundred thousand."""
    references: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    """Hashes of inline scripts."""
    telling: bool = False
    """Whether it says anything but its name."""


def together(first: Tag, tags: Iterable[Tag], faults: list[str]) -> Tag:
    """Return a whole element as if it were one tag: what its `first` and the other tags in it say."""
    parts = [tag for tag in tags if tag.telling]
    return Tag(
        first.name,
        VOID,
        ids=tuple(id_ for tag in parts for id_ in tag.ids),
        links={link: None for tag in parts for link in tag.links},
        references=tuple(id_ for tag in parts for id_ in tag.references),
        faults=(*faults, *(fault for tag in parts for fault in tag.faults)),
        scripts=tuple(script for tag in parts for script in tag.scripts),
        telling=bool(parts or faults),
    )


def read(text: str) -> Tag:
    """Return what matters of a tag."""
    if plain := _PLAIN_LINK.fullmatch(text):
        return Tag("a", OPEN, links={plain[1]: None}, telling=True)
    shape = _SHAPE.fullmatch(text)
    if not shape:
        return Tag("", VOID, faults=(f"{text[:80]} is no proper tag",), telling=True)
    name = (shape[1] or "!doctype").lower()
    if text.startswith("</"):
        return Tag(name, CLOSE)
    closed = text.endswith("/>")
    pairs = [
        (key.lower(), html.unescape(double or single or bare))
        for key, double, single, bare in _ATTRIBUTE.findall(shape[2] or "")
    ]
    attributes = dict(pairs)
    faults = _attribute_faults(name, attributes)
    if len(attributes) < len(pairs):
        faults.append(f"<{name}> has an attribute twice")
    if name in FORBIDDEN:
        faults.append(f"<{name}> is not allowed")
    if closed and name in BLOCKS | PHRASING | INTERACTIVE | PARENTS.keys() - VOIDS:
        faults.append(f"<{name}> is closed like <br>, which browsers pass over")
    ids = (attributes["id"],) if "id" in attributes else ()
    references = [id_ for key in sorted(REFERENCES & attributes.keys()) for id_ in attributes[key].split()]
    links = dict.fromkeys(_links(name, attributes))
    telling = bool(ids or references or links or faults)
    kind = VOID if closed or name in VOIDS else OPEN
    return Tag(name, kind, ids, links, tuple(references), tuple(faults), telling=telling)


def misplaced(name: str, parent: str) -> str:
    """Return why an element cannot stand directly in another, or nothing."""
    if name in PARENTS and parent not in PARENTS[name]:
        return f"<{name}> stands in <{parent}>"
    if parent in PHRASING and name in BLOCKS:
        return f"<{name}> stands in <{parent}>, which holds only text"
    return ""


def _links(name: str, attributes: dict[str, str]) -> list[str]:
    """Return the links of a tag that lead to the site itself."""
    if name == "link" and attributes.get("rel") == "canonical":
        return []
    targets = [attributes[key] for key in ("href", "src", "poster") if key in attributes]
    return [target for target in targets if not urlsplit(target).scheme and not target.startswith("//")]


def _attribute_faults(name: str, attributes: dict[str, str]) -> list[str]:
    """Return what must not stand in a tag: code, styles, and anything loaded from elsewhere."""
    faults: list[str] = []
    for key, value in attributes.items():
        if key.startswith("on"):
            faults.append(f"<{name}> has an event handler ({key})")
        elif key == "style":
            faults.append(f"<{name}> has a style of its own: {value[:40]}")
        elif key in LOADS or (key == "href" and name in ("use", "image")):
            if urlsplit(value).scheme or value.startswith("//"):
                faults.append(f"<{name}> loads {value[:60]} from elsewhere")
        elif key == "href":
            faults += _link_faults(name, attributes.get("rel", ""), value)
    if name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        faults.append("<meta> sends the reader elsewhere")
    return faults


def _link_faults(name: str, rel: str, value: str) -> list[str]:
    """Return what is wrong with the address of a link."""
    # Browsers drop these before they look for the scheme.
    scheme = urlsplit(re.sub(r"[\x00-\x20]", "", value)).scheme
    if name == "link" and rel != "canonical" and (scheme or value.startswith("//")):
        return [f"<link> loads {value[:60]} from elsewhere"]
    if scheme and scheme not in LINK_SCHEMES:
        return [f"a link has the scheme {scheme}:"]
    return []
