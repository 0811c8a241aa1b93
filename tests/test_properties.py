"""What holds for any input: nothing crashes, every finding lies inside its file, the order of files does not matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skms.findings import Finding
from skms.fit import fit
from skms.judge import judge
from skms.kinds import load_kinds
from skms.model import build
from skms.parse import Source, parse
from skms.pipeline import model_of
from skms.texts import ROOTS, Unreadable, decode

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 22)
KINDS = load_kinds()
SAMPLES = {
    kind.name: path.read_text("utf-8")
    for kind in KINDS.values()
    for path in sorted((ROOT / kind.folder).rglob("*.yaml"), key=lambda path: path.stat().st_size)[:1]
}

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Pieces that mean something to YAML, so that random text is often nearly right.
PIECES = st.sampled_from([
    "kind: ", "role", "service", "title", "\n", "\n  ", "\t", "- ", ": ", "{", "}", "[", "]", ", ", "?", "#", '"', "'",
    "&a ", "*a", "!!x ", "<<: ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.1\n", "no", "1e5", "0x1F", "null", "~", "é",
])  # fmt: skip
yamlish = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """A kind and a record of it with a few characters or lines put in, taken out or moved."""
    kind = draw(st.sampled_from(sorted(SAMPLES)))
    text = SAMPLES[kind]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 30)))
        text = text[:at] + draw(st.one_of(st.just(""), PIECES, st.text(max_size=3))) + text[end:]
    return kind, text


def assert_inside(findings: tuple[Finding, ...], texts: Mapping[str, str]) -> None:
    for finding in findings:
        for spot in (finding, *finding.related):
            lines = texts[spot.file].split("\n")
            assert 1 <= spot.line <= len(lines), spot
            assert 1 <= spot.column <= len(lines[spot.line - 1]) + 1, spot
        assert finding.message.strip()


@quick
@given(st.one_of(st.text(), yamlish))
def test_any_text_is_parsed_or_reported(text: str) -> None:
    source = parse("raci/roles/any.yaml", text)
    assert isinstance(source, Source)
    assert source.data is not None or source.hits


@quick
@given(st.binary())
def test_any_bytes_are_text_or_unreadable(content: bytes) -> None:
    text = decode(content)
    assert isinstance(text, Unreadable) or isinstance(parse("raci/roles/any.yaml", text), Source)


@quick
@given(damaged())
def test_findings_lie_inside_their_file(record: tuple[str, str]) -> None:
    kind, text = record
    path = f"{KINDS[kind].folder}/any.yaml"
    decoded = decode(text.encode("utf-8", "replace"))
    assert_inside(judge(model_of({path: decoded}, AS_OF)), {path: text.replace("\r\n", "\n")})


@quick
@given(st.permutations(sorted(SAMPLES)), damaged())
def test_the_order_of_files_does_not_matter(order: list[str], record: tuple[str, str]) -> None:
    kind, text = record
    files = {f"{KINDS[name].folder}/any.yaml": SAMPLES[name] for name in order}
    files[f"{KINDS[kind].folder}/any.yaml"] = decode(text.encode("utf-8", "replace"))
    assert judge(model_of(files, AS_OF)) == judge(model_of(dict(sorted(files.items())), AS_OF))


@pytest.mark.parametrize("top", ROOTS)
def test_the_example_is_read_from_every_root(top: str) -> None:
    assert any(KINDS[kind].folder.startswith(f"{top}/") for kind in SAMPLES)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_change_links_as_if_all_were_read_anew(organisation: Any, data: st.DataObject) -> None:
    """Records go, come under another name with or without the former one, and change what they name."""
    paths, fitted = sorted(organisation.fitted), dict(organisation.fitted)
    earlier = organisation.model
    for path in data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4, unique=True)):
        text, (old, _) = organisation.model.texts[path], fitted.pop(path)
        other = data.draw(st.sampled_from(paths)).rpartition("/")[2].removesuffix(".yaml")
        how = data.draw(st.sampled_from(["gone", "renamed", "aliased", "renaming", "other"]))
        if how == "renaming":
            text = text.replace(other, "no-such-record")
        if how == "aliased":
            text += f"\naliases: [{old.id}]\n"
        if how in ("renamed", "aliased"):
            path = path.replace(old.id, f"{old.id}-2")
        if how == "other":
            path = f"{path.rpartition('/')[0]}/{other}.yaml"
        if how != "gone":
            fitted[path] = fit(parse(path, text), KINDS, {})
        if data.draw(st.booleans()):
            earlier = build({}, fitted.values(), KINDS, earlier.settings, AS_OF, earlier=earlier)
    found = build({}, fitted.values(), KINDS, earlier.settings, AS_OF, earlier=earlier)
    anew = build({}, fitted.values(), KINDS, earlier.settings, AS_OF)
    assert found.outgoing == anew.outgoing
    assert found.incoming == anew.incoming
