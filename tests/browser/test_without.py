"""The site without scripts, without a screen, without its usual address, without any network but its own host."""

from __future__ import annotations

import re
from typing import Any

import pytest


def test_everything_but_search_works_without_scripts(open_page: Any) -> None:
    page = open_page("", java_script_enabled=False)
    page.get_by_role("navigation", name="Parts of the site").get_by_role("link", name="Services").click()
    assert "services" in page.url
    page.locator("main").get_by_role("link", name="Email and calendar").first.click()
    assert page.url.endswith("/services/email/")
    assert page.locator("h1").inner_text().startswith("Email and calendar")
    page.get_by_role("link", name="A to Z").first.click()
    assert page.url.endswith("/a-to-z/")
    assert page.get_by_role("link", name="Laptops and desktops").first.is_visible()


def test_without_scripts_nothing_that_needs_them_is_shown(open_page: Any) -> None:
    page = open_page("services/", java_script_enabled=False)
    assert page.locator("[data-search-open]").is_hidden()
    assert page.locator("form[data-facets]").first.is_hidden()
    assert page.locator("main table tbody tr, main li").count() > 10


def test_a_printed_page_has_no_navigation_but_its_sources(open_page: Any) -> None:
    page = open_page("services/email/")
    page.emulate_media(media="print")
    for selector in (".md-header", ".skms-tabs", ".md-sidebar", ".headerlink", "[data-search-open]"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("h1").is_visible()
    after = page.evaluate(
        """() => [...document.querySelectorAll('article a[href^="http"]')]
          .filter(e => e.checkVisibility()).map(e => getComputedStyle(e, '::after').content)"""
    )
    assert after
    assert any("http" in content for content in after), "addresses are printed behind links"


def test_what_is_folded_away_is_reached_by_its_address_and_printed(open_page: Any) -> None:
    rows = "details.twin tr[id]"
    page = open_page("processes/incident/")
    assert not page.locator(rows).last.is_visible()
    place = page.locator(rows).last.get_attribute("id")
    page.evaluate("place => { location.hash = place }", place)
    page.locator(rows).last.wait_for(state="visible")
    page = open_page("measurements/identity-sla-2026/", java_script_enabled=False)
    values = page.locator("details.fold table")
    assert values.count() > 1
    assert not values.last.is_visible()
    page.emulate_media(media="print")
    assert values.last.is_visible()


@pytest.mark.parametrize(
    ("path", "sheet"), [("", "wide"), ("matrices/incident/", "wide"), ("services/email/", "auto")]
)
def test_a_printed_page_has_one_size_of_sheet(open_page: Any, path: str, sheet: str) -> None:
    # A page that changes its size below the body begins with an empty sheet.
    page = open_page(path)
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "[...document.querySelectorAll('body, article')].map(e => getComputedStyle(e).page)"
    )
    assert sizes[0] == sheet


def test_a_printed_matrix_keeps_its_letters_and_fits(open_page: Any) -> None:
    page = open_page("matrices/incident/", width=1000)
    page.emulate_media(media="print")
    table = page.locator("table").first
    assert table.is_visible()
    assert re.search(r"\bA\b", table.inner_text())


@pytest.mark.parametrize("path", ["no/such/page/", "services/nothing-here/", "x"])
def test_an_unknown_address_helps_at_any_depth(open_page: Any, path: str) -> None:
    page = open_page(path, missing=True)
    assert page.locator("h1").is_visible()
    page.locator("main").get_by_role("link", name="A to Z").first.click()
    assert page.url.endswith("/a-to-z/")


def test_reduced_motion_and_forced_colours(open_page: Any) -> None:
    page = open_page("services/email/", forced_colors="active")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].map(e => getComputedStyle(e))
          .filter(s => s.animationName !== 'none' && s.animationIterationCount === 'infinite').length"""
    )
    assert moving == 0


def test_every_page_loads_without_trouble(open_page: Any, site: Any) -> None:
    """The fixture fails where any page asks another host, logs an error or breaks its policy."""
    page = open_page("")
    for path in site.pages()[::5]:
        page.goto(site.url + path.removeprefix("/"), wait_until="load")
        policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
        assert policy
        assert "unsafe-inline" not in policy
        assert page.locator("h1").count() == 1, path
        assert page.title().strip(), path
