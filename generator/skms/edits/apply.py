"""Edits put on disk: everything or nothing, in the line ends of each file; and the same edits as a diff."""

from __future__ import annotations

import difflib
import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from skms.edits.steps import Refused, Texts
from skms.texts import Texts as Read
from skms.texts import decode

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def changed(before: Read, edit: Texts) -> dict[str, str | None]:
    """The part of an edit that makes a difference."""
    return {path: text for path, text in edit.items() if before.get(path) != text}


def write(root: Path, before: Read, edit: Texts, moves: Mapping[str, str] | None = None) -> None:
    """Write all files of an edit below a folder. Refused, with nothing changed, where one of them cannot be written.

    `before` is what was read; a file that somebody has changed in the meantime is not written over. A file that moves
    (`{old path: new path}`) keeps its line ends.
    """
    old = {path: _now(root, path, before) for path in edit}
    came = {new: path for path, new in (moves or {}).items()}
    ready: dict[str, Path] = {}
    done: list[str] = []
    try:
        for path, text in edit.items():
            if text is not None:
                ready[path] = _temporary(root / path, _bytes(text, old.get(came.get(path, path))))
        for path in edit:
            done.append(path)
            if path in ready:
                ready[path].replace(root / path)
                del ready[path]
            else:
                (root / path).unlink()
    except OSError as error:
        _restore(root, {path: old[path] for path in done})
        raise Refused(
            f"{error.filename or path} cannot be written ({error.strerror}); nothing was changed."
        ) from error
    finally:
        for name in ready.values():
            with suppress(OSError):
                name.unlink()


def _now(root: Path, path: str, before: Read) -> bytes | None:
    """What the file holds now; Refused where that is not what was read."""
    place = root / path
    if not place.resolve().is_relative_to(root.resolve()) or place.is_symlink():
        raise Refused(f"{path} lies outside the records, or is a link; nothing was changed.")
    try:
        content = place.read_bytes() if place.exists() else None
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}); nothing was changed.") from error
    if content is None and path not in before:
        return None
    if content is None or decode(content) != before.get(path):
        raise Refused(f"{path} was changed in the meantime; nothing was written. Run the command again.")
    return content


def _temporary(place: Path, content: bytes) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix=".skms-", dir=place.parent)
    name = Path(made)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        name.chmod(stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666 & ~_umask())
    except OSError:
        name.unlink()
        raise
    return name


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _restore(root: Path, old: Mapping[str, bytes | None]) -> None:
    for path, content in old.items():
        with suppress(OSError):
            if content is None:
                (root / path).unlink(missing_ok=True)
            elif not (root / path).exists() or (root / path).read_bytes() != content:
                (root / path).write_bytes(content)


def _bytes(text: str, old: bytes | None) -> bytes:
    """The new text; lines that stay keep their ends, new ones get those of the file's first line."""
    if not old or b"\r\n" not in old:
        return text.encode()
    lines = _LINE.findall(old.decode("utf-8"))
    plain = [line.replace("\r\n", "\n") for line in lines]
    new = _LINE.findall(text)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    made = []
    for tag, start, stop, low, high in difflib.SequenceMatcher(
        None, plain, new, autojunk=False
    ).get_opcodes():
        made += lines[start:stop] if tag == "equal" else [line.replace("\n", end) for line in new[low:high]]
    return "".join(made).encode()


def diff(before: Read, edit: Texts, moves: Mapping[str, str] | None = None) -> Iterator[str]:
    """The edit as a unified diff, line by line. `moves` says which file becomes which: `{old path: new path}`."""
    came = {new: old for old, new in (moves or {}).items()}
    for path in sorted(edit):
        if path in (moves or {}):
            continue
        source = came.get(path, path)
        old, new = before.get(source), edit[path]
        first = f"a/{source}" if isinstance(old, str) else "/dev/null"
        second = f"b/{path}" if new is not None else "/dev/null"
        if source != path:
            yield f"rename from {source}"
            yield f"rename to {path}"
        was = old.splitlines() if isinstance(old, str) else []
        yield from difflib.unified_diff(was, (new or "").splitlines(), first, second, lineterm="")
