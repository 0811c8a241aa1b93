"""`skms new` on a terminal asks in plain words for what the record must say."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skms import cli
from skms.cli import _asking
from skms.kinds import load_kinds
from skms.parse import parse
from skms.scaffold import CannotScaffold, record
from skms.scaffold.questions import next_question

KINDS = load_kinds()
DAY = date(2026, 11, 22)
KNOWN = {"role": ["mail-owner", "desk-lead"], "team": ["desk"]}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "skms.yml").write_text("name: Test\n")
    role = tmp_path / "raci/roles/mail-owner.yaml"
    role.parent.mkdir(parents=True)
    role.write_text(
        "kind: role\ntitle: Owner\nstatus: active\ntype: manager\npurpose: Owns.\n"
        "responsibilities: [{id: own, text: Owns.}]\n"
    )
    return tmp_path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody at a terminal who types these lines."""

    def type_lines(*lines: str) -> None:
        monkeypatch.setattr("skms.cli.new.on_terminal", lambda: True)
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))

    return type_lines


def new(root: Path, *args: str) -> int:
    return cli.run(["new", *args, "--root", str(root), "--as-of", "2026-11-22"])


def test_kind_and_id_are_asked_for_until_they_are_right(repository: Path, typed: Any, capsys: Any) -> None:
    typed("taem", "team", "Service Desk", "service-desk", "", "", "")
    assert new(repository) == 0
    said = capsys.readouterr()
    assert said.out == "raci/teams/service-desk.yaml\n"
    assert "There is no kind 'taem'. Did you mean 'team'?" in said.err
    assert "'Service Desk' cannot be an id. Did you mean 'service-desk'?" in said.err
    assert "\x1b" not in said.err


def test_answers_become_the_record(repository: Path, typed: Any, capsys: Any) -> None:
    typed(
        "E-mail.",
        "E-mail",
        "mail-ower",
        "mail-owner",
        "proposed",
        "1",
        "5",
        "desk",
        "desk",
        "it, 3",
        "People write.",
        "c",
        "c",
    )
    assert new(repository, "service", "email") == 0
    said = capsys.readouterr()
    assert said.out == "catalogue/services/email.yaml\n"
    assert "Owner. The one role that is accountable for it" in said.err
    assert "  1  mail-owner\n" in said.err
    assert "'E-mail.' does not have the form" in said.err
    assert "There is no 'mail-ower' yet. Did you mean 'mail-owner'?" in said.err
    data = parse("", (repository / "catalogue/services/email.yaml").read_text()).data
    assert data == {
        "kind": "service", "title": "E-mail", "owner": "mail-owner", "status": "proposed", "type": "business",
        "domain": "legal", "provider": "desk", "audience": ["it", "employee"], "value_proposition": "People write.",
        "customers": ["c"],
    }  # fmt: skip


def test_what_is_given_is_not_asked_again(repository: Path, typed: Any, capsys: Any) -> None:
    typed("", "", "", "")
    assert new(repository, "team", "desk", "--set", "title=Desk", "--status", "active") == 0
    said = capsys.readouterr().err
    assert "Title." not in said
    assert "Status." not in said
    assert "Type." in said


def test_kind_and_id_are_asked_for_too(repository: Path, typed: Any) -> None:
    typed("team", "desk", "", "", "", "")
    assert new(repository) == 0
    assert (repository / "raci/teams/desk.yaml").exists()


def test_nobody_is_asked_where_nobody_is(repository: Path, typed: Any, capsys: Any) -> None:
    assert not _asking.on_terminal()
    assert new(repository) == 2
    assert "Say the kind and the id, as in `skms new service lone-worker-app`." in capsys.readouterr().err
    typed()
    assert new(repository, "team", "desk", "--no-input") == 0
    assert "Type." not in capsys.readouterr().err


def fits(kind: str, given: dict[str, str]) -> bool:
    try:
        return bool(record(KINDS, kind, "x-1", given, KNOWN, DAY))
    except CannotScaffold:  # the command says why and asks again
        return False


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_required_field_is_asked_once_in_plain_words(kind: str) -> None:
    for status in [*KINDS[kind].lifecycle.phases] or [""]:
        given = {"status": status} if status else {}
        asked: list[str] = []
        while question := next_question(KINDS, kind, "x-1", given, KNOWN, DAY, asked):
            assert question.name not in asked
            assert question.title
            assert question.help
            asked.append(question.name)
            answer = question.choices[-1] if question.choices else question.default
            given = (
                {**given, question.name: answer}
                if answer and fits(kind, {**given, question.name: answer})
                else given
            )
        assert parse("x.yaml", record(KINDS, kind, "x-1", given, KNOWN, DAY)).data
        assert "title" in asked
