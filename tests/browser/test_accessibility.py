"""WCAG 2.2 AA by axe-core on every kind of page, light and dark, wide and narrow; and what axe cannot see."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"
"""Half of the time axe-core takes; colours depend on the scheme, all else on the width at most."""


def kinds_of_page(site: Any) -> list[str]:
    """One page of each shape: every index, and one page below each of them, the longest one."""
    chosen = {"404.html": "404.html"}
    for path in site.pages():
        parts = path.strip("/").split("/") if path != "/" else []
        key = "/".join(parts) if len(parts) < 2 else f"{'/'.join(parts[:-1])}/*"
        best = chosen.get(key)
        size = (site.folder / path.strip("/") / "index.html").stat().st_size
        if best is None or size > (site.folder / best.strip("/") / "index.html").stat().st_size:
            chosen[key] = path.removeprefix("/")
    return sorted(chosen.values())


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe-core finds, one line each."""
    page.evaluate(AXE)
    result = page.evaluate(f"axe.run(document, {json.dumps({'resultTypes': ['violations'], **options})})")
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {node['html'][:120]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize(
    ("scheme", "width", "options"),
    [
        ("light", 1280, {"runOnly": TAGS}),
        ("light", 320, {"runOnly": TAGS, "rules": {CONTRAST: {"enabled": False}}}),
        ("dark", 1280, {"runOnly": {"type": "rule", "values": [CONTRAST, "link-in-text-block"]}}),
    ],
)
def test_every_kind_of_page_is_accessible(
    open_page: Any, site: Any, scheme: str, width: int, options: dict[str, Any]
) -> None:
    page = open_page("", width=width, color_scheme=scheme)
    found: list[str] = []
    for path in kinds_of_page(site):
        if path != "404.html":
            page.goto(site.url + path, wait_until="load")
            found += [f"{path}: {violation}" for violation in violations(page, options)]
    assert found == []


@pytest.mark.parametrize("width", [320, 768, 1280, 2200])
def test_no_page_scrolls_sideways(open_page: Any, site: Any, width: int) -> None:
    page = open_page("", width=width)
    wide: list[str] = []
    for path in kinds_of_page(site):
        page.goto(site.url + path, wait_until="load")
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide.append(f"{path} needs {needed} px")
    assert wide == []


def test_wide_tables_can_be_scrolled_with_the_keyboard(open_page: Any, site: Any) -> None:
    page = open_page("", width=320)
    closed: list[str] = []
    for path in kinds_of_page(site):
        page.goto(site.url + path, wait_until="load")
        closed += page.evaluate(
            """path => [...document.querySelectorAll('main *')]
              .filter(e => e.scrollWidth > e.clientWidth + 1)
              .filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
              .filter(e => e.tabIndex < 0 && !e.querySelector('a, button, input, select, [tabindex="0"]'))
              .map(e => `${path}: ${e.outerHTML.slice(0, 80)}`)""",
            path,
        )
    assert closed == []


def test_targets_are_large_enough(open_page: Any, site: Any) -> None:
    """24 px by 24 px, but for links in a sentence."""
    page = open_page("", width=320)
    small: list[str] = []
    for path in kinds_of_page(site):
        page.goto(site.url + path, wait_until="load")
        small += page.evaluate(
            """path => [...document.querySelectorAll('button, input, select, summary, [role="button"]')]
              .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
              .map(e => [e, (e.labels?.[0] ?? e).getBoundingClientRect()])
              .filter(([e, box]) => box.width > 1 && box.height > 1 && (box.width < 24 || box.height < 24))
              .map(([e, box]) => `${path}: ${box.width} × ${box.height} ${e.outerHTML.slice(0, 80)}`)""",
            path,
        )
    assert small == []
