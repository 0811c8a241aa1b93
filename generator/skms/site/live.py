"""The records while somebody edits them: a change is a new snapshot, made from the one before.

Only changed files are parsed again. Findings follow later, because the rules look at all records.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from skms.fit import fit_all
from skms.judge import judge
from skms.kinds import load_kinds
from skms.model import build
from skms.parse import parse
from skms.pipeline import no_garbage_collection
from skms.settings import load_settings
from skms.site.content import content_of
from skms.texts import read_again, read_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from skms.findings import Finding
    from skms.model import Model
    from skms.parse import Source
    from skms.site.content import Content
    from skms.texts import Texts


@dataclass(frozen=True)
class Snapshot:
    """The records at one moment, and the site they make."""

    root: Path
    model: Model
    findings: tuple[Finding, ...]
    """Of this snapshot or, until `judged`, of the one before."""
    content: Content
    texts: Texts
    sources: Mapping[str, Source]


def snapshot(root: Path, as_of: date, address: str) -> Snapshot:
    """Read all records and check them. Raises `SettingsError`."""
    return judged(_snapshot(root, as_of, address, read_folder(root), None))


def after(before: Snapshot, changed: Iterable[str]) -> Snapshot:
    """Return the snapshot after a change of these record files, with the findings of the one before."""
    model = before.model
    texts = read_again(before.root, before.texts, changed)
    return _snapshot(before.root, model.as_of, model.settings.url, texts, before)


def judged(now: Snapshot, before_each: Callable[[], None] = lambda: None) -> Snapshot:
    """Return the snapshot with its own findings; what `before_each` raises before a rule ends the work."""
    findings = judge(now.model, before_each=before_each)
    content = content_of(now.model, findings, now.root, now.content.site.templates)
    return replace(now, findings=findings, content=content)


def _snapshot(root: Path, as_of: date, address: str, texts: Texts, before: Snapshot | None) -> Snapshot:
    """Link the records; files that are as they were `before` are not parsed again."""
    settings = replace(load_settings(root), url=address)
    kinds = load_kinds()
    with no_garbage_collection():
        sources = {
            path: before.sources[path] if before and before.texts.get(path) == text else parse(path, text)
            for path, text in sorted(texts.items())
            if not path.endswith(".md")
        }
        bodies = {
            path: text for path, text in texts.items() if path.endswith(".md") and isinstance(text, str)
        }
        fitted = fit_all(sources.values(), kinds, bodies)
        model = build(texts, fitted, kinds, settings, as_of, earlier=before.model if before else None)
    findings = before.findings if before else ()
    content = content_of(model, findings, root, before.content.site.templates if before else None)
    return Snapshot(root, model, findings, content, texts, sources)
