"""The sitemap, without dates: the day of a build says nothing about the day of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from skms.pages.page import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable


def sitemap(address: str, paths: Iterable[str]) -> Asset:
    """Return the sitemap of a site published at `address`."""
    base = f"{address.rstrip('/')}/"
    rows = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in sorted(set(paths)))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return Asset("sitemap.xml", f"{head}{rows}</urlset>\n".encode())
