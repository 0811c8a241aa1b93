"""What a change means, case by case: (before, after, sentences).

A case in tests/changes/*.txt changes the small repository in tests/changes/_base:

    ## What happens                       heading of the case
    @ catalogue/services/email.yaml       the file that changes
    - criticality: tier-1                 text that is there before (exactly once) …
    + criticality: tier-2                 … and what stands there after; without `-` it is added at the end
    @ raci/people/ada.yaml gone           a file that goes away
    @ raci/roles/a.yaml -> raci/roles/b.yaml
    = notable fields: Email: …            what must be told, in this order, and nothing else
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.examples import tree

from skms import changes as package
from skms.changes import LEVELS, Change, at_least, changes, worst
from skms.changes.fields import differences
from skms.judge import judge
from skms.kinds import load_kinds, nodes
from skms.meaning import meaning
from skms.model import Model
from skms.pipeline import model_of
from skms.texts import read_folder

HERE = Path(__file__).resolve().parent / "changes"
ROOT = HERE.parent.parent
AS_OF = date(2026, 7, 1)
BASE = tree(HERE / "_base")


@dataclass(frozen=True)
class Case:
    """One case: the files after the change, and what is told about it."""

    name: str
    after: dict[str, str]
    told: list[str]


def cases() -> list[Case]:
    """Every case of every file."""
    found = []
    for path in sorted(HERE.glob("*.txt")):
        for block in re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, body = block.partition("\n")
            found.append(_case(f"{path.stem}: {title}", body))
    return found


def _case(name: str, body: str) -> Case:
    files, told = dict(BASE), []
    path, old, new = "", [], []

    def apply() -> None:
        if not (old or new):
            return
        before, after = "".join(f"{line}\n" for line in old), "".join(f"{line}\n" for line in new)
        if old:
            assert files[path].count(before) == 1, f"{name}: {before!r} must stand in {path} exactly once"
            files[path] = files[path].replace(before, after)
        else:
            files[path] = files.get(path, "") + after
        old.clear()
        new.clear()

    for line in body.splitlines():
        sign, text = line[:1], line[2:]
        if sign != "+" and not (sign == "-" and not new):
            apply()
        if sign == "@" and " -> " in text:
            source, target = text.split(" -> ")
            files[target] = files.pop(source)
            path = target
        elif sign == "@":
            path, _, gone = text.partition(" ")
            if gone:
                files.pop(path)
        elif sign in "-+" and line:
            (old if sign == "-" else new).append(text)
        elif sign == "=":
            told.append(text)
        else:
            assert not line.strip(), f"{name}: what is {line!r}?"
    apply()
    return Case(name, files, told)


CASES = cases()


def said(found: tuple[Change, ...]) -> list[str]:
    return [f"{one.level} {one.aspect}: {one.sentence}" for one in found]


@pytest.fixture(scope="module")
def base() -> Model:
    return model_of(BASE, AS_OF)


def test_the_base_can_be_read(base: Model) -> None:
    assert [record.name for record in base.everything if not record.valid] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, base: Model) -> None:
    after = model_of(case.after, AS_OF)
    found = changes(base, after)
    assert said(found) == case.told
    for one in found:
        text = after.texts.get(one.file)
        assert not one.file or (isinstance(text, str) and 1 <= one.line <= len(text.splitlines()))
    # And nothing is told of a change that is taken back.
    assert changes(after, after) == ()


def after(**edits: tuple[str, str]) -> Model:
    """The base with one replacement a file; `__` stands for `/` in its path."""
    files = dict(BASE)
    for path, (old, new) in edits.items():
        place = path.replace("__", "/").replace("_", "-") + ".yaml"
        assert old in files[place]
        files[place] = files[place].replace(old, new)
    return model_of(files, AS_OF)


def test_of_what_is_not_in_force_nothing_is_breaking() -> None:
    files = {
        path: text.replace("status: active", "status: draft") if "hosting-uc" in path else text
        for path, text in BASE.items()
    }
    lower = {path: text.replace("value: 99.9", "value: 99.1") for path, text in files.items()}
    assert said(changes(model_of(files, AS_OF), model_of(lower, AS_OF))) == [
        "notable promises: Availability that Hosting Company promises for Mail platform falls from 99.9 % to 99.1 %."
    ]


def told_of_findings(before: Model, later: Model) -> list[str]:
    found = changes(before, later, (judge(before), judge(later)))
    return [one for one in said(found) if " findings: " in one]


def test_findings_appear_and_disappear(base: Model) -> None:
    broken = after(catalogue__services__archive=("owner: service-owner", "owner: nobody"))
    new = told_of_findings(base, broken)
    assert new == ["breaking findings: New error GEN006 (dangling reference): There is no role 'nobody'."]
    gone = told_of_findings(broken, base)
    assert gone == ["notable findings: Error GEN006 (dangling reference) is gone: There is no role 'nobody'."]


def test_findings_that_move_are_the_same(base: Model) -> None:
    moved = after(catalogue__services__archive=("kind: service\n", "\n\n# Moved\nkind: service\n"))
    assert judge(moved) != judge(base)
    assert told_of_findings(base, moved) == []


def test_findings_follow_a_rename(base: Model) -> None:
    files = dict(BASE)
    files["catalogue/services/store.yaml"] = (
        files.pop("catalogue/services/archive.yaml") + "aliases: [archive]\n"
    )
    assert [one.file for one in judge(base) if one.file.endswith("archive.yaml")]
    assert told_of_findings(base, model_of(files, AS_OF)) == []


def test_levels(base: Model) -> None:
    found = changes(base, after(catalogue__services__email=("tags: [mail]", "tags: [post]")))
    assert worst(found) == "editorial"
    assert worst(()) is None
    assert [at_least(found, level) for level in LEVELS] == [False, False, True]


def test_every_aspect_takes_fields_that_exist() -> None:
    """And no two aspects take the same field of the same kind."""
    kinds = load_kinds()
    patterns = {name: {route for route, _ in nodes(kind.schema)} for name, kind in kinds.items()}
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for aspect, module in package.modules().items():
        for kind, taken in module.TAKES.items():
            for pattern in taken:
                assert any(pattern in patterns[name] for name in (kinds if kind == "*" else [kind])), (
                    aspect,
                    pattern,
                )
                assert (kind, pattern) not in seen, (aspect, pattern, seen[kind, pattern])
                seen[kind, pattern] = aspect


def test_every_aspect_is_tried() -> None:
    tried = {sentence.split()[1].rstrip(":") for case in CASES for sentence in case.told}
    assert set(package.modules()) - {"findings"} <= tried


def test_nothing_differs_from_itself() -> None:
    model = model_of(read_folder(ROOT), date(2026, 11, 22))
    findings = judge(model)
    assert len(model.everything) > 200
    assert changes(model, model, (findings, findings)) == ()
    for record in model.records.values():
        if record.valid:
            data = meaning(model, record).data
            assert differences(model.kinds[record.kind].schema, data, data) == ()


EXAMPLES = {
    path: text for path, text in read_folder(ROOT).items() if isinstance(text, str) and path.endswith(".yaml")
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(EXAMPLES)), st.data())
def test_any_change_is_told_or_means_nothing(path: str, data: st.DataObject) -> None:
    """A line of any record taken out or put twice: nothing crashes, places lie in the file, and what is taken back is
    told again the other way round."""
    lines = EXAMPLES[path].splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    other = "".join(lines[:at] + data.draw(st.sampled_from([[], [lines[at]] * 2])) + lines[at + 1 :])
    base, later = (model_of({path: text}, AS_OF) for text in (EXAMPLES[path], other))
    there, back = changes(base, later), changes(later, base)
    assert changes(later, later) == ()
    assert bool(there) == bool(back)
    for one in there:
        assert one.sentence.endswith((".", "”", "…"))
        assert "  " not in one.sentence
        assert not one.file or 1 <= one.line <= len(other.splitlines())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(EXAMPLES)), st.randoms(use_true_random=False))
def test_layout_means_nothing(path: str, random: object) -> None:
    """Comments, blank lines and the order of the top-level fields."""
    blocks = re.split(r"^(?=[a-z_]+:)", EXAMPLES[path], flags=re.MULTILINE)
    head, fields = blocks[0], [block if block.endswith("\n") else f"{block}\n" for block in blocks[1:]]
    random.shuffle(fields)  # type: ignore[attr-defined]
    other = head + "# Put in another order\n" + "\n".join(fields)
    base, later = (model_of({path: text}, AS_OF) for text in (EXAMPLES[path], other))
    assert changes(base, later) == ()
