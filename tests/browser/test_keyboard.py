"""Everything can be done without a mouse, and one always sees where one is."""

from __future__ import annotations

from typing import Any

import pytest

FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    tag: e.tagName, text: (e.textContent || e.getAttribute('aria-label') || '').trim().slice(0, 40),
    inHeader: !!e.closest('header, dialog'), top: box.top, bottom: box.bottom, height: innerHeight,
    under: !!top && !!top.closest('.md-header') && !e.closest('.md-header') && !e.contains(top),
    visible: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
  };
}"""


def test_the_first_stop_skips_to_the_content(open_page: Any) -> None:
    page = open_page("services/email/")
    page.keyboard.press("Tab")
    skip = page.evaluate(FOCUSED)
    assert skip["tag"] == "A"
    assert "skip" in skip["text"].lower()
    assert skip["top"] >= 0, "it can be seen while it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('article, .md-content')")


@pytest.mark.parametrize("path", ["", "services/", "services/email/", "matrices/incident/"])
def test_focus_is_visible_never_hidden_and_never_trapped(open_page: Any, path: str) -> None:
    page = open_page(path)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            break
        seen.append((stop["tag"], stop["text"]))
        assert stop["visible"], f"no focus ring: {stop}"
        assert not stop["under"], f"under the header: {stop}"
        assert stop["bottom"] > 0, f"above the window: {stop}"
        assert stop["top"] < stop["height"], f"below the window: {stop}"
    assert len(set(seen)) > 5, "the focus moves on"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.tagName") != "BODY"


def test_slash_opens_the_search_and_escape_closes_it(open_page: Any) -> None:
    page = open_page("services/")
    page.keyboard.press("/")
    dialog = page.locator("dialog[data-search]")
    dialog.wait_for(state="visible")
    assert page.evaluate("document.activeElement.matches('[data-search-input]')")
    page.keyboard.type("laptop")
    page.locator("[data-search-results] a").first.wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert page.evaluate(inside), "the focus stays in the dialog, or goes to the browser"
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('dialog')")


def test_a_result_is_opened_with_arrow_and_enter(open_page: Any) -> None:
    page = open_page("")
    page.keyboard.press("/")
    page.keyboard.type("email")
    page.locator("[data-search-results] a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("!!document.activeElement.closest('[data-search-results]')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/email/**")


def test_a_slash_typed_into_a_field_stays_there(open_page: Any) -> None:
    page = open_page("services/")
    field = page.locator("form[data-facets] input[name=q]")
    field.focus()
    page.keyboard.type("a/b")
    assert field.input_value() == "a/b"
    assert page.locator("dialog[data-search]").is_hidden()


def test_the_menu_opens_with_the_keyboard_on_a_narrow_screen(open_page: Any) -> None:
    page = open_page("", width=320)
    page.locator(".skms-menu > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Services").first.press("Enter")
    page.wait_for_url("**/services/**")
