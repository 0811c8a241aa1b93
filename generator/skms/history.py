"""What changed and when: the commits of the main line, told by the same engine as `skms diff`.

Only what means something counts: layout does not, and one and the same change in very many records (a mass edit) is
told in one line and not held to be news of each record. What was told about a commit is kept in `.skms/history.json`,
so that history that has not grown costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from skms import git
from skms.audience import narrowed
from skms.changes import Change, changes
from skms.dates import long_date
from skms.model import Model
from skms.pipeline import reading
from skms.settings import Settings
from skms.texts import ROOTS, Texts, is_record, read_entries, read_git
from skms.words import plural

CACHE = ".skms/history.json"
VERSION = 1
MONTHS, COMMITS, MASS = 12, 200, 25


@dataclass(frozen=True, slots=True)
class Event:
    """One commit that changed what the records mean."""

    id: str
    at: str
    """When it was written, by the clock of its author: `2026-06-01T12:00:00+02:00`."""
    changes: tuple[Change, ...]
    """Without mass edits."""
    mass: tuple[str, ...] = ()
    """Sentences about mass edits."""

    @property
    def short(self) -> str:
        """Enough of its name to find it again."""
        return self.id[: git.SHORT]

    @property
    def day(self) -> date:
        """On which it was written."""
        return date.fromisoformat(self.at[:10])


@dataclass(frozen=True)
class History:
    """What is known about the past: events, the newest first, and in one sentence how far they go back."""

    events: tuple[Event, ...] = ()
    note: str = "Nothing is known here about the past of the records."

    def of(self, names: Iterable[str]) -> tuple[Event, ...]:
        """The events of a record under its present and former names, with its own changes alone."""
        wanted = frozenset(names)
        places = sorted({place for name in wanted for place in self._places.get(name, ())})
        found = (self.events[place] for place in places)
        return tuple(
            replace(event, changes=tuple(one for one in event.changes if one.record in wanted), mass=())
            for event in found
        )

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """The events that say something of a record: every page of a record asks."""
        found: dict[str, list[int]] = {}
        for place, event in enumerate(self.events):
            for name in {one.record for one in event.changes}:
                found.setdefault(name, []).append(place)
        return found


def history(root: Path, settings: Settings, as_of: date) -> History:
    """Read the history of a records repository up to a day; never raises.

    It is told as the readers of the settings' classification may see the records.
    """
    months = settings.history.get("months", MONTHS)
    most = settings.history.get("commits", COMMITS)
    if not most or not months:
        return History((), "The history of the records is not shown on this site.")
    since = _before(as_of, months)
    try:
        git.require(root)
        found = [one for one in git.log(root, "HEAD", ROOTS, since, most) if one.day <= as_of]
        shallow = git.is_shallow(root)
        first = {one.id for one in found if not one.parents}
        told = _told(root, settings, [one for one in found if one.id not in first])
    except git.GitUnavailable:
        return History(
            (), "This site was built without the history of its records, so what changed is not known here."
        )
    events = [Event(one.id, one.at, *told[one.id]) for one in found if one.id in told]
    start = next((one for one in found if one.id in first), None)
    note = _note(len(found), most, since, start, shallow=shallow)
    return History(tuple(event for event in events if event.changes or event.mass), note)


def _before(day: date, months: int) -> date:
    """The day so many months before another."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, 28))


def _note(count: int, most: int, since: date, start: git.Commit | None, *, shallow: bool) -> str:
    """How far the history goes back."""
    if start and shallow:
        return (
            f"This site was built from a shallow clone: nothing is known about the time up to "
            f"{long_date(start.day)} (commit {start.short})."
        )
    if start:
        return f"The records begin on {long_date(start.day)} (commit {start.short})."
    if count >= most:
        return (
            "Only the last commit is shown."
            if most == 1
            else f"Only the last {most:,} commits, the newest first."
        )
    return f"All changes since {long_date(since)}, the newest first."


def _told(
    root: Path, settings: Settings, commits: list[git.Commit]
) -> Mapping[str, tuple[tuple[Change, ...], tuple[str, ...]]]:
    """What each commit changed. Those that are not in the cache are worked out, from the oldest on."""
    key = _key(settings)
    known = _load(root, key)
    missing = [one for one in reversed(commits) if one.id not in known]
    if missing:
        oldest = commits.index(missing[0])
        line = list(reversed(commits[: oldest + 1]))
        known |= _worked_out(root, settings, line)
    kept = {one.id: known[one.id] for one in commits}
    if missing:
        _save(root, key, kept)
    return {name: _thawed(data) for name, data in kept.items()}


def _worked_out(root: Path, settings: Settings, line: list[git.Commit]) -> dict[str, Any]:
    """Go along the main line, from the first parent of its oldest commit on; unchanged files are read once."""
    files = [entry for one in line for entry in one.files if entry.blob and is_record(entry.path)]
    # A file may be changed by many commits: its versions are told apart by their blobs.
    versions = _versions(root, files)
    texts: dict[str, Any] = dict(read_git(root, line[0].parents[0]))
    before = reading(texts, line[0].day, settings)
    seen = narrowed(before.model)
    result: dict[str, Any] = {}
    for one in line:
        texts = dict(texts)
        for entry in one.files:
            if is_record(entry.path):
                texts.pop(entry.path, None)
                if entry.blob:
                    texts[entry.path] = versions[entry.path, entry.blob]
        after = reading(dict(sorted(texts.items())), one.day, settings, before)
        if kept := _last_readable(before.model, after.model):
            texts |= kept
            after = reading(dict(sorted(texts.items())), one.day, settings, before)
        now = narrowed(after.model)
        unclear = {*_unread(before.model), *_unread(after.model)}
        result[one.id] = _frozen(_event(seen, now, settings, unclear))
        before, seen = after, now
    return result


def _versions(root: Path, files: Iterable[git.Entry]) -> Mapping[tuple[str, str], Any]:
    """The text of every version of every file, read at once."""
    found: dict[tuple[str, str], Any] = {}
    left = list(dict.fromkeys(files))
    while left:  # one version of each file at a time, as texts go by path
        batch = {entry.path: entry for entry in left}
        read: Texts = read_entries(root, batch.values())
        found |= {(path, batch[path].blob): text for path, text in read.items()}
        left = [entry for entry in left if entry != batch[entry.path]]
    return found


def _last_readable(before: Model, after: Model) -> Texts:
    """What files said before they stopped to fit the schemas of today: that remains what is known of them."""
    sound = {record.path for record in before.everything if record.valid}
    lost = (record.path for record in after.everything if not record.valid)
    return {path: before.texts[path] for path in lost if path in sound}


def _unread(model: Model) -> Iterator[str]:
    """Records that do not fit the schemas of today, which says nothing about what was meant then."""
    return (record.name for record in model.everything if not record.valid)


def _event(
    before: Model, after: Model, settings: Settings, unclear: set[str]
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    # The two states are looked at on the same day, so that nothing changes by time alone.
    found = changes(replace(before, as_of=after.as_of), after)
    news = [one for one in found if one.record not in unclear]
    most = settings.history.get("mass", MASS)
    records: dict[str, set[str]] = {}
    for one in news:
        records.setdefault(_alike(one), set()).add(one.record)
    mass = {key: len(names) for key, names in records.items() if len(names) >= most}
    kept = tuple(one for one in news if _alike(one) not in mass)
    return kept, tuple(_mass(key, count) for key, count in sorted(mass.items()))


def _alike(one: Change) -> str:
    return one.theme or one.aspect


def _mass(theme: str, count: int) -> str:
    said = {"new": "are new", "gone": "are gone", "id": "have another id"}.get(theme)
    return (
        f"{plural(count, 'record')} {said}." if said else f"“{theme}” changes in {plural(count, 'record')}."
    )


@cache
def _engine() -> str:
    """Hash of what the sentences follow from: the schemas and the code of the engine."""
    package = resources.files("skms")
    result = hashlib.blake2b(digest_size=12)
    for path in sorted(_files(package, ("changes", "kinds", "mathematics"))):
        result.update(path.read_bytes())
    return result.hexdigest()


def _files(package: Any, folders: Iterable[str]) -> Iterator[Path]:
    top = Path(str(package))
    yield from (path for path in top.glob("*.py"))
    for folder in folders:
        yield from (path for path in (top / folder).rglob("*") if path.suffix in (".py", ".json"))


def _key(settings: Settings) -> str:
    return f"{VERSION} {_engine()} {settings.classification} {settings.history.get('mass', MASS)}"


def _load(root: Path, key: str) -> dict[str, Any]:
    try:
        data = json.loads((root / CACHE).read_text("utf-8"))
        return dict(data["commits"]) if data["key"] == key else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _save(root: Path, key: str, commits: Mapping[str, Any]) -> None:
    """Keep what was worked out; where that is not possible it is worked out again."""
    path = root / CACHE
    part = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        part.write_text(json.dumps({"key": key, "commits": commits}, ensure_ascii=False), "utf-8")
        part.replace(path)


def _frozen(told: tuple[tuple[Change, ...], tuple[str, ...]]) -> dict[str, Any]:
    return {"changes": [asdict(one) for one in told[0]], "mass": list(told[1])}


def _thawed(data: Mapping[str, Any]) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    found = tuple(Change(**{**one, "route": tuple(one["route"])}) for one in data["changes"])
    return found, tuple(data["mass"])
