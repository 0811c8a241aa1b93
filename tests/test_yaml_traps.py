"""What people write in YAML and what it must mean: no surprises of YAML 1.1, and a sentence where it is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.examples import tree

from skms.findings import Finding
from skms.judge import judge
from skms.parse import parse
from skms.pipeline import model_of
from skms.texts import Unreadable, decode, read_folder

AS_OF = date(2026, 7, 1)
BASE = tree(Path(__file__).resolve().parent / "cases/_base")
REFUSED = object()

SCALARS: list[tuple[str, Any]] = [
    # Booleans: only these two words.
    ("true", True), ("false", False), ("True", True), ("FALSE", False),
    ("yes", "yes"), ("Yes", "Yes"), ("no", "no"), ("NO", "NO"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
    ('"true"', "true"),
    # Nothing.
    ("", None), ("~", None), ("null", None), ("Null", None), ('""', ""), ("''", ""), ("none", "none"), ("nil", "nil"),
    # Whole numbers.
    ("0", 0), ("7", 7), ("-7", -7), ("+7", 7), ("2026", 2026), ("9007199254740992", 2**53),
    ("9007199254740993", REFUSED), ("99999999999999999999", REFUSED),
    ("0123", 123), ("010", 10), ("0089", 89), ("0o17", "0o17"), ("0x1F", "0x1F"), ("0b101", "0b101"),
    ("12_000", "12_000"), ("1,200", "1,200"), ("1 200", "1 200"), ("12345678901234567890123", REFUSED),
    # Decimals.
    ("99.95", 99.95), ("1.10", 1.1), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5e-3", -0.0015),
    ("99.95%", "99.95%"), ("1.2.3", "1.2.3"), ("1e999", REFUSED),
    (".inf", REFUSED), ("-.Inf", REFUSED), (".nan", REFUSED), ("NaN", "NaN"), ("Infinity", "Infinity"),
    # Times and dates stay text; their schema judges them.
    ("18:30", "18:30"), ("9:30", "9:30"), ("08:00", "08:00"), ("1:30:00", "1:30:00"),
    ("2026-01-31", "2026-01-31"), ("2026-1-5", "2026-1-5"), ("2026-07", "2026-07"),
    ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"), ("24x7", "24x7"), ("1M", "1M"), ("2026-Q3", "2026-Q3"),
    # Codes.
    ("NO  # Norway", "NO"), ("process/incident#triage", "process/incident#triage"),
    ("process/incident #triage", "process/incident"), ("a:b", "a:b"), ("http://x.example", "http://x.example"),
    ("<<", "<<"), ("=", "="), ("R/A", "R/A"), ("A / R", "A / R"), ("-1-", "-1-"),
    ("@role", REFUSED), ("`code`", REFUSED), ("%25", REFUSED), ("*all", REFUSED), ("&all", REFUSED),
    ("!yes", REFUSED), ("!!str 5", REFUSED), ("- x", REFUSED), ("a: b", REFUSED), ("-", REFUSED), ("[a", REFUSED),
    ("{a", REFUSED), ('"a', REFUSED), ("'it's'", REFUSED), ('"a\\q"', REFUSED),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), SCALARS, ids=[written for written, _ in SCALARS])
def test_a_scalar_means_what_it_looks_like(written: str, meant: Any) -> None:
    source = parse("raci/teams/x.yaml", f"value: {written}\n")
    if meant is REFUSED:
        assert len(source.hits) == 1
        assert source.hits[0].message
        assert source.hits[0].help
    else:
        assert source.hits == ()
        assert source.data == {"value": meant}
        assert source.data is not None
        assert type(source.data["value"]) is type(meant)


@pytest.mark.parametrize("key", ["on", "yes", "no", "2026-01-31", "true", "null", "12", "1.5"])
def test_keys_stay_text(key: str) -> None:
    assert parse("raci/teams/x.yaml", f"{key}: x\n").data == {key: "x"}


def found(text: str, path: str = "raci/teams/desk.yaml") -> tuple[Finding, ...]:
    """What is found in one record laid over a small sound repository."""
    return judge(model_of({**BASE, path: text}, AS_OF))


TEAM = "kind: team\ntitle: Service desk\nstatus: active\ntype: team\n"
SUPPLIER = "kind: supplier\ntitle: Helpline\nstatus: prospective\nowner: advice-owner\ntype: external\n"
MATRIX = "kind: raci\ntitle: Advice\nstatus: draft\nfor: service/advice\nrows:\n"
ADVICE = "raci/matrices/x.yaml"
ROW = "  - activity: a\n    title: A\n    assign:\n"

SENTENCES = [
    # A record, its path, the code, the line, and words that message and help must hold.
    (SUPPLIER + "country: 12\n", "catalogue/suppliers/x.yaml", "GEN003", 6, '"12"'),
    (SUPPLIER + "legal_identifiers: {duns: 012345678}\n", "catalogue/suppliers/x.yaml", "GEN003", 6, '"012345678"'),
    (TEAM + "cost_centre: 1.10\n", "raci/teams/desk.yaml", "GEN003", 5, '"1.10"'),
    (TEAM + "review: {frequency: 12M, last_reviewed: 2026-1-5}\n", "raci/teams/desk.yaml", "GEN003", 5, "2026-03-31"),
    (TEAM + "review: {frequency: 12M, last_reviewed: 2026-02-30}\n", "raci/teams/desk.yaml", "GEN003", 5, "2026-02-30"),
    (TEAM + "review: {frequency: 0M}\n", "raci/teams/desk.yaml", "GEN003", 5, "12M"),
    (TEAM + "description: ~\n", "raci/teams/desk.yaml", "GEN003", 5, "leave the field out"),
    (TEAM + "description:\n", "raci/teams/desk.yaml", "GEN003", 5, "leave the field out"),
    (TEAM + "tags: [desk,]\nparent: -\n", "raci/teams/desk.yaml", "GEN001", 6, 'Quote it ("-")'),
    (TEAM + "description: Incident: major\n", "raci/teams/desk.yaml", "GEN001", 5, "quotes"),
    (TEAM + "contact: {channel:chat}\n", "raci/teams/desk.yaml", "GEN003", 5, "space after each colon"),
    (TEAM + "custom: &a {x: 1}\n", "raci/teams/desk.yaml", "GEN001", 5, "Anchors"),
    (TEAM + "custom: !!python/object:os.system x\n", "raci/teams/desk.yaml", "GEN001", 5, "tags"),
    ("%YAML 1.1\n---\n" + TEAM, "raci/teams/desk.yaml", "GEN001", 1, "directives"),
    (TEAM + "\tparent: smo\n", "raci/teams/desk.yaml", "GEN001", 5, "tab"),
    (MATRIX + "  - {activity: a, title: A, assign: {advice-owner: R,A}}\n", ADVICE, "GEN003", 6, '"R,A"'),
    (MATRIX + ROW + "      advice-owner: on\n", ADVICE, "RAC007", 9, "'on'"),
    # The line where it is wrong, not the one where the parser gives up.
    ("kind: team\ntitle Service desk\nstatus: active\n", "raci/teams/desk.yaml", "GEN001", 2, "without a colon"),
    ("kind: team\ntitle:Service desk\nstatus: active\n", "raci/teams/desk.yaml", "GEN001", 2, "without a colon"),
    ("kind team\ntitle: Service desk\n", "raci/teams/desk.yaml", "GEN001", 1, "without a colon"),
    (TEAM.replace("Service desk", '"Service desk') + 'mission: "x"\n', "raci/teams/desk.yaml", "GEN001", 2, "line 5"),
    (TEAM.replace("Service desk", "'Bob's desk'"), "raci/teams/desk.yaml", "GEN001", 2, "closing quote"),
    (TEAM + "tags: [a, b\nparent: smo\n", "raci/teams/desk.yaml", "GEN001", 5, "[ is not closed"),
    (TEAM.replace("Service desk", "*Service desk*"), "raci/teams/desk.yaml", "GEN001", 2, "quotes around"),
    (TEAM.replace("Service desk", "| Service desk"), "raci/teams/desk.yaml", "GEN001", 2, "next line"),
    (TEAM + "%wide: x\n", "raci/teams/desk.yaml", "GEN001", 5, "quote the text"),
    (TEAM.replace("title: ", "title:\u00a0"), "raci/teams/desk.yaml", "GEN001", 2, "type the space anew"),
    (TEAM + "contact:\n\u00a0\u00a0channel: chat\n", "raci/teams/desk.yaml", "GEN001", 6, "type the space anew"),
    # What nobody sees, written as an escape.
    (TEAM.replace("Service desk", '"Service \\u202edesk"'), "raci/teams/desk.yaml", "GEN001", 2, "U+202E"),
    (TEAM.replace("Service desk", '"Service \\0desk"'), "raci/teams/desk.yaml", "GEN001", 2, "U+0000"),
    (TEAM + '"\\u200fparent": smo\n', "raci/teams/desk.yaml", "GEN001", 5, "U+200F"),
    # One slip that breaks two things.
    (TEAM.replace("title:", "titel:"), "raci/teams/desk.yaml", "GEN003", 2, "Did you mean 'title'?"),
    (TEAM + "contact:\nchannel: chat\n", "raci/teams/desk.yaml", "GEN003", 6, "a part of `contact`"),
    (TEAM + "review:\n  last_reviewed: 2026-01-31\nfrequency: 12M\n", "raci/teams/desk.yaml", "GEN003", 7, "`review`"),
    (TEAM.replace("Service desk", '""'), "raci/teams/desk.yaml", "GEN003", 2, "0 characters"),
    (TEAM + "id: desk\n", "raci/teams/desk.yaml", "GEN003", 5, "the name of its file, here 'desk'"),
    (TEAM + "review: {frequency: 12M, last_reviewed: 2026-02-30}\n", "raci/teams/desk.yaml", "GEN003", 5, "no day"),
    (TEAM + "description: A desk.\nowner: " + "x" * 5000 + "\n", "raci/teams/desk.yaml", "GEN003", 6, "'owner' is not"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "code", "line", "words"), SENTENCES)
def test_a_trap_is_one_finding_that_says_how_to_write_it(
    text: str, path: str, code: str, line: int, words: str
) -> None:
    findings = [finding for finding in found(text, path) if finding.file == path]
    assert [(finding.code, finding.line) for finding in findings] == [(code, line)]
    assert words in f"{findings[0].message} {findings[0].help}"


@pytest.mark.parametrize(
    "cell", ["A / R", "R,A", "a/r", "Accountable, Responsible", "A;R", "A & R", "A+R", "A R", "  A/R  "]
)
def test_cells_as_people_write_them(cell: str) -> None:
    text = f'{MATRIX}{ROW}      advice-owner: "{cell}"\n      head-of-smo: C / I\n'
    assert found(text, "raci/matrices/x.yaml") == ()


# Limits: each gives one finding, quickly, and the rest of the repository is checked.

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
LIMITS = {
    "alias bomb": LAUGHS,
    "self reference": "a: &x [*x]\n",
    "merges": "base: &m {k: v}\n" + "".join(f"m{n}: {{<<: *m}}\n" for n in range(24)),
    "deep flow": "a: " + "[" * 200 + "]" * 200,
    "deep block": "".join(" " * n + f"k{n}:\n" for n in range(200)),
    "many values": "a: [" + "1, " * 60_000 + "1]",
    "huge text": "a: " + "x" * 70_000,
    "huge quoted text": 'a: "' + "x" * 70_000 + '"',
    "huge block text": "a: |\n" + "  xxxxxxxx\n" * 8_000,
    "huge key": "k" * 300 + ": 1",
    "complex key": "? [a, b]\n: 1\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "list": "- a\n",
    "text": "hello\n",
    "nothing": "",
    "only a comment": "# nothing\n",
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_one_finding(name: str) -> None:
    findings = found(LIMITS[name])
    assert [(finding.code, finding.file) for finding in findings] == [("GEN001", "raci/teams/desk.yaml")]
    assert findings[0].help
    assert findings[0].line <= LIMITS[name].count("\n") + 1


def test_a_long_value_is_cut_in_its_message() -> None:
    text = SUPPLIER.replace("external", "x" * 5000)
    (finding,) = found(text, "catalogue/suppliers/x.yaml")
    assert len(finding.message) < 200


@pytest.mark.parametrize("bomb", ["'[' * 1_000_000", "'{a: ' * 300_000", "'- ' * 400_000", "'? ' * 400_000"])
def test_a_million_brackets_do_not_end_the_process(bomb: str) -> None:
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "from datetime import date; from skms.judge import judge; from skms.pipeline import model_of\n"
        f"print(len(judge(model_of({{'raci/a.yaml': {bomb}}}, date(2026, 7, 1)))))"
    )
    place = str(Path(__file__).resolve().parent.parent / "generator")
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": place},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr[-500:]


BYTES = {
    "UTF-16": TEAM.encode("utf-16"),
    "UTF-16 without mark": TEAM.encode("utf-16-le"),
    "Latin-1": "title: Caf\xe9\n".encode("latin-1"),
    "byte-order mark": TEAM.encode("utf-8-sig"),
    "NUL": TEAM.encode() + b"\0",
    "escape": TEAM.encode() + b"\x1b[2J",
    "C1 control": "title: a\x85b\n".encode(),
    "lone surrogate": b"title: \xed\xa0\x80\n",
    "right-to-left override": "title: a\u202eb\n".encode(),
    "isolate": "title: a\u2066b\n".encode(),
    "line separator": "title: a\u2028b\n".encode(),
    "not NFC": "title: Cafe\u0301\n".encode(),
    "too large": b"#" * (1024 * 1024 + 1),
    "truncated": "title: \u20ac".encode()[:-1],
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_plain_text(name: str) -> None:
    text = decode(BYTES[name])
    assert isinstance(text, Unreadable)
    findings = judge(model_of({**BASE, "raci/teams/desk.yaml": text}, AS_OF))
    assert [finding.code for finding in findings] == ["GEN001"]
    assert findings[0].help
    assert findings[0].line >= 1


@pytest.mark.parametrize(
    "text", [TEAM, TEAM.replace("\n", "\r\n"), TEAM.replace("\n", "\r"), "title: Caf\u00e9 \U0001f600\n"]
)
def test_plain_text_is_read(text: str) -> None:
    assert decode(text.encode()) == text.replace("\r\n", "\n").replace("\r", "\n")


def _link(folder: Path) -> None:
    (folder / "outside.yaml").write_text(TEAM)
    (folder / "raci/teams/desk.yaml").symlink_to("../../outside.yaml")


def _linked_folder(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/desk.yaml").write_text(TEAM)
    (folder / "raci/more").symlink_to("../elsewhere", target_is_directory=True)


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "raci/teams/desk.yaml")


def _endless(folder: Path) -> None:
    (folder / "raci/teams/desk.yaml").symlink_to("/dev/zero")


def _folder(folder: Path) -> None:
    (folder / "raci/teams/desk.yaml").mkdir()


@pytest.mark.parametrize(
    ("make", "codes"), [(_link, ["GEN001"]), (_pipe, ["GEN001"]), (_endless, ["GEN001"])]
)
def test_only_regular_files_are_read(make: Callable[[Path], None], codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "raci/teams").mkdir(parents=True)
    make(tmp_path)
    findings = judge(model_of(read_folder(tmp_path), AS_OF))
    assert [finding.code for finding in findings] == codes


@pytest.mark.parametrize("make", [_linked_folder, _folder])
def test_linked_folders_and_empty_ones_are_passed_over(make: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "raci/teams").mkdir(parents=True)
    make(tmp_path)
    assert {path: text for path, text in read_folder(tmp_path).items() if "more" not in path} == {}


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "raci/teams").mkdir(parents=True)
    try:
        (tmp_path / os.fsdecode(b"raci/teams/caf\xe9\x1b.yaml")).write_text(TEAM)
    except OSError:
        pytest.skip("this file system does not allow such a name")
    texts = read_folder(tmp_path)
    findings = judge(model_of(texts, AS_OF))
    assert "GEN001" in {finding.code for finding in findings}
    for path in texts:
        path.encode("utf-8")
        assert path.isprintable()
