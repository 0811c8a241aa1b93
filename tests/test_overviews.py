"""The overview pages tell the whole truth about the records: nothing left out, nothing counted twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest

from skms import pages
from skms.findings import Finding
from skms.judge import judge
from skms.model import Model
from skms.pages import ClashingPages, _html, nav_order, templates
from skms.pages._views import visible
from skms.pages.page import Leaf, Page, Site, base, body, relative
from skms.pipeline import model_of
from skms.scaffold.starting import starter
from skms.site import navigation

ROW = re.compile(r"<tr([^>]*)>(.*?)</tr>", re.DOTALL)


@pytest.fixture(scope="module")
def site(example: Model) -> Site:
    return site_of(example, judge(example))


def site_of(model: Model, findings: tuple[Finding, ...] = ()) -> Site:
    return Site("Name", "", "", "", "", "", model.as_of, findings, templates.environment())


def made(model: Model, site: Site, path: str) -> Page:
    leaf = next(leaf for leaf in pages.all_leaves(model) if leaf.path == path)
    return pages.render(model, leaf, site)


def text(page: Page) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", body(page)))


def rows(html: str, table: str) -> list[str]:
    """The attributes of the rows of a table's body."""
    inside = html.partition(f'id="{table}"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [attributes for attributes, _ in ROW.findall(inside)]


def test_every_page_can_be_made_and_says_what_it_is(example: Model, site: Site) -> None:
    for leaf in pages.all_leaves(example):
        page = pages.render(example, leaf, site)
        assert page.path == leaf.path
        assert page.title
        ids = [section.id for section in page.sections]
        assert len(ids) == len(set(ids)), f"{leaf.path}: two sections have one anchor"
        assert all(section.html.strip() for section in page.sections), f"{leaf.path}: an empty section"


def test_pages_about_nothing_leave_the_navigation_and_say_how_to_begin(example: Model) -> None:
    small = model_of(starter("Small", example.as_of), example.as_of)
    leaves = pages.all_leaves(small)
    assert {leaf.path for leaf in leaves if leaf.nav} < {
        leaf.path for leaf in pages.all_leaves(example) if leaf.nav
    }
    for kind in small.kinds.values():
        leaf = next(leaf for leaf in leaves if leaf.path == f"{kind.url}/")
        assert bool(leaf.nav) == any(visible(small, one) for one in small.of(kind.name)), kind.name
    page = made(small, site_of(small), "risks/")
    assert "None is shown here" in text(page)
    assert "skms new risk" in text(page)
    assert 'href="../reference/kinds/risk/"' in body(page)
    known = {leaf.path for leaf in leaves if leaf.nav}
    assert {"due/", "objectives/", "frameworks/"} < known
    assert not {"risk-register/", "training/", "benefits/", "crosswalk/"} & known


def test_what_stands_before_a_lone_section_is_html_too(example: Model) -> None:
    small = model_of(starter("Small", example.as_of), example.as_of)
    assert '<p><a href="../due-by-month/">' in body(made(small, site_of(small), "due/"))


@pytest.mark.parametrize(
    "kind", ["exception", "person", "policy", "process", "raci", "role", "supplier", "team"]
)
def test_lists_hold_every_record_of_their_kind(example: Model, site: Site, kind: str) -> None:
    records = [record for record in example.of(kind) if visible(example, record)]
    path = f"{example.kinds[kind].url}/"
    html = body(made(example, site, path))
    for record in records:
        assert f'href="../{path}{record.id}/"' in html, record.name
    if kind != "team":
        assert len(rows(html, example.kinds[kind].url)) == len(records)


@pytest.mark.parametrize(
    "path", ["services/", "policies/", "roles/", "matrices/", "owners/", "requests/", "help/"]
)
def test_a_count_of_a_facet_equals_the_rows_behind_it(example: Model, site: Site, path: str) -> None:
    html = body(made(example, site, path))
    table = re.findall(r'data-facets="([^"]+)"', html)[0]
    shown = rows(html, table)
    options = re.findall(r'name="([a-z_]+)" value="([^"]+)">.*?chip__count">(\d+)<', html)
    assert options
    for key, value, count in options:
        having = [row for row in shown if value in re.findall(rf' data-{key}="([^"]*)"', row)[0].split()]
        assert len(having) == int(count), f"{path}: {key}={value}"


def test_catalogues_show_services_in_use_and_no_others(example: Model, site: Site) -> None:
    found: Counter[str] = Counter()
    for name in ("customer", "technical", "smo"):
        html = body(made(example, site, f"catalogue/{name}/"))
        found.update(set(re.findall(r'href="\.\./\.\./services/([^/"]+)/"', html)))
    live = {record.id for record in example.of("service") if record.live}
    assert set(found) == live
    listed = rows(body(made(example, site, "services/")), "services")
    assert len(listed) == len(live)


def test_the_portfolio_holds_every_service_once(example: Model, site: Site) -> None:
    board = made(example, site, "portfolio/").sections[0].html
    found = Counter(re.findall(r'href="\.\./services/([^/"]+)/"', board))
    assert found == Counter(record.id for record in example.of("service") if visible(example, record))


def test_every_request_in_force_is_listed_under_its_own_title(example: Model, site: Site) -> None:
    html = body(made(example, site, "requests/"))
    expected = Counter(
        f"../services/{record.id}/#{item['id']}"
        for record in example.of("service")
        if record.live
        for item in record.data.get("request_types", ())
        if item.get("status", "live") == "live"
    )
    assert Counter(re.findall(r'href="(\.\./services/[^"]+#[^"]+)"', html)) == expected


def test_a_to_z_knows_every_title_and_every_former_id(example: Model, site: Site) -> None:
    page = made(example, site, "a-to-z/")
    html, words = body(page), text(page)
    for record in example.records.values():
        if visible(example, record):
            assert f"/{record.id}/" in html, record.name
            assert all(alias.replace("-", " ") in words for alias in record.data.get("aliases", ()))


def test_everything_with_an_owner_stands_with_its_owner(example: Model, site: Site) -> None:
    html = body(made(example, site, "owners/"))
    for record in example.records.values():
        if record.live and visible(example, record) and example.look(record.data.get("owner"), "role"):
            assert f'/{example.kinds[record.kind].url}/{record.id}/"' in html, record.name


def test_data_quality_hides_nothing(example: Model, site: Site) -> None:
    page = made(example, site, "data-quality/")
    html = body(page)
    open_ = [finding for finding in site.findings if not finding.waived_by]
    assert len(rows(html, "all-findings")) == len(open_)
    words = " ".join(text(page).split())
    for finding in open_:
        assert " ".join(finding.message.split()) in words
        assert f"{finding.file}:{finding.line}" in words
    for finding in site.findings:
        if finding.waived_by:
            assert f"/exceptions/{finding.waived_by.partition('/')[2]}/" in html


HOSTILE = """\
kind: team
title: "<script>alert(1)</script> & {{7*7}}"
status: active
type: team
description: "<img src=x onerror=alert(1)>"
tags: [x]
"""


def test_record_text_stays_text_on_every_overview() -> None:
    model = model_of({"raci/teams/evil.yaml": HOSTILE}, date(2026, 7, 1))
    assert model.get("team/evil"), "the record itself is sound"
    site = site_of(model, judge(model))
    for leaf in pages.all_leaves(model):
        html = body(pages.render(model, leaf, site))
        assert "<script>" not in html, leaf.path
        assert "<img" not in html, leaf.path
        assert "49" not in html or "{{7*7}}" in html, leaf.path


def test_an_empty_registry_has_a_whole_site() -> None:
    model = model_of({}, date(2026, 7, 1))
    site = site_of(model)
    for leaf in pages.all_leaves(model):
        assert body(pages.render(model, leaf, site))


def test_the_navigation_is_short_and_every_list_stands_in_it(example: Model) -> None:
    placed = [leaf for leaf in pages.all_leaves(example) if leaf.nav]
    tree_ = navigation.tree(((leaf, leaf.path) for leaf in placed), [{"Contribute": ["contribute/"]}])
    assert [next(iter(part)) if isinstance(part, dict) else part for part in tree_][1:] == [
        "Services", "Suppliers", "Policies", "Responsibilities", "Office", "Contribute",
    ]  # fmt: skip
    groups = [below for part in tree_ if isinstance(part, dict) for below in part.values()]
    groups += [below for group in groups for one in group if isinstance(one, dict) for below in one.values()]
    assert max(map(len, groups)) <= 10
    shown = [one for group in groups for one in group if isinstance(one, str)]
    assert sorted([*shown, ""]) == sorted([*(leaf.path for leaf in placed), "contribute/"])
    assert {f"{kind.url}/" for kind in example.kinds.values()} <= set(shown)
    assert shown[:4] == ["services/", "requests/", "help/", "service-levels/"]


def test_the_page_of_a_part_comes_first_in_the_navigation() -> None:
    leaves = [
        Leaf("z/", "Z", ("Office",), "", "m"),
        Leaf("b/", "B", ("Services", "B"), "", "m"),
        Leaf("s/", "S", ("Services",), "", "m"),
        Leaf("", "H", ("Home",), "", "m"),
        Leaf("o/", "O", ("Own part",), "", "m"),
    ]
    assert [leaf.path for leaf in sorted(leaves, key=nav_order)] == ["", "s/", "b/", "z/", "o/"]


def test_two_pages_of_their_own_cannot_have_one_address(
    monkeypatch: pytest.MonkeyPatch, example: Model
) -> None:
    def module(name: str, generic: bool) -> SimpleNamespace:
        leaf = Leaf("x/", name, None, "", name)
        return SimpleNamespace(leaves=lambda model: [leaf], GENERIC=generic)

    monkeypatch.setattr(pages, "modules", lambda: {"own": module("own", False), "list": module("list", True)})
    assert [leaf.module for leaf in pages.all_leaves(example)] == ["own"]
    monkeypatch.setattr(pages, "modules", lambda: {"own": module("own", False), "too": module("too", False)})
    with pytest.raises(ClashingPages, match="own and too"):
        pages.all_leaves(example)


def test_addresses_go_by_way_of_the_root() -> None:
    assert relative("services/email/", "roles/x/") == "../../roles/x/"
    assert relative("", "") == "./"
    assert base("404.html") == ""


def test_states_are_told_by_word_and_symbol() -> None:
    for state, phase, sign in (("live", "live", "●"), ("draft", "planned", "○"), ("retired", "ended", "■")):
        html = str(_html.status(state, phase))
        assert sign in html
        assert state.capitalize() in html


def test_swim_lanes_show_every_activity_and_every_way_on(example: Model, site: Site) -> None:
    drawn = 0
    for record in example.of("process"):
        activities = record.data.get("activities", [])
        html = body(made(example, site, f"processes/{record.id}/"))
        picture = html.partition('<svg class="lanes"')[2].partition("</svg>")[0]
        drawn += bool(picture)
        assert picture.count('<g class="step ') == len(activities), record.name
        assert picture.count('<g class="flow"') + picture.count('<g class="flow ') == sum(
            len(one.get("next", ())) for one in activities
        ), record.name
        assert all(f'<a href="#{one["id"]}">' in picture for one in activities)
    assert drawn
