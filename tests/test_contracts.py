"""Every kind, rule, page, report and command has all its parts; what is written twice says the same twice."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest

import skms
from skms.cli import app
from skms.discover import MisnamedModule, modules
from skms.kinds import load_kinds
from skms.model import Model
from skms.pages import all_leaves
from skms.rules import Rule, example_files, load_rules

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator/skms"
KINDS = load_kinds()
RULES = load_rules()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


# Rules


@pytest.fixture(params=RULES.values(), ids=lambda rule: rule.code)
def rule(request: pytest.FixtureRequest) -> Rule:
    return request.param


def test_a_rule_says_one_sentence_and_why(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z][^\n]*\.", rule.says)
    assert ". " not in re.sub(r"\b(e\.g|i\.e|p)\. ", "", rule.says), "one sentence"
    assert rule.why.endswith(".")
    assert rule.severity in {"error", "warning", "info", "clock"}


def test_a_rule_shows_a_bad_and_a_good_record(rule: Rule) -> None:
    assert "# expect" in rule.bad
    assert "# expect" not in rule.good
    assert example_files(rule.bad)
    assert example_files(rule.good)


def test_a_rule_lies_in_the_folder_of_its_family(rule: Rule) -> None:
    assert list((PACKAGE / "rules" / rule.family.lower()).glob(f"{rule.code.lower()}_*.py"))


def test_names_of_rules_are_unique_and_read_well_after_ignore() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", name) for name in names)
    assert not [name for name in names if name.startswith(("no-rule", "check-", "validate-"))]


def test_a_misnamed_module_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "misnamed_rules"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "rac1.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(MisnamedModule, match="rac1"):
        modules("misnamed_rules", r"[a-z]{3}\d{3}_[a-z0-9_]+")


# Kinds


def test_the_example_has_a_record_of_every_kind() -> None:
    assert [kind.name for kind in KINDS.values() if not list((ROOT / kind.folder).rglob("*.yaml"))] == []


# Pages and commands


def test_every_kind_and_every_rule_has_a_reference_page(example: Model) -> None:
    paths = {leaf.path for leaf in all_leaves(example)}
    wanted = {f"reference/kinds/{kind}/" for kind in KINDS} | {
        f"reference/rules/{code.lower()}/" for code in RULES
    }
    assert wanted <= paths


COMMANDS = app.list_commands(click.Context(app))


def test_the_commands_are_there() -> None:
    assert {"build", "check", "import", "init", "new", "rule", "schema", "serve", "show"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_examples_and_explains_every_option(name: str) -> None:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    assert command.help
    assert "Examples:" in command.help
    assert re.search(rf"^  skms {name}\b", command.help, re.MULTILINE)
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


# The project


def test_the_changelog_has_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## \[{re.escape(skms.__version__)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert "## [Unreleased]" in changelog


@pytest.mark.parametrize("lock", ["run", "build", "dev"])
def test_locks_pin_with_hashes_and_name_no_place(lock: str) -> None:
    text = (ROOT / f"requirements/{lock}.txt").read_text("utf-8")
    pins = re.split(r"\n(?=[a-z])", text.strip())
    assert all(re.match(r"[a-z0-9._-]+==\S+.*\n    --hash=sha256:[0-9a-f]{64}", pin) for pin in pins)
    assert "://" not in text
    assert not re.search(r"^\s*(#|-[^-]|--(?!hash=))", text, re.MULTILINE), "nothing but pins"


def test_every_dependency_is_locked() -> None:
    def names(lines: list[str]) -> set[str]:
        found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
        return {re.sub(r"[._]", "-", match.group().lower()) for match in found if match}

    locked = {
        lock: names((ROOT / f"requirements/{lock}.txt").read_text().splitlines()) for lock in ("run", "dev")
    }
    groups = PROJECT["dependency-groups"]
    assert names(PROJECT["project"]["dependencies"]) <= locked["run"] <= locked["dev"]
    assert names(groups["dev"]) | names(groups["build"]) <= locked["dev"]


def test_what_is_imported_is_what_is_declared() -> None:
    found = {
        name.partition(".")[0]
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in _imported(node)
    }
    distributions = packages_distributions()
    imported = {distributions[name][0] for name in found - sys.stdlib_module_names - {"skms"}}
    declared = {re.split("[<>=]", line)[0] for line in PROJECT["project"]["dependencies"]}
    # The theme is named in mkdocs.yml; zoneinfo reads tzdata where the machine has no time zones.
    unnamed = {"mkdocs-material", "tzdata"}
    assert {_plain(name) for name in imported} == {_plain(name) for name in declared} - unnamed


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _plain(name: str) -> str:
    return re.sub(r"[._]", "-", name.lower())


def test_every_make_target_is_explained() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = set(" ".join(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)).split())
    explained = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
    assert phony - explained == {"chromium", "editor", "rsync"}
    assert explained <= phony
