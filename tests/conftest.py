"""What several tests share: the example organisation, read once, on a fixed date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from skms.findings import Hit
from skms.fit import Record, fit
from skms.kinds import load_kinds
from skms.model import Model, build
from skms.parse import parse
from skms.pipeline import load, no_garbage_collection
from skms.settings import load_settings
from skms.texts import read_folder

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 22)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden files instead of comparing them")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def as_of() -> date:
    """The date on which the example organisation is looked at."""
    return AS_OF


@pytest.fixture(scope="session")
def example() -> Model:
    """The example organisation."""
    return load(ROOT, AS_OF)


@dataclass(frozen=True)
class Organisation:
    """The example organisation, fitted file by file, so that one changed file costs one file."""

    model: Model
    fitted: Mapping[str, tuple[Record, tuple[Hit, ...]]]

    def with_files(self, changes: Mapping[str, str | None]) -> Model:
        """Return the model with some files changed, added, or (None) taken away."""
        fitted, texts = dict(self.fitted), dict(self.model.texts)
        for path, text in changes.items():
            fitted.pop(path, None)
            texts.pop(path, None)
            if text is not None:
                texts[path] = text
                fitted[path] = fit(parse(path, text), self.model.kinds, _bodies(texts))
        old = self.model
        with no_garbage_collection():
            return build(
                dict(sorted(texts.items())), fitted.values(), old.kinds, old.settings, old.as_of, earlier=old
            )


def _bodies(texts: Mapping[str, object]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if path.endswith(".md") and isinstance(text, str)}


@pytest.fixture(scope="session")
def organisation(as_of: date) -> Organisation:
    """The example organisation, ready to be broken."""
    texts, kinds = read_folder(ROOT), load_kinds()
    with no_garbage_collection():
        records = (path for path in texts if not path.endswith(".md"))
        fitted = {path: fit(parse(path, texts[path]), kinds, _bodies(texts)) for path in records}
    return Organisation(build(texts, fitted.values(), kinds, load_settings(ROOT), as_of), fitted)
