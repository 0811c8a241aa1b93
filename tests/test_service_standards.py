"""Service standards as two tables: imported with a map, computed, and compared with the verdicts of their source.

The rows have the shape of a public inventory; what they say is made up. `make real` does the same with a real one.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from skms.imports import job, mapfile
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of
from skms.results import results
from skms.rules import load_rules

REAL = Path(__file__).parent / "real"
SERVICES = [
    ("11", "Licences", "dept-a"),
    ("12", "Public enquiries", "dept-a"),
    ("13", "Public enquiries", "dept-b"),
]
STANDARDS = [
    # service, standard, target, met, total, share, verdict
    ("11", "met", "0.8", "9", "10", "0.9", "Y"),
    ("11", "at-target", "0.8", "4", "5", "0.8", "Y"),
    ("11", "missed", "0.95", "90", "100", "0.9", "N"),
    ("11", "rounded", "0.8", "4195", "5244", "0.8", "Y"),
    ("12", "no-cases", "1", "0", "0", "", "NA"),
    ("12", "no-volumes", "0.9", "", "", "", "NA"),
    ("12", "no-target", "", "", "", "", "NA"),
    ("13", "full", "1", "7", "7", "1.0", "Y"),
]
STATES = {
    "met": "met", "at-target": "at-risk", "missed": "breached", "rounded": "breached", "no-cases": "no-events",
    "no-volumes": "not-measured", "full": "met",
}  # fmt: skip


def table(columns: str, rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns.split(), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sources() -> list[tuple[str, bytes]]:
    services = [
        {"service_id": id, "service_name_en": name, "service_description_en": "What it is.", "owner_org": dept,
         "owner_org_title": f"Department {dept[-1].upper()} | Ministère", "client_target_groups": "PERSON",
         "client_feedback_channel": "TEL", "service_fee": "N", "service_type": "INFO"}
        for id, name, dept in SERVICES
    ]  # fmt: skip
    known = {one["service_id"]: one for one in services}
    standards = [
        {"fiscal_yr": "2023-2024", "service_id": service, "service_standard_id": id,
         "service_standard_en": f"Within {id}",
         "service_name_en": known[service]["service_name_en"], "type": "TML", "target": target,
         "volume_meeting_target": good, "total_volume": total, "performance": share, "target_met": verdict,
         "owner_org": known[service]["owner_org"], "owner_org_title": known[service]["owner_org_title"]}
        for service, id, target, good, total, share, verdict in STANDARDS
    ]  # fmt: skip
    inventory = "service_uri_en last_service_review "
    return [
        ("si_2024.csv", table(inventory + " ".join(services[0]), services)),
        ("ss_2024.csv", table("comments_en " + " ".join(standards[0]), standards)),
    ]


@pytest.fixture(scope="module")
def imported() -> job.Result:
    return job.run(sources(), mapfile.load(str(REAL / "maps/canada.yaml")))


@pytest.fixture(scope="module")
def model(imported: job.Result) -> Model:
    return model_of({file.path: file.text for file in imported.files}, date(2024, 11, 22))


@pytest.fixture(scope="module")
def attainment() -> ModuleType:
    spec = importlib.util.spec_from_file_location("attainment", REAL / "attainment.py")
    assert spec
    assert spec.loader
    module = sys.modules["attainment"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_row_becomes_a_target_or_has_none(imported: job.Result, model: Model) -> None:
    assert (imported.rows, imported.used, imported.bad, imported.findings) == (11, 11, 0, ())
    assert [problem.message for problem in model.problems if problem.rule != "missing-status-field"] == []
    promised = {one["id"] for agreement in model.of("agreement") for one in agreement.data["targets"]}
    assert promised == {id for _, id, target, *_ in STANDARDS if target}
    offered = {one["id"] for service in model.of("service") for one in service.data.get("offerings", ())}
    assert offered == {row[1] for row in STANDARDS}


def test_agreements_name_services_that_share_their_name(model: Model) -> None:
    """Two departments have a service of the same name, so that the second has an id of its own."""
    covered = {one.id: one.data["covers"] for one in model.of("agreement")}
    assert covered == {
        "standards-11": ["licences"], "standards-12": ["public-enquiries"], "standards-13": ["public-enquiries-dept-b"],
    }  # fmt: skip


def test_attainment_is_computed_for_the_fiscal_year(model: Model) -> None:
    found = [one for agreement in model.of("agreement") for one in results(model, agreement)]
    assert {one.target.id: one.state for one in found} == STATES
    assert {one.period for one in found} == {"2023-04/2024-03"}


def test_a_missing_year_is_missed_once_it_is_due(imported: job.Result) -> None:
    later = model_of({file.path: file.text for file in imported.files}, date(2026, 2, 1))
    full = later.get("agreement/standards-13")
    assert full
    assert [(one.period, one.state) for one in results(later, full)] == [
        ("2023-04/2024-03", "met"), ("2025", "no-data"),
    ]  # fmt: skip


def test_a_fiscal_year_the_wrong_way_round_is_found(imported: job.Result) -> None:
    texts = {file.path: file.text.replace("2023-04/2024-03", "2024-03/2023-04") for file in imported.files}
    found = judge(model_of(texts, date(2024, 11, 22)), only=[load_rules()["MEA001"]])
    assert {finding.message for finding in found} == {"2023-04 comes before 2024-03."}


def shown_as(attainment: ModuleType, state_of: dict[str, str | None]) -> list[Any]:
    """What the source says of the standards, beside what a site would show."""
    number = lambda text: Fraction(text) if text else None  # noqa: E731
    return [
        attainment.Standard(
            id, number(target), number(good), number(total), number(share), verdict, state_of.get(id),
            Fraction(int(10000 * int(good) / int(total)), 100) if total and int(total) else None,
        )
        for _, id, target, good, total, share, verdict in STANDARDS
    ]  # fmt: skip


WORDS = {
    "met": "Met", "at-risk": "At risk", "breached": "Breached", "no-events": "No cases", "not-measured": "Not measured",
}  # fmt: skip
SHOWN: dict[str, str | None] = {id: WORDS[state] for id, state in STATES.items()}


def test_differences_are_listed_with_their_reason(attainment: ModuleType) -> None:
    lines, wrong = attainment.compared(shown_as(attainment, SHOWN))
    assert wrong == []
    assert lines == [
        "8 standards, 5 with a verdict in the source: 4 agree (3 met, 1 missed), 1 differs",
        "differs    rounded: 4195 of 5244 are 79.996 %, the target is 80 %; the source rounds to 80 % and says met, "
        "the site Breached",
        "no verdict 1 shown as No cases: no-cases",
        "no verdict 1 shown as Not measured: no-volumes",
        "no verdict 1 no target in the source, so not in an agreement: no-target",
    ]


@pytest.mark.parametrize(
    ("id", "state"),
    [("met", "Breached"), ("missed", "Met"), ("no-cases", "Met"), ("no-target", "Met"), ("full", None)],
)
def test_a_wrong_state_does_not_go_unseen(attainment: ModuleType, id: str, state: str | None) -> None:
    _, wrong = attainment.compared(shown_as(attainment, {**SHOWN, id: state}))
    assert len(wrong) == 1
    assert wrong[0].startswith(f"{id} ")


def test_the_page_is_read_as_it_stands(attainment: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text(
        '<tr id="a"><th>A</th><td data-label="Last result"><span class="badge"><i>✕</i>Breached</span> 79.99 % (4 of 5)'
        '</td></tr><tr id="b"><td data-label="Last result"><span>Not measured</span></td></tr>',
        "utf-8",
    )
    assert attainment.shown(page, "a") == ("Breached", Fraction("79.99"))
    assert attainment.shown(page, "b") == ("Not measured", None)
    assert attainment.shown(page, "c") == (None, None)
    assert attainment.shown(tmp_path / "nothing.html", "a") == (None, None)
