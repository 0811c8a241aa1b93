"""The search index: what of a page is found, and the index that Pagefind makes of the finished site."""

from __future__ import annotations

import shutil
import subprocess
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape

from skms.site.names import assets
from skms.site.settle import UnknownIndex, settle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skms.pages.page import Page
    from skms.site.names import Name

FOLDER = "pagefind"
# Pagefind's ready-made search boxes; the site has its own.
UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")


class SearchFailed(Exception):
    """Pagefind could not make the index; the message says why in one sentence."""


def facts(page: Page) -> str:
    """Return the filters and the other names of a page, which are indexed but not shown."""
    if not page.search:
        return ""
    facets = [
        f'<span data-pagefind-filter="{escape(name)}">{escape(value)}</span>'
        for name, values in sorted(page.facets.items())
        for value in values
    ]
    # Meta values are found like the text, weigh more, and do not turn up in excerpts.
    meta = {"names": ", ".join(page.keywords), "summary": page.summary, "record": page.record or ""}
    metas = [
        f'<span data-pagefind-meta="{name}">{escape(value)}</span>' for name, value in meta.items() if value
    ]
    return f'<div hidden data-pagefind-ignore="index">{"".join(facets + metas)}</div>\n'


def version() -> str:
    """Return which Pagefind makes the index."""
    return metadata.version("pagefind_bin")


def index(site: Path, names: Iterable[Name]) -> None:
    """Make the index of a finished site. Raises `SearchFailed`."""
    from pagefind_bin import get_executable

    command = [
        str(get_executable()),
        "--site",
        str(site),
        "--output-subdir",
        FOLDER,
        "--force-language",
        "en",
    ]
    try:
        indexing = subprocess.Popen(
            [*command, "--silent"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except OSError as error:
        raise SearchFailed(f"Pagefind cannot be started: {error.strerror}.") from error
    with indexing:
        # Names are found without Pagefind, so they are written while it works.
        for asset in assets(names):
            path = site / asset.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(asset.content)
        told, _ = indexing.communicate()
    if indexing.returncode:
        reason = told.strip().splitlines()
        raise SearchFailed(f"Pagefind stopped: {reason[-1] if reason else 'no reason given'}")
    try:
        settle(site / FOLDER)
    except UnknownIndex as error:
        raise SearchFailed(f"The search index cannot be put in order: {error}") from error
    for pattern in UNUSED:
        for path in (site / FOLDER).glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
