"""What people write into skms.yml, and the sentence where it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from skms.cli import run
from skms.rules.svc.svc005_slow_recovery import NAMES
from skms.settings import LIMITS, Settings, SettingsError, load_settings
from skms.texts import read_folder
from skms.upcoming import _DAYS

GENERATOR = Path(__file__).resolve().parent.parent / "generator/skms"

WRONG = [
    ("nam: x\n", "skms.yml:1:1: 'nam' is not a field of the settings. Did you mean 'name'?"),
    ("name: x\nname: y\n", "skms.yml:2:1: The key 'name' is written twice"),
    ("name: x\nurl: skms.example.org\n", "skms.yml:2:6: 'skms.example.org' does not have the form"),
    ("name: 5\n", 'skms.yml:1:7: `name` must be text, but 5 is read as a number. Quote it: "5".'),
    ("name: [a\n", "skms.yml:1:7: A [ is not closed"),
    ("\tname: a\n", "skms.yml:1:1: A tab is used for indentation."),
    ("- a\n", "skms.yml:1:1: The file holds no settings."),
    (
        "limits: {exeption-days: 90}\n",
        "skms.yml:1:10: 'exeption-days' is not a field of `limits`. Did you mean 'exception-days'?",
    ),
    (
        "limits: {exception-days: 90d}\n",
        "skms.yml:1:26: '90d' is text, but `limits`, `exception-days` is a number.",
    ),
    ("severity: {GEN006: info}\n", "skms.yml:1:20: 'info' is not allowed for `severity`, `GEN006`."),
    ("history: {months: -1}\n", "skms.yml:1:19: -1 is outside the range of `history`, `months`: at least 0."),
    ("contact: Service desk, room 5\n", "skms.yml:1:10: 'Service desk, room 5' does not have the form"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_a_wrong_setting_is_told_with_its_place(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "skms.yml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(sentence)


def test_a_file_that_is_no_text_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "skms.yml").write_bytes("name: x\n".encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_settings_may_be_left_out(text: str, tmp_path: Path) -> None:
    (tmp_path / "skms.yml").write_text(text)
    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize("contact", ["smo@example.org", "https://desk.example.org/", "tel:+441632960000"])
def test_whom_readers_ask_is_an_address(contact: str, tmp_path: Path) -> None:
    (tmp_path / "skms.yml").write_text(f'contact: "{contact}"\n')
    assert load_settings(tmp_path).contact == contact


def test_every_limit_that_is_looked_up_can_be_set() -> None:
    asked = set()
    for path in GENERATOR.rglob("*.py"):
        asked |= set(re.findall(r"settings\.limit\(\s*\"([a-z-]+)\"", path.read_text("utf-8")))
    asked |= {name for name, _ in _DAYS.values()} | {
        f"tier-{n}-{time}" for n in (1, 2, 3, 4) for time in NAMES
    }
    assert asked == set(LIMITS)


def test_a_severity_for_a_rule_that_does_not_exist_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "skms.yml").write_text("severity: {two-acountables: error}\n")
    assert run(["check", "--root", str(tmp_path)]) == 2
    assert "Did you mean 'two-accountables'?" in capsys.readouterr().err


def test_a_linked_folder_of_records_is_not_followed_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/teams").mkdir(parents=True)
    (tmp_path / "elsewhere/teams/desk.yaml").write_text("kind: team\n")
    own = tmp_path / "own"
    own.mkdir()
    (own / "skms.yml").touch()
    (own / "raci").symlink_to("../elsewhere", target_is_directory=True)
    assert read_folder(own) == {}
    with pytest.raises(SettingsError, match="raci is a symbolic link"):
        load_settings(own)
