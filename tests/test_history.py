"""History from Git: what counts as news, how far it goes back, what it says where there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.test_diff import SLA, edit, git, repository, save

from skms import history as module
from skms.history import CACHE, History, history
from skms.pipeline import load
from skms.settings import Settings
from skms.site.content import content_of

__all__ = ["repository"]
AS_OF = date(2026, 11, 22)


def read(folder: Path, as_of: date = AS_OF, **limits: int) -> History:
    return history(folder, Settings(history=limits), as_of)


def said(found: History) -> list[tuple[str, list[str]]]:
    return [
        (event.day.isoformat(), [*event.mass, *(one.sentence for one in event.changes)])
        for event in found.events
    ]


@pytest.fixture
def grown(repository: Path) -> Path:
    """A repository with a few commits after its first, on 1 June 2026."""
    edit(repository, SLA, "value: 99.5", "value: 99")
    save(repository, "Less", "2026-06-10")
    edit(repository, SLA, "kind: agreement", "# A comment\nkind:   agreement")
    save(repository, "Layout", "2026-06-11")
    (repository / "README.md").write_text("Hello\n", "utf-8")
    save(repository, "No record", "2026-06-12")
    edit(repository, "catalogue/services/archive.yaml", "title: Archive", "title: Store")
    save(repository, "Title", "2026-07-20")
    return repository


LESS = "Availability promised for Email falls from 99.5 % to 99 %."
STORE = "Service Archive is now called Store."


def test_only_what_means_something_is_news(grown: Path) -> None:
    found = read(grown)
    assert said(found) == [("2026-07-20", [STORE]), ("2026-06-10", [LESS])]
    assert found.events[0].id == git(grown, "rev-parse", "HEAD")
    assert found.events[0].at == "2026-07-20T12:00:00+02:00"
    first = git(grown, "rev-list", "--max-parents=0", "HEAD")
    assert found.note == f"The records begin on 1 June 2026 (commit {first[:10]})."


def test_of_one_record(grown: Path) -> None:
    found = read(grown)
    assert [event.day for event in found.of(["agreement/email-sla"])] == [date(2026, 6, 10)]
    assert found.of(["service/email"]) == ()


def test_nothing_later_than_the_day_asked_for(grown: Path) -> None:
    assert said(read(grown, date(2026, 7, 1))) == [("2026-06-10", [LESS])]


def test_limits(grown: Path) -> None:
    few = read(grown, commits=1)
    assert said(few) == [("2026-07-20", [STORE])]
    assert few.note == "Only the last commit is shown."
    late = read(grown, date(2026, 8, 1), months=1)
    assert said(late) == [("2026-07-20", [STORE])]
    assert late.note == "All changes since 1 July 2026, the newest first."
    off = read(grown, commits=0)
    assert off == History((), "The history of the records is not shown on this site.")


def test_a_merged_branch_counts_once_at_its_merge(grown: Path) -> None:
    git(grown, "checkout", "-q", "-b", "work")
    for value, day in (("98", "2026-08-01"), ("97", "2026-08-02")):
        edit(grown, SLA, f"value: {'99' if value == '98' else '98'}", f"value: {value}")
        save(grown, value, day)
    git(grown, "checkout", "-q", "main")
    git(grown, "merge", "-q", "--no-ff", "-m", "Merge", "work", day="2026-08-05")
    assert said(read(grown))[0] == (
        "2026-08-05",
        ["Availability promised for Email falls from 99 % to 97 %."],
    )
    assert len(read(grown).events) == 3


def test_mass_edits_are_no_news_of_each_record(grown: Path) -> None:
    paths = sorted((grown / "catalogue" / "services").glob("*.yaml"))
    for path in paths:
        path.write_text(path.read_text("utf-8") + "audience: [employee]\n", "utf-8")
    edit(grown, SLA, "value: 99", "value: 98")
    save(grown, "All", "2026-08-01")
    found = read(grown, mass=3)
    assert said(found)[0] == (
        "2026-08-01",
        ["“For whom” changes in 3 records.", "Availability promised for Email falls from 99 % to 98 %."],
    )
    assert [event.day.month for event in found.of(["service/email"])] == []
    assert len(read(grown, mass=4).events[0].changes) == 4


def test_schemas_of_today_are_no_news(grown: Path) -> None:
    edit(grown, "catalogue/services/email.yaml", "type: business", "type: nonsense")
    save(grown, "As it was allowed once", "2026-08-01")
    edit(grown, "catalogue/services/email.yaml", "type: nonsense", "type: business")
    save(grown, "As it must be now", "2026-08-02")
    assert len(read(grown).events) == 2


def test_time_alone_changes_nothing(grown: Path) -> None:
    """A holder whose time ends between two commits is not told at the second."""
    edit(grown, "raci/roles/change-manager.yaml", "from: 2025-01-01", "from: 2025-01-01, to: 2026-08-15")
    save(grown, "Until August", "2026-08-01")
    edit(grown, "raci/roles/change-manager.yaml", "purpose: To", "purpose: Always to")
    save(grown, "September", "2026-09-01")
    assert all("vacant" not in sentence for _, sentences in said(read(grown)) for sentence in sentences)


def test_unchanged_history_costs_nothing(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(grown)
    data = json.loads((grown / CACHE).read_text("utf-8"))
    assert len(data["commits"]) == 3

    def refuse(*_: object) -> None:
        raise AssertionError("a commit was read again")

    monkeypatch.setattr(module, "_worked_out", refuse)
    assert read(grown) == before
    monkeypatch.undo()
    edit(grown, SLA, "value: 99", "value: 98")
    save(grown, "Again", "2026-08-01")
    seen: list[Sequence[object]] = []
    real = module._worked_out
    monkeypatch.setattr(module, "_worked_out", lambda *args: (seen.append(args[2]), real(*args))[1])
    assert len(read(grown).events) == 3
    assert [len(line) for line in seen] == [1]


@pytest.mark.parametrize("broken", ["", "{", '{"key": 1}', '{"key": "x", "commits": []}'])
def test_a_broken_cache_is_made_anew(grown: Path, broken: str) -> None:
    before = read(grown)
    (grown / CACHE).write_text(broken, "utf-8")
    assert read(grown) == before


def test_shallow_clone_invents_nothing(grown: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", grown.as_uri(), "shallow")
    found = read(tmp_path / "shallow")
    assert said(found) == [("2026-07-20", [STORE])]
    assert found.note.startswith(
        "This site was built from a shallow clone: nothing is known about the time up to 12 June"
    )
    git(tmp_path, "clone", "-q", "--depth", "1", grown.as_uri(), "flat")
    flat = read(tmp_path / "flat")
    assert flat.events == ()
    assert flat.note.startswith(
        "This site was built from a shallow clone: nothing is known about the time up to 20 July"
    )


def test_without_git(tmp_path: Path) -> None:
    assert read(tmp_path) == History(
        (), "This site was built without the history of its records, so what changed is not known here."
    )


def test_what_may_not_be_shown_is_not_told(grown: Path) -> None:
    """People are restricted, and the site is for everybody in the organisation."""
    edit(grown, "raci/people/emil.yaml", "Emil Brandt", "Emil Braun")
    edit(grown, "raci/roles/change-manager.yaml", "person: ada", "person: emil")
    edit(grown, "raci/roles/change-manager.yaml", "purpose: To", "purpose: Always to")
    save(grown, "Somebody else", "2026-08-01")
    text = json.dumps(said(read(grown)))
    assert "Change manager: the wording of" in text
    assert "Emil" not in text + (grown / CACHE).read_text("utf-8")
    everything = json.dumps(said(history(grown, Settings(classification="restricted"), AS_OF)))
    assert "Emil Braun holds Change manager" in everything


def test_what_became_restricted_is_no_longer_told(grown: Path) -> None:
    path = "catalogue/services/archive.yaml"
    (grown / path).write_text((grown / path).read_text("utf-8") + "classification: confidential\n", "utf-8")
    edit(
        grown,
        "catalogue/services/email.yaml",
        "- service: mail-platform",
        "- service: mail-platform\n  - service: archive",
    )
    model = load(grown, AS_OF)
    site = content_of(model, (), grown).site
    told = [one.sentence for event in site.history.events for one in event.changes]
    assert told == [LESS]
    assert [one.sentence for event in read(grown).events for one in event.changes] == [STORE, LESS]
