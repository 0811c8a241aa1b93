"""`skms fmt`: the same meaning in one layout, and nothing to do the second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skms import cli
from skms.edits.slots import comments, slots
from skms.edits.steps import Refused, same
from skms.edits.tidy import tidy
from skms.edits.writing import flow
from skms.kinds import load_kinds
from skms.model import Model
from skms.parse import parse

UNTIDY = """\


# The desk   
kind:   team   


title: "Desk"  # as said
rows:
- activity: a
  note: >-
          Folded text
          goes on.

            Indented.
  # about the assignment
  assign:   {lead: A,
     desk: R}
-    activity: b
     assign:
           lead: R
     # the end of the item

-  - nested
   - list
quoted: "one
     two"   
literal: |
    kept   

    as it is
# The end
"""  # noqa: W291
TIDY = """\
# The desk
kind:   team

title: "Desk"  # as said
rows:
  - activity: a
    note: >-
      Folded text
      goes on.

        Indented.
    # about the assignment
    assign:   {lead: A,
       desk: R}
  - activity: b
    assign:
      lead: R
    # the end of the item

  - - nested
    - list
quoted: "one
     two"
literal: |
  kept   

  as it is
# The end
"""  # noqa: W291


def test_the_layout() -> None:
    assert tidy("a.yaml", UNTIDY) == TIDY
    assert tidy("a.yaml", TIDY) == TIDY


def test_the_example_is_laid_out_already(example: Model) -> None:
    for path, text in example.texts.items():
        if path.startswith(("catalogue/services", "policies/processes", "raci/roles")):
            assert tidy(path, text) == text, path


PLAIN = st.sampled_from(
    ["a", "two words", "2026-01-01", "12M", "x/y#z", "it's", "# no", "a: b", "", "ja, nein", "- x"]
)
TEXTS = st.lists(
    st.sampled_from(["word", "and more", "  deep", "", "- x", "# y", "k: v"]), min_size=1, max_size=4
)
KEYS = st.from_regex(r"\A[a-z]{1,5}\Z")


@st.composite
def layouts(draw: st.DrawFn, column: int = 0, depth: int = 3) -> list[str]:
    """The lines of a group of fields, indented and commented by somebody who does as they please."""
    lines: list[str] = []
    for key in draw(st.lists(KEYS, min_size=1, max_size=3, unique=True)):
        lines += draw(st.lists(st.sampled_from(["", "   ", " " * column + "# note"]), max_size=2))
        lines += [" " * column + line if line.strip() else line for line in draw(values(key, column, depth))]
    return lines


@st.composite
def values(draw: st.DrawFn, key: str, column: int, depth: int) -> list[str]:
    """The lines of one field; those after the first hold their own indent beyond `column`."""
    deeper = draw(st.integers(1, 5))
    tail = draw(st.sampled_from(["", "  ", "  # why"]))
    match draw(
        st.sampled_from(["scalar", "flow", "text", "group", "list", "items"] if depth else ["scalar", "flow"])
    ):
        case "scalar":
            return [f"{key}:{' ' * draw(st.integers(1, 3))}{flow(draw(PLAIN))}{tail}"]
        case "flow":
            return [f"{key}: [{flow(draw(PLAIN), True)},", " " * deeper + f"{flow(draw(PLAIN), True)}]{tail}"]
        case "text":
            rows = draw(TEXTS)
            first = next((row for row in rows if row), "word")
            rows = rows if not first.startswith(" ") and rows[0] else ["word", *rows]
            return [
                f"{key}: {draw(st.sampled_from(['>', '|', '>-', '|-']))}",
                *(" " * deeper + row for row in rows),
            ]
        case "group":
            below = draw(layouts(0, depth - 1))
            return [f"{key}:{tail}", *(" " * deeper + row if row.strip() else row for row in below)]
        case "list":
            at = " " * draw(st.integers(0, 4))
            return [
                f"{key}:{tail}",
                *(f"{at}-{' ' * draw(st.integers(1, 3))}{flow(draw(PLAIN))}" for _ in range(2)),
            ]
        case _:
            dash, gap = draw(st.integers(0, 4)), draw(st.integers(1, 4))
            first, *rest = [
                row for row in draw(layouts(0, depth - 1)) if not row.startswith("#") and row.strip()
            ]
            pad = " " * (dash + 1 + gap)
            return [f"{key}:{tail}", f"{' ' * dash}-{' ' * gap}{first}", *(pad + row for row in rest)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(layouts())
def test_meaning_and_comments_stay_and_the_second_time_does_nothing(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    source = parse("a.yaml", text)
    if source.hits or source.data is None:
        return
    after = tidy("a.yaml", text)
    assert same(parse("a.yaml", after).data, source.data)
    assert sorted(comments(after, slots(after))) == sorted(comments(text, slots(text)))
    assert tidy("a.yaml", after) == after


def test_fields_go_into_the_order_of_the_schema_with_their_comments() -> None:
    text = "# The desk\nstatus: active\n# What it is called\ntitle: Desk\nkind: team  # yes\ncustom: {a: 1}\n# End\n"
    order = list(load_kinds()["team"].schema["properties"])
    after = tidy("a.yaml", text, order)
    assert (
        after
        == "# The desk\nkind: team  # yes\n# What it is called\ntitle: Desk\nstatus: active\ncustom: {a: 1}\n# End\n"
    )
    assert tidy("a.yaml", after, order) == after


@pytest.mark.parametrize("text", ["a: [1\n", "a: 1\na: 2\n", "kind: team\n  title: x\n", ""])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        tidy("a.yaml", text)


def test_the_command(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "skms.yml").write_text("name: Test\n")
    folder = tmp_path / "raci/teams"
    folder.mkdir(parents=True)
    (folder / "desk.yaml").write_bytes(b"kind: team\r\ntitle: Desk  \r\n")
    (folder / "net.yaml").write_text("kind: team\ntitle: Net\n")
    broken = folder / "broken.yaml"
    broken.write_text("kind: [team\n")
    args = ["fmt", "--root", str(tmp_path)]

    assert cli.run([*args, "--check", str(folder / "net.yaml")]) == 0
    capsys.readouterr()
    assert cli.run([*args, "--check"]) == 2
    said = capsys.readouterr()
    assert said.out == "raci/teams/desk.yaml\n"
    assert "raci/teams/broken.yaml cannot be read, so nothing was changed: " in said.err
    broken.unlink()
    assert cli.run([*args, "--check"]) == 1
    assert cli.run([*args, "--diff"]) == 0
    assert "-title: Desk  \n+title: Desk\n" in capsys.readouterr().out
    assert cli.run(args) == 0
    assert (folder / "desk.yaml").read_bytes() == b"kind: team\r\ntitle: Desk\r\n"
    assert cli.run([*args, "--check"]) == 0
    assert cli.run([*args, str(tmp_path / "skms.yml")]) == 2
