"""Edits keep files as people wrote them: only what must change does, and nothing is left half-written."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skms.edits import apply
from skms.edits.slots import comments, slots
from skms.edits.steps import Drop, Put, Refused, Rekey, Relink, Step, same
from skms.edits.surgery import edited
from skms.edits.writing import block, flow, restyled
from skms.parse import parse

TEXT = """\
# The whole record
title: Desk   # as staff say
description: >-  # shown in lists
  One text that
  goes on.

# Who
owner: 'desk-lead'
kept: {id: first, list: [1, two], "quoted": 'yes'}  # on one line
rows:
  - activity: a
    assign: {lead: A, team/x: R}
  # the second
  - activity: b
    assign:
      lead: R

# The end
empty:
plain: goes
  on
"""


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came, in order."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


@pytest.mark.parametrize(
    ("step", "gone", "come"),
    [
        (Put(("title",), "Help desk"), ["title: Desk   # as staff say"], ["title: Help desk   # as staff say"]),
        (Put(("title",), "Desk: help"), ["title: Desk   # as staff say"], ['title: "Desk: help"   # as staff say']),
        (Put(("owner",), "it's"), ["owner: 'desk-lead'"], ["owner: 'it''s'"]),
        (Put(("description",), "One text."), ["  One text that", "  goes on."], ["  One text."]),
        (Put(("kept", "id"), "a, b"), None, ['kept: {id: "a, b", list: [1, two], "quoted": \'yes\'}  # on one line']),
        (Put(("kept", "list", 2), 3), None, ["kept: {id: first, list: [1, two, 3], \"quoted\": 'yes'}  # on one line"]),
        (Put(("kept", "new"), True), None,
         ["kept: {id: first, list: [1, two], \"quoted\": 'yes', new: true}  # on one line"]),
        (Drop(("kept", "list")), None, ["kept: {id: first, \"quoted\": 'yes'}  # on one line"]),
        (Drop(("kept", "quoted")), None, ["kept: {id: first, list: [1, two]}  # on one line"]),
        (Rekey(("rows", 0, "assign", "team/x"), "team/y"), ["    assign: {lead: A, team/x: R}"],
         ["    assign: {lead: A, team/y: R}"]),
        (Rekey(("rows", 1, "assign", "lead"), "head"), ["      lead: R"], ["      head: R"]),
        (Put(("rows", 2), {"activity": "c", "assign": {"lead": "A"}}), [],
         ["  - activity: c", "    assign: {lead: A}"]),
        (Put(("rows", 0, "title"), "Row"), [], ["    title: Row"]),
        (Put(("rows", 0, "id"), "x", ("id", "activity")), ["  - activity: a"], ["  - id: x", "    activity: a"]),
        (Drop(("rows", 1, "activity")), ["  - activity: b", "    assign:"], ["  - assign:"]),
        (Drop(("rows", 0)), ["  - activity: a", "    assign: {lead: A, team/x: R}"], []),
        (Put(("empty",), "full"), ["empty:"], ["empty: full"]),
        (Put(("empty",), {"a": {"b": 1}}), [], ["  a: {b: 1}"]),
        (Drop(("plain",)), ["plain: goes", "  on"], []),
        (Put(("more",), ["x"], ("title", "more", "owner")), [], ["more: [x]"]),
    ],
)  # fmt: skip
def test_a_step_changes_only_its_own_lines(step: Step, gone: list[str] | None, come: list[str]) -> None:
    old, new = lines(TEXT, edited("a.yaml", TEXT, [step]))
    assert new == come
    assert gone is None or old == gone


def test_steps_of_several_sorts_go_together() -> None:
    steps: list[Step] = [
        Put(("owner",), "x"),
        Rekey(("rows",), "lines"),
        Drop(("lines", 0)),
        Put(("lines", 1), {"activity": "c"}),
    ]
    data = parse("a.yaml", edited("a.yaml", TEXT, steps)).data
    assert data is not None
    assert [row["activity"] for row in data["lines"]] == ["b", "c"]
    assert data["owner"] == "x"


@pytest.mark.parametrize(
    "step",
    [
        Drop(("title",)), Put(("rows",), [{"activity": "z"}]), Rekey(("rows", 0, "assign", "lead"), "team/x"),
        Drop(("no",)),
    ],
)  # fmt: skip
def test_what_would_lose_a_comment_or_a_value_is_refused(step: Step) -> None:
    with pytest.raises((Refused, KeyError)):
        edited("a.yaml", TEXT, [step])


@pytest.mark.parametrize("text", ["a: [1", "a: 1\na: 2\n", "- 1\n", "a: &x 1\n", "\t- a", ""])
def test_a_file_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"a\.yaml cannot be read"):
        edited("a.yaml", text, [Put(("a",), 2)])


def test_links_in_prose_follow_without_a_new_line_break() -> None:
    text = (
        "body: |\n  See [mail](service/email#help) and\n  [a](service/email-2) or <service/email>.\n"
        "\n  [ref]: service/email\n"
    )
    after = edited("a.yaml", text, [Relink(("body",), "service/email", "service/post")])
    assert after == text.replace("(service/email#", "(service/post#").replace(
        ": service/email\n", ": service/post\n"
    )


SCALARS = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=("Cc", "Cs")), max_size=30),
    st.text("ab \n:#-'\"{},", max_size=20), st.integers(-999, 999), st.booleans(),
    st.sampled_from(["no", "2026-01-01", "12M", "08:00", "1.10", "null", "~", "a: b", "# x", "- x", "service/x#y"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"\A[a-z_]{1,8}\Z"), inner, max_size=3)
    ),
    max_leaves=6,
)
ROUTES = st.sampled_from([route for route in slots(TEXT) if route])


@settings(max_examples=300, deadline=None)
@given(ROUTES, VALUES)
def test_whatever_is_put_anywhere_reads_back_or_is_refused(route: tuple[str | int, ...], value: Any) -> None:
    try:
        after = edited("a.yaml", TEXT, [Put(route, value)])
    except Refused:
        return
    read: Any = parse("a.yaml", after).data
    for key in route:
        read = read[key]
    assert same(read, value)
    assert comments(after, slots(after)) == comments(TEXT, slots(TEXT))


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_every_value_can_be_written(value: Any) -> None:
    assert same(parse("a", f"k: {flow(value)}\n").data, {"k": value})
    first, *rest = block(value, 2)
    assert same(parse("a", "\n".join([f"k: {first}", *rest]) + "\n").data, {"k": value})
    if isinstance(value, str):
        for style in ("plain", "'", '"'):
            assert same(parse("a", f"k: {restyled(value, style, False)}\n").data, {"k": value})


def test_all_comments_are_found(example: Any) -> None:
    """A crude count by line on files without block texts or quotes finds the same."""
    checked = 0
    for text in example.texts.values():
        if "#" in text and not re.search(r"[|>\"'`]|\w#", text):
            checked += 1
            assert len(comments(text, slots(text))) == text.count("#")
    assert comments(TEXT, slots(TEXT)) == [
        "# The whole record", "# as staff say", "# shown in lists", "# Who", "# on one line", "# the second",
        "# The end",
    ]  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\nb: 2\r\nc: 3\r\n")
    (tmp_path / "b.yaml").write_bytes(b"a: 1\n")
    (tmp_path / "b.yaml").chmod(0o640)
    return tmp_path


READ = {"a.yaml": "a: 1\nb: 2\nc: 3\n", "b.yaml": "a: 1\n"}


def test_line_ends_and_rights_stay(files: Path) -> None:
    apply.write(files, READ, {"a.yaml": "a: 1\nx: 9\nc: 3\n", "b.yaml": "a: 2\n", "c.yaml": "new: 1\n"})
    assert tree(files) == {
        "a.yaml": b"a: 1\r\nx: 9\r\nc: 3\r\n", "b.yaml": b"a: 2\n", "c.yaml": b"new: 1\n",
    }  # fmt: skip
    assert stat.S_IMODE((files / "b.yaml").stat().st_mode) == 0o640


def test_a_file_changed_in_the_meantime_is_left_alone(files: Path) -> None:
    (files / "b.yaml").write_text("a: somebody else\n")
    before = tree(files)
    with pytest.raises(Refused, match=r"b\.yaml was changed in the meantime"):
        apply.write(files, READ, {"a.yaml": "a: 2\n", "b.yaml": "a: 2\n"})
    assert tree(files) == before


@pytest.mark.parametrize("call", range(4))
def test_nothing_is_half_written(files: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """The disk fails at any one of the writes or renames."""
    real, calls = Path.replace, [0]

    def replace(*args: Any) -> Any:
        calls[0] += 1
        if calls[0] == call + 1:
            raise OSError(28, "No space left on device", "x")
        return real(*args)

    monkeypatch.setattr(Path, "replace", replace)
    before = tree(files)
    edit = {"a.yaml": "a: 2\n", "b.yaml": None, "c.yaml": "new: 1\n", "d.yaml": "new: 2\n"}
    if call == 3:
        apply.write(files, READ, edit)
        assert set(tree(files)) == {"a.yaml", "c.yaml", "d.yaml"}
        return
    with pytest.raises(Refused, match="nothing was changed"):
        apply.write(files, READ, edit)
    assert tree(files) == before


def test_nothing_outside_the_records_is_written(files: Path) -> None:
    (files / "in").mkdir()
    shutil.copy(files / "b.yaml", files / "in" / "b.yaml")
    (files / "in" / "link.yaml").symlink_to(files / "b.yaml")
    for path in ("../b.yaml", "link.yaml"):
        with pytest.raises(Refused, match="outside"):
            apply.write(files / "in", {path: "a: 1\n"}, {path: "a: 2\n"})


def test_a_full_disk_is_said_and_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("title: One\n", "utf-8")

    def full(*_: object) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # names no file, as the system does

    monkeypatch.setattr(apply, "_temporary", full)
    with pytest.raises(Refused, match=r"^a\.yaml cannot be written \(No space left on device\)"):
        apply.write(tmp_path, {"a.yaml": "title: One\n"}, {"a.yaml": "title: Two\n"})
    assert (tmp_path / "a.yaml").read_text("utf-8") == "title: One\n"
