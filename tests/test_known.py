"""`skms check --changed-since` and `--baseline`: only what is new."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests import offices
from tests.offices import commit, edit, git

from skms.cli import run
from skms.findings import ALSO, Finding, Place
from skms.judge import judge
from skms.known import BadBaseline, Sifted, dump, marks, read, sift
from skms.model import Model

FINDING = Finding(
    "GEN005",
    "dangling-reference",
    "error",
    "a.yaml",
    4,
    8,
    "There is no “x”.",
    "",
    "service/a",
    ("depends_on", 0, "service"),
)
DAY = "2026-11-22"


def test_moving_a_finding_makes_nothing_new() -> None:
    moved = replace(FINDING, line=90, route=("depends_on", 3, "service"))
    assert sift([moved], marks([FINDING])).new == ()


def test_the_same_words_twice_are_one_new_finding() -> None:
    found = sift([FINDING, replace(FINDING, line=9)], marks([FINDING]))
    assert [one.line for one in found.new] == [9]
    assert (found.known, found.gone) == (1, 0)


def test_mending_one_of_several_places_leaves_the_others_known() -> None:
    places = tuple(Place(f"{one}.yaml", 1, 1, ALSO, f"service/{one}", ("owner",)) for one in "bc")
    before = replace(
        FINDING, message="There is no “x”. It is named in 3 places.", topic="There is no “x”.", related=places
    )
    after = replace(
        before, record="service/b", route=("owner",), message="There is no “x”.", related=places[1:]
    )
    assert sift([after], marks([before])) == Sifted((), 1, 1)
    more = replace(before, related=(*places, Place("d.yaml", 1, 1, ALSO, "service/d", ("owner",))))
    assert sift([more], marks([before])) == Sifted((more,), 0, 0)


def test_another_day_makes_nothing_new(example: Model) -> None:
    """What comes due on a day is new on that day; what was wrong the day before is not."""
    known = judge(example)
    later = judge(replace(example, as_of=example.as_of + timedelta(days=1)))
    old = {(one.code, one.record, one.route) for one in known}
    new = sift(later, marks(known)).new
    again = [one for one in new if (one.code, one.record, one.route) in old and not one.waived_by]
    assert again == []
    assert any(one.message not in {two.message for two in known} for one in later), "some tell the day"


def test_what_is_mended_is_counted() -> None:
    assert sift([], marks([FINDING, FINDING])).gone == 2


def test_waived_findings_are_no_part_of_it() -> None:
    waived = replace(FINDING, waived_by="exception/x")
    assert marks([waived]) == Counter()
    assert sift([waived], marks([FINDING])).new == (waived,)


def test_a_baseline_survives_being_written() -> None:
    found = [FINDING, replace(FINDING, line=7), replace(FINDING, record=None, message="“ü”\n")]
    assert read(dump(found)) == marks(found)
    assert dump(found) == dump(list(reversed(found)))
    assert read(dump([])) == Counter()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{}]}']
)
def test_anything_else_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadBaseline):
        read(text)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small organisation in Git, with one fault that was always there."""
    folder = offices.office(tmp_path / "office", "--as-of", DAY)
    edit(folder, "catalogue/services/email.yaml", "mail-platform", "mail-platfrom")
    commit(folder, "a slip of the pen")
    git(folder, "switch", "-q", "-c", "change")
    return folder


def check(
    folder: Path, capsys: pytest.CaptureFixture[str], *args: str
) -> tuple[int, list[tuple[str, str]], str]:
    code = run(["check", "--root", str(folder), "--as-of", DAY, "--format", "json", *args])
    out, err = capsys.readouterr()
    findings = json.loads(out)["findings"] if out.startswith("{") else []
    return code, [(one["file"], one["code"]) for one in findings], err


def test_a_change_answers_for_what_it_brings_wherever_that_is(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(office, capsys)[0] == 1
    code, found, err = check(office, capsys, "--changed-since", "main")
    assert (code, found) == (0, [])
    assert "Not shown:" in err
    (office / "raci/teams/it-support.yaml").unlink()
    git(office, "commit", "-q", "-a", "-m", "no support")
    code, found, _ = check(office, capsys, "--changed-since", "main")
    assert code == 1
    assert {path for path, _ in found} >= {"raci/matrices/incident.yaml"}


def test_a_baseline_lets_old_faults_pass_and_no_new_ones(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = office / "baseline.json"
    assert run(["check", "--root", str(office), "--as-of", DAY, "--write-baseline", str(file)]) == 0
    capsys.readouterr()
    assert check(office, capsys, "--baseline", str(file))[:2] == (0, [])
    edit(office, "catalogue/services/email.yaml", "title: ", "titel: ")
    code, found, _ = check(office, capsys, "--baseline", str(file))
    assert code == 1
    assert found
    edit(office, "catalogue/services/email.yaml", "titel: ", "title: ")
    edit(office, "catalogue/services/email.yaml", "mail-platfrom", "mail-platform")
    code, found, err = check(office, capsys, "--baseline", str(file))
    assert (code, found) == (0, [])
    assert "Mended:" in err


def test_a_site_can_be_built_of_records_with_old_faults(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fault is on the list of findings; a new one still keeps the site from being built."""
    edit(
        office,
        "catalogue/services/email.yaml",
        "status: live",
        "status: live\nsatisfies: [{node: nist#none}]",
    )
    file = office / "baseline.json"
    assert run(["check", "--root", str(office), "--as-of", DAY, "--write-baseline", str(file)]) == 0
    build = ["build", "--root", str(office), "--as-of", DAY, "--no-search"]
    assert run(build) == 1
    assert run([*build, "--baseline", str(file)]) == 0
    edit(office, "catalogue/services/email.yaml", "title: ", "titel: ")
    capsys.readouterr()
    assert run([*build, "--baseline", str(file)]) == 1
    said = capsys.readouterr().out
    assert "titel" in said
    assert "mail-platfrom" not in said


def test_what_cannot_be_compared_is_said_in_one_sentence(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(office, capsys, "--changed-since", "nowhere")[0] == 2
    assert check(office, capsys, "--changed-since", "--output=x")[0] == 2
    shallow = office.parent / "shallow"
    git(office, "clone", "-q", "--depth", "1", f"file://{office}", str(shallow))
    code, _, err = check(shallow, capsys, "--changed-since", "origin/main")
    assert code == 2
    assert "shallow" in err
