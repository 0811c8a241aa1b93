"""From record files as they should be to changes on the disk; hand-made edits are found by fingerprints and kept.

For each map `.skms/imports/<map>.json` in the records repository remembers what was written, as SHA-256 of each file.
A file whose text has another fingerprint was edited; one that is gone was deleted; both are decisions, not mistakes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from skms.imports.finish import File
from skms.texts import ROOTS

FOLDER = ".skms/imports"
_KIND = re.compile(r"^kind:[ \t]*[\"']?([a-z-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one file."""

    action: str
    """`new`, `changed`, `unchanged`, `edited` (kept), `deleted` (left out), `moved` (kept), `gone` (no longer in the
    source, kept)."""
    file: File
    path: str

    @property
    def writes(self) -> bool:
        return self.action in ("new", "changed")


class CannotWrite(Exception):
    """A file cannot be written; the message is one plain sentence."""


def plan(files: Iterable[File], out: Path, map_name: str, *, overwrite: bool) -> tuple[Step, ...]:
    """Compare the files with what is there."""
    marks = fingerprints(out, map_name)
    there = _records(out)
    steps = [_step(file, out, marks, there, overwrite=overwrite) for file in files]
    planned = {step.file.path for step in steps}
    gone = [
        Step("gone", File(path, "", ""), path)
        for path in marks
        if path not in planned and (out / path).exists()
    ]
    return (*steps, *gone)


def _step(
    file: File, out: Path, marks: Mapping[str, str], there: Mapping[str, str], *, overwrite: bool
) -> Step:
    target = out / file.path
    if not target.is_file():
        moved = there.get(file.name)
        if moved is not None:
            return Step("moved", file, moved)
        if file.path in marks and not overwrite:
            return Step("deleted", file, file.path)
        return Step("new", file, file.path)
    present = target.read_bytes()
    if present == file.text.encode():
        return Step("unchanged", file, file.path)
    if overwrite or marks.get(file.path) == _fingerprint(present):
        return Step("changed", file, file.path)
    return Step("edited", file, file.path)


def _records(out: Path) -> dict[str, str]:
    """Records that lie anywhere under the roots, by name: files may be moved into folders."""
    found: dict[str, str] = {}
    for path in sorted(path for root in ROOTS for path in (out / root).rglob("*.y*ml") if path.is_file()):
        kind = _KIND.search(path.read_text("utf-8", "replace"))
        if kind:
            found.setdefault(f"{kind[1]}/{path.stem}", path.relative_to(out).as_posix())
    return found


def fingerprints(out: Path, map_name: str) -> dict[str, str]:
    """What the last import with this map wrote: path → SHA-256."""
    path = out / FOLDER / f"{map_name}.json"
    try:
        data = json.loads(path.read_text("utf-8"))
        return {str(name): str(mark) for name, mark in data["files"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise CannotWrite(
            f"{path} is damaged. Restore it, or delete it: files then count as edited by hand."
        ) from error


def apply(steps: Iterable[Step], out: Path, map_name: str, sources: Iterable[str]) -> None:
    """Write what is new or changed, each file whole or not at all, and remember sources and fingerprints."""
    steps = tuple(steps)
    marks = fingerprints(out, map_name)
    for step in steps:
        if step.writes:
            write_whole(out, step.path, step.file.text)
        if step.writes or step.action == "unchanged":
            marks[step.path] = _fingerprint(step.file.text.encode())
    data = {"version": 1, "map": map_name, "sources": sorted(sources), "files": dict(sorted(marks.items()))}
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    path = f"{FOLDER}/{map_name}.json"
    if not (out / path).is_file() or (out / path).read_text("utf-8") != text:
        write_whole(out, path, text)


def write_whole(out: Path, path: str, text: str) -> None:
    """Put a file in place in one step. Nothing outside `out` is touched: no symbolic link is followed out of it."""
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(out.resolve()) or target.is_symlink():
        raise CannotWrite(f"{path} leads out of {out} through a symbolic link.")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise CannotWrite(f"{target} cannot be written: {error.strerror}.") from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
