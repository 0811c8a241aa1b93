"""What one run of the engine is to write, and what it notes on the way. Nothing here knows MkDocs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from skms import __version__
from skms.pages import templates
from skms.site import gate, reuse
from skms.site.names import Name, names_of
from skms.site.shell import PER_PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from skms.pages.page import Asset, Leaf, Page, Site
    from skms.site.content import Content
    from skms.site.markup import Parts

STRETCH = 16
"""Pages that follow each other and are made by one process."""


class Collision(Exception):
    """Two files of the site have the same address."""


@dataclass(eq=False)
class Plan:
    """The share of one process: its pages, and what is known of them when it is done."""

    content: Content
    shard: int = 0
    shards: int = 1
    turn: Callable[[], int] | None = None
    """Gives the number of the next stretch of pages to whichever process is the first to ask."""
    stretch: int = -1
    """The stretch of pages that this process has got last."""
    whole: bool = True
    """Whether this run finishes the site: `skms build` does that itself, after all shards."""
    on_demand: bool = False
    """Whether pages are made only when a preview is asked for them."""
    last: reuse.Last | None = None
    """The build before, if its pages may be used again."""
    frame: str = ""
    """A hash of what templates can see besides the page."""
    seen: gate.Seen = field(default_factory=gate.Seen)
    names: list[Name] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    """Hash of what each page is made of, by its file."""
    made: dict[str, reuse.Made] = field(default_factory=dict)
    recalled: set[str] = field(default_factory=set)
    """Files of the pages that are as the build before made them."""

    def mine(self, number: int) -> bool:
        """Say whether the file with this number is written by this process."""
        return not self.on_demand and number % self.shards == self.shard

    def claim(self, number: int) -> bool:
        """Say whether the page with this number is made by this process.

        Pages differ in weight, so they are not dealt out beforehand. All processes ask for all pages in their order.
        """
        if self.turn is None:
            return self.mine(number)
        while self.stretch < number // STRETCH:
            self.stretch = self.turn()
        return self.stretch == number // STRETCH

    def page(self, leaf: Leaf) -> Page:
        """Make a page, and note its names for the search."""
        page = self.content.render(leaf)
        self.names += names_of(page)
        return page

    def recall(self, path: str, source: str) -> str | None:
        """Return a page as the build before made it, if that was of the same things."""
        self.sources[path] = source
        text = reuse.recall(self.last, path, source) if self.last else None
        if text is not None:
            self.recalled.add(path)
        return text

    def look(self, path: str, text: str, parts: Parts = ()) -> None:
        """Look at a page that is about to be written; `parts` are its pieces, where they are known."""
        if self.on_demand:
            return  # a preview is not published
        if path in self.recalled:
            gate.look_again(self.seen, path, text)
        else:
            gate.look(self.seen, path, text, parts)
        self.made[path] = reuse.Made(self.sources.get(path, ""), reuse.digest([text]))

    def write(self, assets: Iterable[Asset], site: Path, taken: Mapping[str, str]) -> None:
        """Write this process's share of the files beside the pages. Raises `Collision`."""
        folders = set[str]()
        for number, asset in enumerate(assets):
            if asset.path in taken:
                raise Collision(f"{taken[asset.path]} and a file of the records have one address.")
            if self.mine(number):
                folder = asset.path.rpartition("/")[0]
                if folder not in folders:
                    (site / folder).mkdir(parents=True, exist_ok=True)
                    folders.add(folder)
                with open(f"{site}/{asset.path}", "wb") as stream:  # noqa: PTH123 - thousands of files
                    stream.write(asset.content)


def frame_of(site: Site, root: Path, facts: Iterable[str]) -> str:
    """Return a hash of what templates can see besides the page, of the code that fills them, and of `facts`."""
    plain = (
        site.name,
        site.url,
        site.repo_url,
        site.edit_base,
        site.history_base,
        site.issue_base,
        site.as_of,
    )
    code = sorted(Path(__file__).parent.glob("*.py"))
    per_page = reuse.digest_of_folders(folder / "theme" / PER_PAGE for folder in templates.folders(root))
    texts = [path.read_text("utf-8") for path in code]
    return reuse.digest([__version__, repr(plain), per_page, *facts, *texts])
