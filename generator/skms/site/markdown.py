"""The same pages as Markdown files with a `mkdocs.yml`, so that any engine that reads those can publish them.

The HTML of a page stands in one raw block, which Markdown leaves as it is; so record text stays text here too. What
only our own build gives is missing: the search with its filters, the gate, the policy, the frame of the theme.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import yaml
from markupsafe import escape

from skms.pages import templates
from skms.pages.page import body
from skms.site import leaks, navigation, written
from skms.site.build import Built, Faulty, refuse_inside
from skms.site.stage import stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from skms.pages.page import Leaf, Page
    from skms.site.content import Content

MARKS = ("mkdocs.yml", "docs")
"""What tells a folder of ours from somebody's files."""


def write(root: Path, output: Path, content: Content) -> Built:
    """Write the pages to the folder `output`, or raise and leave it as it was. Raises as `build` does."""
    refuse_inside(root, output)
    with stage(output, MARKS) as new:
        docs = new / "docs"
        if (root / "docs").is_dir():
            shutil.copytree(root / "docs", docs)
        hidden = _leave_out(root, docs, content.level)
        for folder in reversed(templates.folders(root)):
            shutil.copytree(folder / "theme" / "assets", docs / "assets", dirs_exist_ok=True)
        # An engine has its own page for unknown addresses.
        leaves = [leaf for leaf in content.leaves if leaf.path.endswith("/") or not leaf.path]
        files = {file_of(leaf): text(content.render(leaf)) for leaf in leaves}
        made = {path: page.encode() for path, page in files.items()}
        made |= {asset.path: asset.content for asset in content.assets()}
        for name, data in made.items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_bytes(data)
        settings = configuration(root, content, docs, made, hidden)
        config = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
        (new / "mkdocs.yml").write_text(config, "utf-8")
        if content.secret and (told := leaks.search(new, content.secret)):
            raise Faulty(told)
        return Built(len(files), sum(1 for path in new.rglob("*") if path.is_file()), 0)


def _leave_out(root: Path, docs: Path, level: str) -> frozenset[str]:
    """Take hand-written pages that are not for these readers out of the folder; return which those are."""
    files = {path.relative_to(docs).as_posix(): path for path in docs.rglob("*") if path.is_file()}
    texts = {
        name: path.read_text("utf-8-sig") for name, path in files.items() if name.endswith(written.NAMING)
    }
    hidden = written.left_out(
        {**texts, "mkdocs.yml": (root / "mkdocs.yml").read_text("utf-8")}, files.keys(), level
    )
    for name in hidden:
        files[name].unlink()
    for name in texts.keys() - hidden:
        files[name].write_text(written.unlinked(name, texts[name], hidden), "utf-8")
    return hidden


def file_of(leaf: Leaf) -> str:
    """Return the Markdown file of a page, such that it gets the same address."""
    return f"{leaf.path}index.md"


def text(page: Page) -> str:
    """Return a page as Markdown: its title and description, and its HTML as one raw block."""
    # Themes print these as they are. JSON is YAML, and leaves no room for what a title may hold.
    head = {"title": str(escape(page.title)), "description": str(escape(page.summary))}
    lines = [f"{key}: {json.dumps(value)}" for key, value in head.items() if value]
    return "\n".join(["---", *lines, "---", "", f'<div class="skms-page">\n{body(page)}\n</div>', ""])


def configuration(
    root: Path, content: Content, docs: Path, made: Iterable[str], hidden: Collection[str]
) -> dict[str, Any]:
    """Return a `mkdocs.yml` for the pages; the theme and the hand-written pages are as in our own."""
    own = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    leaves = [(leaf, file_of(leaf)) for leaf in content.leaves if leaf.nav]
    nav = [_plain(item) for item in navigation.tree(leaves, navigation.without(own.get("nav") or [], hidden))]
    styles = sorted(path.relative_to(docs).as_posix() for path in docs.glob("assets/stylesheets/*.css"))
    settings = {
        "site_name": str(escape(content.site.name)),
        "site_url": content.site.url,
        "exclude_docs": _excluded(own.get("exclude_docs") or "", made),
        "theme": own.get("theme"),
        "markdown_extensions": own.get("markdown_extensions"),
        "extra_css": styles,
        "nav": nav,
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    return {key: value for key, value in settings.items() if value}


def _excluded(patterns: str, made: Iterable[str]) -> str:
    """Return which files are left out: hand-written ones only, though pages of ours may stand in the same folders."""
    ours = [name for name in sorted(made) if name.partition("/")[0] in patterns]
    return "\n".join([patterns.rstrip("\n"), *(f"!/{name}" for name in ours)]) if patterns else ""


def _plain(item: Any) -> Any:
    """Return a part of the navigation in types that YAML can write."""
    if isinstance(item, dict):
        return {str(key): _plain(value) for key, value in item.items()}
    return [_plain(each) for each in item] if isinstance(item, list) else str(item)
