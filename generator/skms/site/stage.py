"""A folder that is replaced as a whole: what is new is made beside it and changes places with it in one step.

Whoever reads the folder meanwhile sees all of the old or all of the new; a build that fails or is killed leaves the old
one as it was. Everything on the way lies in a folder `.skms` beside the output.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = ".skms"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


class Busy(Exception):
    """Another build writes the same site."""


class NotASite(Exception):
    """The output folder holds something that no build has made."""


@contextmanager
def stage(output: Path, marks: tuple[str, ...] = ("index.html", "404.html")) -> Iterator[Path]:
    """Give an empty folder to write to; when nothing was raised, it takes the place of `output`.

    Raises `Busy` and `NotASite` before anything is written; what has all the names in `marks` may be replaced.
    """
    _refuse_others(output, marks)
    beside = workshop(output)
    beside.mkdir(parents=True, exist_ok=True)
    with _locked(beside / "lock", output):
        _repair(output, beside)
        new = beside / "new"
        new.mkdir()
        try:
            yield new
            _replace(output, new, beside / "old")
        finally:
            for rest in (new, beside / "old"):
                shutil.rmtree(rest, ignore_errors=True)


def workshop(output: Path) -> Path:
    """Return the folder for everything that is not published."""
    return output.parent / FOLDER / output.name


def _refuse_others(output: Path, marks: tuple[str, ...]) -> None:
    """Never replace what is no site: a mistyped output folder must not cost anybody's files."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise NotASite(f"{output} is not a folder.")
    names = {path.name for path in output.iterdir()} if output.is_dir() else set()
    if names and not names.issuperset(marks):
        raise NotASite(
            f"{output} holds files that are not a site; name another folder with --out, or empty it."
        )


@contextmanager
def _locked(path: Path, output: Path) -> Iterator[None]:
    """Hold a lock that ends with this process and its children, however they end."""
    with path.open("a+b") as stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            raise Busy(f"Another build is writing {output}; wait until it has ended.") from error
        yield


def _lock(number: int) -> None:
    """Lock an open file, or raise OSError at once."""
    try:
        import fcntl
    except ImportError:
        import msvcrt  # Windows

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _repair(output: Path, beside: Path) -> None:
    """Clean up after a build that was killed."""
    old = beside / "old"
    if old.exists() and not output.exists():
        old.rename(output)
    for rest in (beside / "new", old):
        if rest.exists():
            shutil.rmtree(rest)


def _replace(output: Path, new: Path, old: Path) -> None:
    """Put `new` in the place of `output`; afterwards the previous folder lies somewhere else in the workshop."""
    if not output.exists():
        new.rename(output)
    elif not _exchange(new, output):
        # Only where the system cannot do it in one step; `_repair` knows the state in between.
        output.rename(old)
        new.rename(output)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system has no such call."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
