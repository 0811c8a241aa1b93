"""The search index says the same, in the same bytes, however the file system lists the pages."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import shutil
import subprocess
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import cbor2
import pytest
from pagefind_bin import get_executable

from skms.site import search, settle

WORDS = "accountable service desk zieliński zielinski Siân sian hours telephone reset password 24 naïve owner".split()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Pagefind makes of two hundred pages with filters, as it makes it."""
    site, chance = tmp_path_factory.mktemp("site"), random.Random(7)
    for number in range(200):
        text = " ".join(chance.choices(WORDS, k=40))
        kind = chance.choice(("Service", "Role", "Team"))
        page = site / f"p{number}" / "index.html"
        page.parent.mkdir()
        page.write_text(
            f"<html><body><main data-pagefind-body><h1>Page {number}</h1><p>{text}</p></main>"
            f'<span data-pagefind-filter="kind">{kind}</span></body></html>'
        )
    command = [str(get_executable()), "--site", str(site), "--force-language", "en", "--silent"]
    subprocess.run(command, check=True)
    return site / "pagefind"


def load(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes())[len(settle.MARK) :])


def store(path: Path, content: Any) -> None:
    path.write_bytes(gzip.compress(settle.MARK + cbor2.dumps(content)))


def meta_of(folder: Path) -> Path:
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    return folder / f"pagefind.{entry['languages']['en']['hash']}.pf_meta"


def said(folder: Path) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """What an index says: places of words and variants by page, pages of filters; pages by what they say."""
    _, pages, chunks, filters, _, _ = load(meta_of(folder))
    names = [name for name, _ in pages]
    words: dict[Any, Any] = {}
    for _, _, file in chunks:
        for word, found, variants in load(folder / "index" / f"{file}.pf_index")[0]:
            for form, listed in [(word, found), *variants]:
                numbers = accumulate(page[0] for page in listed)
                words[word, form] = {
                    names[number]: page[1:] for number, page in zip(numbers, listed, strict=True)
                }
    values = {}
    for _, file in filters:
        title, listed = load(folder / "filter" / f"{file}.pf_filter")
        values |= {(title, value): {names[page] for page in found} for value, found in listed}
    return words, values


def listed_otherwise(folder: Path, seed: int) -> None:
    """Number the pages anew, as Pagefind does where another file system lists them in another order."""
    path = meta_of(folder)
    meta = load(path)
    order = list(range(len(meta[1])))
    random.Random(seed).shuffle(order)
    meta[1] = [page for _, page in sorted(zip(order, meta[1], strict=True))]
    for _, _, file in meta[2]:
        content = load(folder / "index" / f"{file}.pf_index")
        for word in content[0]:
            for entry in (word, *word[2]):
                numbers = accumulate(page[0] for page in entry[1])
                moved = sorted([order[old], *page[1:]] for old, page in zip(numbers, entry[1], strict=True))
                steps = [two[0] - one[0] for one, two in pairwise([[0], *moved])]
                entry[1] = [[step, *page[1:]] for step, page in zip(steps, moved, strict=True)]
        store(folder / "index" / f"{file}.pf_index", content)
    for _, file in meta[3]:
        title, values = load(folder / "filter" / f"{file}.pf_filter")
        moved = [[value, [order[page] for page in pages]] for value, pages in reversed(values)]
        store(folder / "filter" / f"{file}.pf_filter", [title, moved])
    store(path, meta)


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_index_in_order_says_what_it_said(index: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(index, tmp_path / "index"))
    before = said(folder)
    assert ("zielinski", "zieliński") in before[0], "the pages have words in two spellings"
    settle.settle(folder)
    assert said(folder) == before
    assert tree(folder) != tree(index)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("parallel", [1, 10_000])
def test_the_order_of_pages_leaves_no_trace(
    index: Path, tmp_path: Path, seed: int, parallel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Path(shutil.copytree(index, tmp_path / "one"))
    other = Path(shutil.copytree(index, tmp_path / "other"))
    listed_otherwise(other, seed)
    assert said(other) == said(one)
    assert tree(other) != tree(one)
    settle.settle(one)
    monkeypatch.setattr(settle, "PARALLEL", parallel)
    settle.settle(other)
    assert tree(other) == tree(one)


def test_an_index_of_another_make_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pagefind-entry.json").write_text('{"languages": {"en": {"hash": "en_1"}}}')
    meta = tmp_path / "pagefind.en_1.pf_meta"
    meta.write_bytes(gzip.compress(b"something else"))
    with pytest.raises(settle.UnknownIndex, match="does not begin as an index"):
        settle.settle(tmp_path)
    store(meta, ["2.0.0", [], []])
    with pytest.raises(settle.UnknownIndex, match="is not made as it should be"):
        settle.settle(tmp_path)


def test_a_pagefind_that_fails_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "pagefind"
    broken.write_text("#!/bin/sh\necho something before\necho it is out of order\nexit 3\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: broken)
    with pytest.raises(search.SearchFailed, match=r"^Pagefind stopped: it is out of order$"):
        search.index(tmp_path, ())
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: tmp_path / "nowhere")
    with pytest.raises(search.SearchFailed, match=r"^Pagefind cannot be started: No such file"):
        search.index(tmp_path, ())
