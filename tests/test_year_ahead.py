"""What has a day to come, training by team, how key figures move, and what search knows a record by."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tests.test_overviews import made, site_of, text

from skms.mathematics.decimals import exact
from skms.model import Model
from skms.pages import _education, _indicators
from skms.pages._education import Cell
from skms.pages._views import View
from skms.pages.page import body
from skms.pipeline import model_of
from skms.rules import load_rules
from skms.upcoming import ENDS, MEETINGS, TRAINING, WORK, upcoming

OFFICE = {
    "policies/forums/board.yaml": (
        "kind: forum\ntitle: Board\nowner: head\nstatus: active\nlevel: strategic\ngovernance_domains: [itsm]\n"
        "chair: head\nmembers: [head]\ncadence: 1M\nquorum: {min_members: 1}\n"
        "decision_types: [{type: Money, method: majority}]\nmeetings: [{date: 2026-05-31}]\n"
    ),
    "catalogue/contracts/mail.yaml": (
        "kind: contract\ntitle: Mail\nowner: head\nstatus: active\ntype: saas\nsupplier: acme\nreference: C-77\n"
        "start: 2025-01-01\nend: 2026-12-31\nnotice_days: {customer: 90}\n"
        "clauses: [{id: a, title: A, type: exit, party: both, text: Help., due: always}]\n"
    ),
    "policies/improvements/desk.yaml": (
        "kind: improvement\ntitle: Desk\nowner: head\nstatus: in-progress\n"
        "tasks: [{id: a, title: Ask, due: 2026-08-01}, {id: b, title: Done, due: 2026-08-02, done_on: 2026-06-01}]\n"
    ),
    "raci/people/ada.yaml": "kind: person\ntitle: Ada\nstatus: active\n",
    "raci/training-plans/ada.yaml": (
        "kind: training-plan\ntitle: Plan of Ada\nstatus: agreed\nperson: ada\n"
        "items: [{id: first-aid, due: 2026-09-30, status: planned}, {id: old, due: 2026-09-29, status: cancelled}]\n"
    ),
}


def test_everything_with_a_day_to_come_is_in_the_year_ahead() -> None:
    found = {(one.sort, one.what, one.day, one.title) for one in upcoming(model_of(OFFICE, date(2026, 7, 1)))}
    assert found == {
        (MEETINGS, "meeting", date(2026, 6, 30), ""),
        (ENDS, "Last day for notice", date(2026, 10, 2), ""),
        (ENDS, "End", date(2026, 12, 31), ""),
        (WORK, "task", date(2026, 8, 1), "Ask"),
        (TRAINING, "training", date(2026, 9, 30), "first-aid"),
    }


def test_the_year_ahead_shows_each_entry_under_its_month(example: Model) -> None:
    page = made(example, site_of(example), "due-by-month/")
    months = [section for section in page.sections if section.id != "year"]
    assert [section.id for section in months] == sorted(section.id for section in months)
    assert len(months) == 12
    for section in months:
        assert section.html.count(f" {section.title}</th>") == section.html.count("<tr>") - 1, section.title


def test_training_by_team_adds_up_what_its_people_need(example: Model) -> None:
    view = View(example, site_of(example), "training/")
    rows = _education.by_team(view)
    assert [row[3].coverage for row in rows] == sorted(row[3].coverage for row in rows)
    for team, people, cells, total in rows:
        assert sum(cell.required for cell in cells.values()) == total.required
        assert total.people == people
        assert max(cell.lacking for cell in cells.values()) <= total.lacking <= people
        assert {one.title for one, _ in _education.by_competency(view, team)}
    assert Cell(7, 4, 1, 1, 0).coverage == exact(400) / 7
    assert Cell(7, 7, 1, 0, 0).tone == "ok"


def test_a_small_team_is_left_out_where_people_are_hidden(example: Model) -> None:
    hidden = replace(example, settings=replace(example.settings, classification="internal"))
    view = View(hidden, site_of(hidden), "training/")
    assert {people for _, people, _, _ in _education.by_team(view)}
    assert min(people for _, people, _, _ in _education.by_team(view)) >= _education.FEWEST


def test_a_key_figure_moves_towards_its_aim_or_away() -> None:
    rows = "rows: [{period: 2026-05, value: 8}, {period: 2026-06, value: 6}, {period: 2026-07, not_measured: Lost}]\n"
    for direction, words in (
        ("lower-better", "Better"),
        ("higher-better", "Worse"),
        ("target-is-best", "Worse"),
    ):
        found = model_of(
            {
                "catalogue/indicators/age.yaml": (
                    "kind: indicator\ntitle: Age\nowner: head\nstatus: active\ntype: kpi\ndimension: backlog\n"
                    f"formula: n\nunit: count\ndirection: {direction}\ntarget: {{value: 9, by: 2027-01-01}}\n"
                ),
                "catalogue/measurements/age.yaml": f"kind: measurement\ntitle: Age\nindicator: age\n{rows}",
            },
            date(2026, 8, 1),
        )
        trend = _indicators.trend(View(found, site_of(found), ""), found.of("indicator")[0])
        assert trend is not None
        assert trend[0] == words, direction


def test_search_knows_the_ids_of_other_systems(example: Model) -> None:
    site = site_of(example)
    assert {"BS-0130", "ES-01"} <= set(made(example, site, "services/telemetry-and-control/").keywords)
    contract = example.of("contract")[0]
    page = made(example, site, f"contracts/{contract.id}/")
    assert page.facets["supplier"] == (example.records[f"supplier/{contract.data['supplier']}"].title,)
    assert contract.data["reference"] in page.keywords


def test_statements_name_their_controls_and_a_purpose_stands_once(example: Model) -> None:
    site = site_of(example)
    assert "Kept by Owners approve access" in " ".join(
        text(made(example, site, "policies/access-control-policy/")).split()
    )
    role = next(one for one in example.of("role") if "description" not in one.data)
    page = made(example, site, f"roles/{role.id}/")
    assert page.summary
    assert "_purpose" not in {section.id for section in page.sections}


def test_the_portfolio_shows_every_live_service_by_tier_and_state_and_what_is_to_come(example: Model) -> None:
    site = site_of(example)
    page = made(example, site, "portfolio/")
    health = next(section.html for section in page.sections if section.id == "health")
    ranked = [one for one in example.of("service") if one.live and "criticality" in one.data]
    assert health.count("<li>") == len(ranked)
    road = next(section.html for section in page.sections if section.id == "roadmap")
    days = re.findall(r'<time datetime="([0-9-]+)"', road)
    assert days == sorted(days)
    assert "Smart meter readings" in road
    assert days[0] >= example.as_of.isoformat()


def test_registers_say_how_long_and_how_far(example: Model) -> None:
    site = site_of(example)
    exceptions = text(made(example, site, "exceptions/"))
    assert re.search(r"30 October 2026\s*23 days ago", exceptions)
    assert re.search(r"[0-9]+ % of [0-9]+\s*aim: 80 %", text(made(example, site, "attestations/")))
    assert " → " in text(made(example, site, "process-changes/"))
    for path in ("decisions/", "reviews/"):
        days = re.findall(r'<time datetime="([0-9-]+)"', body(made(example, site, path)))
        assert days
        assert days == sorted(days, reverse=True)
    exception = next(one for one in example.of("exception") if "description" not in one.data)
    assert (
        body(made(example, site, f"exceptions/{exception.id}/")).count(exception.data["reason"].strip()) <= 1
    )
    assert re.search(r"4\.3\s*October 2026\s*aim: 4\.0", text(made(example, site, "customers/")))


def test_gen020_and_the_calendar_agree(example: Model) -> None:
    late = {(hit.record, hit.message.split("'")[1]) for hit in load_rules()["GEN020"].check(example)}
    shown = {
        (one.record.name, one.title)
        for one in upcoming(example)
        if one.title and one.day and one.day < example.as_of
    }
    assert late == shown
