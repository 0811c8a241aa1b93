"""What real staff come for, done the way they would do it: from the home page, by links or by search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def search(page: Page, words: str) -> Locator:
    """Type into the search and return the results."""
    page.keyboard.press("/")
    page.locator("[data-search-input]").fill(words)
    results = page.locator("[data-search-results] a")
    results.first.wait_for()
    return results


def section(page: Page, heading: str) -> Locator:
    """The section of a page with this heading."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=heading, level=2))


def test_how_do_i_get_a_laptop(open_page: Any) -> None:
    page = open_page("")
    section(page, "Request something").get_by_role("link", name=re.compile("All .* requests")).click()
    page.get_by_role("link", name="Get a new laptop").first.click()
    assert re.search(r"/services/laptops/#[a-z-]*new-laptop$", page.url)
    request = section(page, "Ask for it")
    assert "Get a new laptop" in request.inner_text()
    assert re.search(r"5 (working )?days", request.inner_text())


def test_who_owns_email(open_page: Any) -> None:
    page = open_page("")
    search(page, "mailbox").filter(has_text="Email and calendar").first.click()
    page.wait_for_url("**/services/email/**")
    owners = section(page, "Who answers for it")
    role = owners.get_by_role("link", name="Collaboration service owner").first
    assert "Accountable" in owners.inner_text()
    role.click()
    page.wait_for_url("**/roles/collaboration-service-owner/")
    page.get_by_role("link", name="Email and calendar").first.wait_for()


def test_is_it_supported_now_and_whom_do_i_call(open_page: Any) -> None:
    page = open_page("")
    section(page, "Get help now").get_by_role("link", name=re.compile("Help for every")).click()
    page.wait_for_url("**/help/")
    page.locator("main").get_by_role("link", name="Email and calendar").first.click()
    page.wait_for_url("**/services/email/**")
    assert page.locator(".badge").filter(has_text="Live").first.is_visible(), (
        "the status is a word, not a colour"
    )
    channels = section(page, "Get help or report a fault")
    assert "07:00–19:00" in channels.inner_text()
    assert channels.locator("a[href='tel:+441632960400']").is_visible()


def test_who_does_what_when_an_incident_is_sorted(open_page: Any) -> None:
    page = open_page("")
    search(page, "incident management").filter(has_text="Incident").first.wait_for()
    page.goto(page.url + "matrices/incident/")
    table = page.get_by_role("table").first
    assert table.locator("thead th[scope=col]").count() > 3
    rows = table.locator("tbody tr")
    assert rows.count() >= 5
    for row in range(rows.count()):
        letters = re.findall(r"\bA\b", rows.nth(row).inner_text())
        assert len(letters) == 1, "every row names one accountable"
    table.locator("thead a").first.click()
    assert re.search(r"/(roles|teams|suppliers)/", page.url), "actors lead to their own page"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("email", "Email and calendar"),
        ("electronic-mail", "Email and calendar"),
        ("service/laptops", "Laptops and desktops"),
        ("Incident manager", "Incident manager"),
        ("outlook", "Email and calendar"),
    ],
)
def test_a_name_an_id_and_a_former_name_are_found_first(open_page: Any, words: str, title: str) -> None:
    page = open_page("")
    assert search(page, words).first.locator("strong").inner_text() == title


def test_a_search_is_narrowed_by_kind(open_page: Any) -> None:
    page = open_page("")
    search(page, "access")
    page.locator("[data-search-filters] select[name=kind]").select_option("Policy")
    page.wait_for_function(
        """() => { const kinds = [...document.querySelectorAll('[data-search-results] .kind')].map(e => e.textContent);
                   return kinds.length && kinds.every(kind => kind.startsWith('Policy')); }"""
    )


def test_a_search_without_results_helps(open_page: Any) -> None:
    page = open_page("")
    page.keyboard.press("/")
    page.locator("[data-search-input]").fill("zyxwvutsrq")
    status = page.locator("[data-search-status]")
    status.get_by_text("Nothing found").wait_for()
    assert status.get_attribute("role") == "status"


def test_a_list_is_narrowed_shared_and_cleared(open_page: Any) -> None:
    page = open_page("services/")
    form = page.locator("form[data-facets]").first
    shown = page.locator("main tbody tr:visible")
    everything = shown.count()
    pilot = page.locator("input[name=status][value=pilot]")
    form.locator("details").filter(has=pilot).locator("summary").click()
    choice = form.locator("label").filter(has=pilot)
    choice.click()
    count = int(re.sub(r"\D", "", choice.locator(".chip__count").inner_text()))
    assert 0 < shown.count() == count < everything
    page.goto(page.url)
    assert shown.count() == count, "the address says what was chosen"
    page.locator("[data-facets-clear]").first.click()
    page.wait_for_function(
        "n => document.querySelectorAll('main tbody tr:not([hidden])').length === n", arg=everything
    )


def test_a_former_id_still_leads_there(open_page: Any) -> None:
    page = open_page("services/electronic-mail/#owners")
    page.wait_for_url("**/services/email/#owners")
    plain = open_page("services/electronic-mail/", java_script_enabled=False)
    plain.get_by_role("link", name="Email and calendar").click()
    plain.wait_for_url("**/services/email/")


def test_every_record_page_has_a_machine_twin(site: Any) -> None:
    twin = site.record("services/email/")
    assert twin["kind"] == "service"
    assert twin["id"] == "email"


def test_a_vacancy_is_a_warning_not_a_blank(open_page: Any, example: Any, as_of: Any) -> None:
    from skms.judge import judge
    from skms.rules import find

    vacant = [finding.record for finding in judge(example, only=[find("vacant-role")]) if finding.record]
    assert vacant, "the example has a vacancy to show"
    page = open_page(f"roles/{vacant[0].partition('/')[2]}/")
    assert page.get_by_text(re.compile("vacan", re.IGNORECASE)).first.is_visible()
