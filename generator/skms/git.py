"""What Git knows: commits, the files they change, and their contents. Nothing is written, and no network is used.

Paths are relative to the folder asked about, wherever it lies in its repository.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SHALLOW = "The clone is shallow: fetch the whole history (in GitHub's checkout: `fetch-depth: 0`)."
SHORT = 10
"""Characters of a commit's name that are shown."""
LINK = "120000"
"""Mode of a symbolic link."""
NO_BLOB = "0" * 40


class GitUnavailable(Exception):
    """Git, the repository or the commit asked for is not there; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as a commit has it; without a blob it is gone."""

    path: str
    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the main line, and the files that differ from its first parent."""

    id: str
    at: str
    """When it was written, by the clock of its author: `2026-06-01T12:00:00+02:00`."""
    subject: str
    parents: tuple[str, ...]
    files: tuple[Entry, ...]

    @property
    def short(self) -> str:
        """Enough of its name to find it again."""
        return self.id[:SHORT]

    @property
    def day(self) -> date:
        """On which it was written, where its author was."""
        return date.fromisoformat(self.at[:10])


def run(root: Path, *args: str, stdin: bytes = b"") -> bytes:
    """The output of a Git command in a folder. Raises `GitUnavailable`."""
    import subprocess  # slow to import, and most commands ask nothing of Git

    try:
        done = subprocess.run(["git", "-C", str(root), *args], input=stdin, capture_output=True, check=False)
    except OSError as error:
        raise GitUnavailable("Git is not installed.") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitUnavailable(f"Git failed at `git {args[0]}`: {reason[0] if reason else 'no reason given'}")
    return done.stdout


def commit(root: Path, ref: str) -> str:
    """The full name of a commit. Raises `GitUnavailable`, which says what is missing."""
    require(root)
    try:
        wanted = f"{ref}^{{commit}}"
        return run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted).decode().strip()
    except GitUnavailable as error:
        hint = f" {SHALLOW}" if is_shallow(root) else ""
        raise GitUnavailable(f"There is no commit, branch or tag {ref!r}.{hint}") from error


def fork_point(root: Path, ref: str, head: str = "HEAD") -> str:
    """The commit at which a branch left another. Raises `GitUnavailable` with one plain sentence."""
    known = commit(root, ref), commit(root, head)
    try:
        return run(root, "merge-base", *known).decode().strip()
    except GitUnavailable as error:
        hint = f" {SHALLOW}" if is_shallow(root) else ""
        raise GitUnavailable(f"{ref!r} is no commit that this branch has come from.{hint}") from error


def require(root: Path) -> None:
    """Raise `GitUnavailable` where the folder belongs to no repository."""
    try:
        run(root, "rev-parse", "--git-dir")
    except GitUnavailable as error:
        if "not installed" in str(error) or "dubious ownership" in str(error):
            raise
        raise GitUnavailable(
            f"{root} is in no Git repository, so there is nothing to compare with."
        ) from error


def is_shallow(root: Path) -> bool:
    """Whether the clone was cut off, so that older commits are missing."""
    return b"true" in run(root, "rev-parse", "--is-shallow-repository")


def tree(root: Path, ref: str, folders: Iterable[str]) -> tuple[Entry, ...]:
    """The files below some folders as a commit has them, sorted by path."""
    rows = run(root, "ls-tree", "-rz", ref, "--", *folders).decode("utf-8", "replace")
    return tuple(sorted(map(_entry, filter(None, rows.split("\0"))), key=lambda entry: entry.path))


def _entry(row: str) -> Entry:
    meta, path = row.split("\t", 1)
    mode, _, blob = meta.split()
    return Entry(path, mode, blob)


def log(root: Path, ref: str, folders: Iterable[str], since: date, most: int) -> tuple[Commit, ...]:
    """The commits of the main line that touch some folders, the newest first: at most so many, none before a day.

    The main line follows first parents, so that a merged branch counts once, at its merge.
    """
    rows = run(
        root, "log", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--relative", "--no-abbrev",
        f"--max-count={most}", "--format=%x01%H%x02%aI%x02%P%x02%s%x02",
        "--end-of-options", ref, "--", *folders,
    ).decode("utf-8", "replace")  # fmt: skip
    found = map(_commit, filter(None, rows.split("\x01")))
    return tuple(one for one in found if one.day >= since)


def _commit(text: str) -> Commit:
    full, at, parents, subject, rest = text.split("\x02", 4)
    parts = [part for part in rest.replace("\n", "").split("\0") if part]
    return Commit(full, at, subject, tuple(parents.split()), tuple(_files(parts)))


def _files(parts: list[str]) -> Iterator[Entry]:
    for meta, path in zip(parts[::2], parts[1::2], strict=False):
        _, mode, _, blob, _ = meta.lstrip(":").split()
        yield Entry(path, mode, "" if blob == NO_BLOB else blob)


def blobs(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The contents of many files at once."""
    wanted = list(dict.fromkeys(names))
    output = run(root, "cat-file", "--batch", stdin="\n".join(wanted).encode()) if wanted else b""
    result, at = {}, 0
    for name in wanted:
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[2])
        result[name] = output[end + 1 : end + 1 + size]
        at = end + size + 2
    return result
