"""The one-way flow as one function: texts → sources → records → model."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from skms.fit import fit_all
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
    kinds = load_kinds()
    with no_garbage_collection():
        sources = [parse(path, text) for path, text in sorted(texts.items()) if not path.endswith(".md")]
        bodies = {
            path: text for path, text in texts.items() if path.endswith(".md") and isinstance(text, str)
        }
        strays = tuple(
            hit for path, text in texts.items() if path.endswith(".md") and isinstance(text, Unreadable)
            for hit in parse(path, text).hits
        )  # fmt: skip
        return build(texts, fit_all(sources, kinds, bodies), kinds, settings or Settings(), as_of, strays)


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
