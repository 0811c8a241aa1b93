"""Rename every record of the example in turn: everything follows, and no other line changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from skms import cli
from skms.edits import surgery
from skms.edits.rename import Renamed, rename
from skms.edits.rename_part import rename_part
from skms.edits.steps import Refused
from skms.fit import Record
from skms.judge import judge
from skms.kinds import load_kinds
from skms.model import Model, parts
from skms.pages import former
from skms.parse import parse
from skms.pipeline import model_of
from skms.rules import load_rules

KINDS = load_kinds()
DAY = date(2026, 11, 22)
NEW = "renamed-for-a-test"


def lines_changed(model: Model, done: Renamed) -> int:
    """How many lines differ; a file may get one more line, for the former id."""
    came = {new: old for old, new in done.moves.items()}
    count = 0
    for path, text in done.edit.items():
        if text is None:
            continue
        before = str(model.texts[came.get(path, path)]).split("\n")
        after = text.split("\n")
        added = [line for line in after if line not in before] if len(after) > len(before) else []
        assert len(after) - len(before) == (1 if path in came and added else 0), path
        kept = [line for line in after if not line.startswith("aliases: ")] if path in came else after
        old = [line for line in before if not line.startswith("aliases: ")] if path in came else before
        count += sum(one != other for one, other in zip(old, kept, strict=True))
    return count


@pytest.fixture(scope="module")
def read_once() -> Iterator[None]:
    """Files are read once, not once for every record that they name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surgery, "slots", lru_cache(4096)(surgery.slots))
        patch.setattr(surgery, "read", lru_cache(4096)(surgery.read))
        yield


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_record_of_a_kind_can_be_renamed(example: Model, kind: str) -> None:
    for record in example.of(kind):
        done = rename(example, record, NEW)
        assert done.edit[record.path] is None
        assert done.moves[record.path].endswith(f"/{NEW}.yaml")
        assert lines_changed(example, done) <= done.references
        moved = parse("a.yaml", str(done.edit[done.moves[record.path]])).data
        assert moved is not None
        assert moved["aliases"] == [*record.data.get("aliases", ()), record.id]
        direct = [one for one in example.backlinks(record.name) if not one.aliased]
        touched = {
            done.moves.get(one.path, one.path) for one in (example.records[link.source] for link in direct)
        }
        assert touched <= done.edit.keys()


def several(organisation: Any) -> tuple[Any, dict[str, str]]:
    """The organisation after one record of every kind was renamed, and the former names: `{present: former}`."""
    model, names = organisation.model, {}
    files: dict[str, str | None] = {}
    for kind in KINDS:
        most = max(model.of(kind), key=lambda one: (len(model.backlinks(one.name)), one.name))
        files |= rename(model, most, f"{kind}-{NEW}").edit
        model = organisation.with_files(files)
        names[f"{kind}/{kind}-{NEW}"] = most.name
    return model, names


def test_after_many_renames_all_is_as_before_and_the_site_leads_on(organisation: Any) -> None:
    """One record of every kind, the one that is named most often, all in one repository."""
    model, names = several(organisation)
    assert not model.problems
    before = sorted((one.code, str(one.record)) for one in judge(organisation.model))
    now = sorted((one.code, names.get(str(one.record), str(one.record))) for one in judge(model))
    assert now == before
    assert not list(load_rules()["GEN010"].check(model))
    for code in ("GEN028", "GEN029", "GEN030"):
        assert not list(load_rules()[code].check(model, organisation.model)), (
            "a rename is no change of substance"
        )
    paths = {leaf.path: leaf.subject for leaf in former.leaves(model)}
    for name, old in names.items():
        kind, _, stem = old.partition("/")
        shown = KINDS[kind].schema["properties"].get("classification") and name in paths.values()
        assert shown or model.records[name].data.get("classification", "restricted") != "internal"
        assert not shown or paths[f"{KINDS[kind].url}/{stem}/"] == name
    assert len(set(names) & set(paths.values())) > 35


def test_what_is_known_by_its_id_is_known_by_its_former_one(organisation: Any) -> None:
    """The five domains of governance, each renamed in turn: nothing is found that was not found before."""
    before = sorted((one.code, one.message) for one in judge(organisation.model))
    for record in organisation.model.of("governance-domain"):
        done = rename(organisation.model, record, NEW)
        assert sorted((one.code, one.message) for one in judge(organisation.with_files(done.edit))) == before


def first_parts(model: Model) -> Iterator[tuple[Record, str]]:
    """One part of every list of parts that may be renamed on its own."""
    seen = set()
    for record in model.records.values():
        for route, item, key in parts(record):
            place = (record.kind, *(step for step in route if isinstance(step, str)))
            own = record.kind != "raci" or not str(record.data["for"]).startswith("process/")
            if own and place not in seen:
                seen.add(place)
                yield record, str(item[key])


def test_parts_take_along_what_names_them(example: Model) -> None:
    found = list(first_parts(example))
    assert len(found) > 20
    for record, old in found:
        done = rename_part(example, record, old, NEW)
        left = re.compile(rf"\b{record.id}#{re.escape(old)}(?![\w.-])")
        assert not any(left.search(str(text)) for text in done.edit.values())


def test_a_row_is_renamed_with_its_activity(example: Model) -> None:
    matrix = next(one for one in example.of("raci") if one.data["for"] == "process/incident")
    with pytest.raises(Refused, match="called after an activity of process/incident"):
        rename_part(example, matrix, matrix.data["rows"][0]["activity"], NEW)


def test_a_renamed_activity_keeps_all_rules_content(organisation: Any) -> None:
    example = organisation.model
    record = example.records["process/request-fulfilment"]
    done = rename_part(example, record, "fulfil", NEW)
    assert done.references > 50
    model = organisation.with_files(done.edit)
    assert not model.problems
    rules = [load_rules()[code] for code in ("GEN006", "GEN007", "PRC001", "RAC005", "RAC006", "RAC010")]
    found = [(one.code, one.record) for one in judge(model, only=rules)]
    assert found == [(one.code, one.record) for one in judge(organisation.model, only=rules)]


TEAM = "kind: team\ntitle: Desk\nstatus: active\ntype: team\n"
PERSON = "kind: person\ntitle: Sam Carter\nstatus: active\nteam: {team}\n"


def organisation(**files: str) -> Model:
    return model_of({f"raci/{name.replace('__', '/')}.yaml": text for name, text in files.items()}, DAY)


def test_what_is_taken_is_refused() -> None:
    model = organisation(
        teams__desk=TEAM,
        teams__Field=TEAM,
        teams__net=TEAM + "aliases: [lan]\n",
        people__sam=PERSON.format(team="desk"),
    )
    desk = model.records["team/desk"]
    for new, why in [
        ("field", "exists already"), ("net", "exists already"), ("lan", "former id of team/net"),
        ("desk", "is called 'desk' already"), ("Help Desk", "Did you mean 'help-desk'"), ("", "cannot be an id"),
    ]:  # fmt: skip
        with pytest.raises(Refused, match=why):
            rename(model, desk, new)


def test_a_file_that_cannot_follow_stops_everything() -> None:
    model = organisation(teams__desk=TEAM, people__sam=PERSON.format(team="desk") + "x: [\n")
    with pytest.raises(Refused, match=r"people/sam\.yaml has errors and may name"):
        rename(model, model.records["team/desk"], "help-desk")
    fine = organisation(teams__desk=TEAM, people__sam=PERSON.format(team="help") + "x: [\n")
    assert rename(fine, fine.records["team/desk"], "help-desk").references == 0


def test_a_name_goes_back_to_its_former_one() -> None:
    model = organisation(teams__desk=TEAM + "aliases: [help, hotline]  # long ago\n")
    done = rename(model, model.records["team/desk"], "help")
    assert done.edit["raci/teams/help.yaml"] == TEAM + "aliases: [desk, hotline]  # long ago\n"


def test_a_word_that_stands_for_itself_is_no_id() -> None:
    model = model_of(
        {
            "catalogue/calendars/all-day.yaml": "kind: calendar\ntitle: All day\nstatus: draft\nowner: x\n",
            "catalogue/services/mail.yaml": "kind: service\ntitle: Mail\nstatus: idea\nowner: x\ntype: business\n"
            "service_hours: all-day\n",
        },
        DAY,
    )
    with pytest.raises(Refused, match="would mean something else"):
        rename(model, model.records["calendar/all-day"], "24x7")


def test_the_text_beside_a_record_moves_too() -> None:
    files = {
        "policies/policies/use.yaml": "kind: policy\ntitle: Use\nstatus: draft\nowner: x\ntype: policy\n",
        "policies/policies/use.md": "See [itself](policy/use#a).\n",
    }
    model = model_of(files, DAY)
    done = rename(model, model.records["policy/use"], "usage")
    assert done.edit["policies/policies/use.md"] is None
    assert done.edit["policies/policies/usage.md"] == "See [itself](policy/usage#a).\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small organisation on disk."""
    (tmp_path / "skms.yml").write_text("name: Test\n")
    for name, text in {
        "teams/desk": f"# The desk\n{TEAM}", "people/sam": PERSON.format(team='"desk"  # since May'),
    }.items():  # fmt: skip
        path = tmp_path / f"raci/{name}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path


def run(root: Path, *args: str) -> int:
    return cli.run([*args, "--root", str(root), "--as-of", "2026-11-22"])


def codes(root: Path, capsys: Any) -> list[str]:
    """What `skms check` finds."""
    run(root, "check", "--format", "json")
    return [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]]


def test_the_command(repository: Path, capsys: Any) -> None:
    found = codes(repository, capsys)
    before = (repository / "raci/people/sam.yaml").read_text()
    assert run(repository, "rename", "team/desk", "help-desk", "--dry-run") == 0
    assert capsys.readouterr().out == (
        "raci/people/sam.yaml\nraci/teams/desk.yaml → raci/teams/help-desk.yaml\nraci/teams/help-desk.yaml\n"
    )
    assert run(repository, "rename", "team/desk", "help-desk", "--diff") == 0
    said = capsys.readouterr()
    assert '-team: "desk"  # since May\n+team: "help-desk"  # since May\n' in said.out
    assert "rename from raci/teams/desk.yaml\nrename to raci/teams/help-desk.yaml\n" in said.out
    assert "team/desk would become team/help-desk; 1 reference in 2 files would follow." in said.err
    assert (repository / "raci/people/sam.yaml").read_text() == before

    assert run(repository, "rename", "team/desk", "team/help-desk") == 0
    assert (repository / "raci/people/sam.yaml").read_text() == before.replace("desk", "help-desk")
    assert not (repository / "raci/teams/desk.yaml").exists()
    moved = (repository / "raci/teams/help-desk.yaml").read_text()
    assert moved == f"# The desk\n{TEAM}aliases: [desk]\n"
    capsys.readouterr()
    assert codes(repository, capsys) == found


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("team/dsk", "x"), "Did you mean 'team/desk'?"),
        (("team/desk", "Desk 2"), "Did you mean 'desk-2'?"),
        (("team/desk", "Équipe"), "Did you mean 'equipe'?"),
        (("team/desk", "role/x"), "team/desk stays a team, so that 'role/x' cannot be its name"),
        (("team/desk", "aux"), "'aux' cannot be an id: Windows takes a file of this name for a device."),
        (("team/desk#part", "x"), "team/desk has no part 'part'."),
    ],
)
def test_refusals_are_one_sentence(repository: Path, capsys: Any, args: tuple[str, ...], says: str) -> None:
    assert run(repository, "rename", *args) == 2
    assert says in capsys.readouterr().err
    assert (repository / "raci/teams/desk.yaml").exists()


def test_a_file_keeps_its_line_ends_when_it_moves(repository: Path) -> None:
    there = repository / "raci/teams/desk.yaml"
    before = there.read_bytes().replace(b"\n", b"\r\n")
    there.write_bytes(before)
    assert run(repository, "rename", "team/desk", "help-desk") == 0
    assert (repository / "raci/teams/help-desk.yaml").read_bytes() == before + b"aliases: [desk]\r\n"
