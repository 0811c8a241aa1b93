"""What a page is before anything is written: plain frozen values, and the HTML of their bodies.

A page module exposes `leaves(model)`, which is cheap and says what pages there are, and
`page(model, leaf, site)`, which makes one of them; it may also expose `assets(model, site)`. Nothing here knows
MkDocs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from skms.history import History
from skms.pages._lean import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import jinja2

    from skms.findings import Finding


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading of its own; `html` is safe already."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way from the home page, which every page shows first, to a page; `path` is a site path."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site. Texts are plain and unescaped, `lead` and the sections' `html` are safe HTML."""

    path: str
    """Site path: `services/email/`; `""` is the home page, `404.html` the page for unknown addresses."""
    title: str
    summary: str
    """One plain sentence; also the description for search engines."""
    lead: str = ""
    """Safe HTML before the first section: badges, banners, owner block."""
    sections: tuple[Section, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Filters of the search: kind, team, status, framework …"""
    keywords: tuple[str, ...] = ()
    """Ids, other names and abbreviations by which the search finds the page."""
    record: str | None = None
    source: str | None = None
    search: bool = True
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """A file beside the pages: the machine twin of a record, a table, a feed."""

    path: str
    made: bytes | Callable[[], bytes]
    """What it holds, or what makes that when it is written."""

    @property
    def content(self) -> bytes:
        """What it holds."""
        return self.made if isinstance(self.made, bytes) else self.made()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that can be made when it is wanted.

    `nav` is its place in the navigation, if it has one: `("Services",)` is the page of a part of the site,
    `("Services", "Portfolio")` a page within that part.
    """

    path: str
    title: str
    nav: tuple[str, ...] | None
    subject: str
    module: str
    about: tuple[str, ...] = ()
    """Kinds of record that it is about, where `subject` is none: without any of them it leaves the navigation."""


@dataclass(frozen=True, slots=True)
class Site:
    """What pages need to know beside the records."""

    name: str
    url: str
    repo_url: str
    edit_base: str
    history_base: str
    issue_base: str
    as_of: date
    findings: tuple[Finding, ...]
    templates: jinja2.Environment
    history: History = field(default_factory=History)
    commit_base: str = ""
    """Where a commit is shown on the web, up to its name."""


@lru_cache(maxsize=64)
def base(path: str) -> str:
    """Return the way from a page up to the root of the site: `services/email/` → `../../`.

    The page for unknown addresses is shown at any depth; whoever publishes it gives it an absolute base.
    """
    return "../" * path.count("/")


def relative(from_path: str, to_path: str) -> str:
    """Return the address of one site path as seen from another: `relative("a/b/", "c/")` → `../../c/`."""
    return base(from_path) + to_path or "./"


def body(page: Page) -> str:
    """Return the whole content of a page: heading, summary, lead and sections."""
    parts = [f"<h1>{safe(page.title)}</h1>\n"]
    if page.summary:
        parts.append(f'<p class="skms-summary">{safe(page.summary)}</p>\n')
    parts.append(page.lead)
    parts.extend(map(_section, page.sections))
    return "".join(parts)


def _section(section: Section) -> str:
    """Return a section with its heading and the permanent link to it."""
    anchor, title = safe(section.id), safe(section.title)
    return (
        f'\n<section class="skms-section" aria-labelledby="{anchor}">\n<h2 id="{anchor}">{title}'
        f'<a class="headerlink" href="#{anchor}" aria-label="Permanent link to “{title}”">¶</a></h2>\n'
        f"{section.html}\n</section>"
    )
