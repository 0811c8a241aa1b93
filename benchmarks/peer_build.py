"""The pages of a built site as the source of another generator, so that all build the same content."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HUGO = [str(Path(sys.executable).with_name("hugo"))]

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)

MKDOCS = """\
site_name: Peer
site_url: http://localhost/
theme: {name: material, font: false}
plugins: []
validation: {omitted_files: ignore, links: {absolute_links: ignore, unrecognized_links: ignore, not_found: ignore, anchors: ignore}}
not_in_nav: "**"
nav: [index.md]
"""  # noqa: E501 - one setting
HUGO_SETTINGS = """\
baseURL = "/"
title = "Peer"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[security]
allowContent = [".*"]
"""
HUGO_TEMPLATE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><main>{{ .Content }}</main></body>
</html>
"""


def contents(site: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the site path, the title and the inner HTML of the article of every page of a built site."""
    for file in sorted(site.rglob("index.html")):
        text = file.read_text("utf-8")
        title, article = _TITLE.search(text), _ARTICLE.search(text)
        if title and article:
            yield str(file.parent.relative_to(site)), html.unescape(title.group(1).strip()), article.group(1)


def write(site: Path, target: Path) -> Path:
    """Write a MkDocs project with one Markdown file a page, and return its configuration file."""
    for path, title, article in contents(site):
        file = target / "docs" / path / "index.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        # A blank line would end the raw HTML block.
        body = re.sub(r"\n\s*\n", "\n", article.strip())
        file.write_text(f"---\ntitle: {quoted(title)}\n---\n\n<div>\n{body}\n</div>\n", "utf-8")
    (target / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    return target / "mkdocs.yml"


def write_hugo(site: Path, target: Path) -> Path:
    """Write a Hugo project with one HTML content file a page, and return its folder."""
    pages = list(contents(site))
    # A page with pages below it is a section for Hugo; the others are leaves.
    parents = {"."} | {parent.as_posix() for path, _, _ in pages for parent in Path(path).parents}
    for path, title, article in pages:
        file = target / "content" / path / ("_index.html" if path in parents else "index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {quoted(title)}\n---\n{article}", "utf-8")
    layouts = target / "layouts/_default"
    layouts.mkdir(parents=True)
    (target / "hugo.toml").write_text(HUGO_SETTINGS, "utf-8")
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(HUGO_TEMPLATE, "utf-8")
    (target / "layouts/index.html").write_text(HUGO_TEMPLATE, "utf-8")
    return target


def quoted(text: str) -> str:
    """Return a YAML scalar in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
