"""The one-way flow as one function: texts → sources → records → model."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skms.findings import Hit
from skms.fit import Record, fit
from skms.kinds import load_kinds
from skms.model import Model, build
from skms.parse import parse
from skms.settings import Settings, load_settings
from skms.texts import Texts, Unreadable, read_folder


def load(root: Path, as_of: date) -> Model:
    """Read the records below a root folder. SettingsError where `skms.yml` is missing or wrong."""
    settings = load_settings(root)
    return model_of(read_folder(root), as_of, settings)


def model_of(texts: Texts, as_of: date, settings: Settings | None = None) -> Model:
    """The model of `{path: text}`, wherever the texts come from."""
    return reading(texts, as_of, settings).model


@dataclass(frozen=True)
class Reading:
    """A model, and each of its files as it was read."""

    model: Model
    fitted: Mapping[str, tuple[Record, tuple[Hit, ...]]]


def reading(
    texts: Texts, as_of: date, settings: Settings | None = None, before: Reading | None = None
) -> Reading:
    """The model of `{path: text}`. Files that are as they were `before` are not read again; the result is the same."""
    kinds = load_kinds()
    with no_garbage_collection():
        bodies = {
            path: text for path, text in texts.items() if path.endswith(".md") and isinstance(text, str)
        }
        strays = tuple(
            hit for path, text in texts.items() if path.endswith(".md") and isinstance(text, Unreadable)
            for hit in parse(path, text).hits
        )  # fmt: skip
        fitted = {
            path: before.fitted[path]
            if before and _unchanged(path, texts, before)
            else fit(parse(path, text), kinds, bodies)
            for path, text in sorted(texts.items())
            if not path.endswith(".md")
        }
        earlier = before.model if before else None
        model = build(texts, fitted.values(), kinds, settings or Settings(), as_of, strays, earlier)
    return Reading(model, fitted)


def _unchanged(path: str, texts: Texts, before: Reading) -> bool:
    """Whether a file and the text beside it are as they were."""
    body = f"{path.rpartition('.')[0]}.md"
    old = before.model.texts
    return path in old and old[path] == texts[path] and old.get(body) == texts.get(body)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Pause the cycle collector: millions of small values are made here and none of them in a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
