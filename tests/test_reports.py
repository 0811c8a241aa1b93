"""Every style of report, on findings of all severities, a waived one, odd names and hostile texts."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import import_module
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from tests.examples import tree
from tests.published import faults, junit_faults
from tests.test_cases import CASES
from tests.test_waivers import MATRIX, ROWS, WAIVER, waiver

from skms import reports
from skms.discover import modules
from skms.findings import Finding, Place
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of

NAMES = [name.removesuffix("_report") for name, _ in modules(reports.__name__, r"[a-z]+_report")]
AS_OF = date(2026, 7, 1)
TEAM = "kind: team\ntitle: Long\nstatus: active\ntype: team\n"
TEXTS = {
    **tree(CASES / "_base"),
    MATRIX: ROWS.replace("advice-owner: A,", "advice-owner: A/I,"),
    WAIVER: waiver(subject="raci/advice#own-data"),
    "raci/teams/desk.yaml": "kind: team\ntitle: Desk\nstatus: activ\ntype: team\nparent: 'a%b::c,<b>|`x`@y'\n",
    "raci/teams/odd, 100%:a b.yaml": 'kind: team\ntitle: "Odd \\e[31m"\nstatus: active\ntype: team\n',
    "raci/teams/wide.yaml": "kind: team\ntitle: 東京\nstatus: active\ntype: team\ntags: [東京, 大阪]\n",
    "raci/teams/long.yaml": TEAM + f"contact: {{channel: {'x' * 150}, fax: 1}}\n",
    "catalogue/suppliers/s.yaml": "kind: supplier\ntitle: Sup\nstatus: prospective\nowner: nobody\ntype: external\n",
}


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(TEXTS, AS_OF)


@pytest.fixture(scope="module")
def findings(model: Model) -> tuple[Finding, ...]:
    hostile = Finding(
        "GEN006", "dangling-reference", "error", "raci/teams/desk.yaml", 5, 9,
        "Line one\nline two \x1b[2J ::error::x %0A <script>alert(1)</script> | ``` [x](javascript:alert(1)) ]]> \u202e",
        "", "team/desk", ("parent",), (Place("raci/teams/x,y:z%.yaml", 1, 1, "a\nb"),), None, False, 30,
    )  # fmt: skip
    found = (*judge(model), hostile)
    assert {one.severity for one in found} == {"error", "warning", "info"}
    assert any(one.waived_by for one in found)
    assert any(one.related for one in found)
    return found


def make(name: str, model: Model, findings: tuple[Finding, ...], *, color: bool = False) -> str:
    text = import_module(f"skms.reports.{name}_report").report(model, findings, color=color)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_text_without_control_characters(
    name: str, model: Model, findings: tuple[Finding, ...]
) -> None:
    text = make(name, model, findings)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text.encode("utf-8")
    shown = json.dumps(json.loads(text)) if name in {"json", "sarif", "gitlab"} else text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
    assert make(name, model, findings) == text


@pytest.mark.parametrize("name", NAMES)
def test_a_report_on_nothing_says_so(name: str) -> None:
    model = model_of(tree(CASES / "_base"), AS_OF)
    text = make(name, model, ())
    if name in {"text", "github", "markdown"}:
        assert "no findings" in text
        assert f"{len(model.everything)} records" in text


def test_text_shows_line_and_caret(model: Model, findings: tuple[Finding, ...]) -> None:
    text = make("text", model, findings)
    assert (
        "raci/teams/desk.yaml:3:9 error GEN003 wrong-shape\n"
        "  'activ' is not allowed for `status`. Did you mean 'active'?\n"
        "  3 | status: activ\n"
        "              ^^^^^\n"
        "  help: Allowed: active or dissolved.\n"
        "  Explained by: skms rule GEN003\n"
    ) in text
    count = len(model.everything)
    assert text.splitlines()[-1].startswith(f"{count} records checked as of 1 July 2026: ")
    assert "\x1b" not in text
    assert "exception/waiver" not in text


def test_text_puts_the_caret_below_wide_letters(model: Model, findings: tuple[Finding, ...]) -> None:
    text = make("text", model, findings)
    assert "  5 | tags: [東京, 大阪]\n             ^^^^\n" in text
    assert "  5 | tags: [東京, 大阪]\n                   ^^^^\n" in text


def test_text_cuts_long_lines_round_the_place(model: Model, findings: tuple[Finding, ...]) -> None:
    lines = make("text", model, findings).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("raci/teams/long.yaml:5"))
    source, caret = lines[at + 2 : at + 4]
    assert source.startswith("  5 | …xxx")
    assert len(source) < 130
    assert source[caret.index("^") : len(caret)] == "fax"


def test_text_colours_only_when_asked(model: Model, findings: tuple[Finding, ...]) -> None:
    colored = make("text", model, findings, color=True)
    assert "\x1b[1;31merror\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == make("text", model, findings)


def test_text_gives_the_same_advice_once_for_a_file() -> None:
    model = model_of({**tree(CASES / "_base"), MATRIX: ROWS}, AS_OF)
    text = make("text", model, judge(model))
    assert text.count("RAC003 no-responsible") == 2
    assert text.count("help:") == 1


def test_json_has_the_promised_fields(model: Model, findings: tuple[Finding, ...]) -> None:
    data = json.loads(make("json", model, findings))
    fields = {
        "code",
        "name",
        "severity",
        "file",
        "line",
        "column",
        "message",
        "help",
        "record",
        "related",
        "waived_by",
    }
    place = {"file", "line", "column", "message"}
    assert data["version"] == 1
    assert len(data["findings"]) == len(findings)
    assert all(set(finding) == fields for finding in data["findings"])
    assert all(set(other) == place for finding in data["findings"] for other in finding["related"])
    number = {"error": 0, "warning": 0, "info": 0, "waived": 0}
    for finding in data["findings"]:
        number["waived" if finding["waived_by"] else finding["severity"]] += 1
    assert data["summary"] == {"records": len(model.everything), "as_of": "2026-07-01", **number}


def test_github_commands_are_one_line_each_and_escaped(model: Model, findings: tuple[Finding, ...]) -> None:
    *commands, last = make("github", model, findings).splitlines()
    assert not last.startswith("::")
    assert len(commands) == sum(not finding.waived_by for finding in findings)
    for command in commands:
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", command)
        assert match
        values = dict(pair.split("=", 1) for pair in match.group(2).split(","))
        assert set(values) <= {"file", "line", "col", "endColumn", "title"}
        assert int(values["line"]) >= 1
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", command)
    assert any("file=raci/teams/odd%2C 100%25%3Aa b.yaml" in command for command in commands)


def test_sarif_has_the_shape_of_the_standard(model: Model, findings: tuple[Finding, ...]) -> None:
    data = json.loads(make("sarif", model, findings))
    assert faults("sarif-2.1.0.json", data) == []
    (run,) = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(findings)
    for result, finding in zip(run["results"], findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert bool(result.get("suppressions")) == bool(finding.waived_by)
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", uri)
            assert min(location["physicalLocation"]["region"].values()) >= 1
    prints = [result["partialFingerprints"]["skmsFinding/v1"] for result in run["results"]]
    assert len(prints) == len(set(prints))


def test_fingerprints_survive_when_lines_move(model: Model) -> None:
    moved = model_of({path: f"# a new line\n{text}" for path, text in TEXTS.items()}, AS_OF)
    names = [
        sorted(
            result["partialFingerprints"]["skmsFinding/v1"]
            for result in json.loads(text)["runs"][0]["results"]
        )
        for text in (make("sarif", one, judge(one)) for one in (model, moved))
    ]
    assert names[0] == names[1]


def test_junit_fails_where_a_rule_found_an_error(model: Model, findings: tuple[Finding, ...]) -> None:
    text = make("junit", model, findings)
    assert junit_faults(text) == []
    root = ElementTree.fromstring(text)
    (suite,) = root
    cases = list(suite)
    failed = {case.attrib["name"].split()[0] for case in cases if case.find("failure") is not None}
    assert failed == {one.code for one in findings if one.severity == "error" and not one.waived_by}
    assert int(suite.attrib["tests"]) == len(cases)
    assert int(suite.attrib["failures"]) == len(failed)
    told = "\n".join(text for case in cases for text in case.itertext())
    assert "set aside by exception/waiver" in told


def test_gitlab_lists_open_findings(model: Model, findings: tuple[Finding, ...]) -> None:
    issues = json.loads(make("gitlab", model, findings))
    assert len(issues) == sum(not finding.waived_by for finding in findings)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_markdown_shows_texts_as_texts(model: Model, findings: tuple[Finding, ...]) -> None:
    text = make("markdown", model, findings)
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
    assert "<script" not in html
    assert "<a " not in html
    assert "<code>" not in html
    assert "@" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
    assert "Set aside by exceptions" in text
