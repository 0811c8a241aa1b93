"""Another id for a record: its files move, every reference follows, and the former id is kept so that links still lead
to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from skms.edits.steps import Put, Refused, Rekey, Relink, Step, relinked
from skms.edits.surgery import edited
from skms.fit import Record, fit
from skms.kinds import DEVICES, common, marked, values
from skms.link import Link, Names, links_of
from skms.model import Model
from skms.parse import parse


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a rename comes to."""

    edit: dict[str, str | None]
    moves: dict[str, str] = field(default_factory=dict)
    """Old path → new path."""
    references: int = 0
    """How many of them follow, links in prose included."""


Steps = dict[str, list[Step]]
"""Path → the steps for this file."""


def rename(model: Model, record: Record, new: str) -> Renamed:
    """Give a record another id. Refused where that id is taken or something could not follow."""
    _check_free(model, record, new)
    check_readable(model, record.id, record.kind)
    moves = {path: _moved(path, new) for path in (record.path, record.body_path) if path}
    taken = next((path for path in moves.values() if path in model.texts), None)
    if taken:
        raise Refused(f"{taken} exists already.")
    steps, count = _references(model, record, new)
    steps.setdefault(record.path, []).append(_remember(model, record, new))
    name = f"{record.kind}/{new}"
    texts = {path: edited(path, model.texts[path], todo) for path, todo in steps.items()}
    texts |= dict(bodies(model, record.name, name))
    _check_links(model, record, name, texts)
    edit: dict[str, str | None] = {moves.get(path, path): text for path, text in texts.items()}
    for path, moved in moves.items():
        edit[path] = None
        edit.setdefault(moved, str(model.texts[path]))
    return Renamed(edit, moves, count + sum(1 for _ in bodies(model, record.name, name)))


def _moved(path: str, new: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{new}.{name.rpartition('.')[2]}"


def check_id(new: str, definition: str = "id") -> None:
    """Refused where a text cannot be an id."""
    shape = common()["$defs"][definition]
    if not re.fullmatch(shape["pattern"].rstrip("$"), new) or len(new) > shape["maxLength"]:
        plain = unicodedata.normalize("NFKD", new.lower()).encode("ascii", "ignore").decode()
        guess = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: shape["maxLength"]].strip("-")
        hint = f" Did you mean {guess!r}?" if guess and guess != new else ""
        raise Refused(f"{new!r} cannot be an id.{hint} {shape['description']}")
    if definition == "id" and new in DEVICES:
        raise Refused(f"{new!r} cannot be an id: Windows takes a file of this name for a device.")


def _check_free(model: Model, record: Record, new: str) -> None:
    check_id(new)
    if new == record.id:
        raise Refused(f"{record.name} is called {new!r} already.")
    for other in model.everything:
        if other.kind == record.kind and other.id.lower() == new and other is not record:
            raise Refused(f"{record.kind}/{new} exists already: {other.path}.")
        former = other.data.get("aliases")
        if (
            other.kind == record.kind
            and other.name != record.name
            and isinstance(former, list)
            and new in former
        ):
            raise Refused(f"{record.kind}/{new} is a former id of {other.name}; ids are never used again.")
    if not record.valid:
        raise Refused(f"{record.path} has errors; mend them first (`skms check`), then rename it.")


def check_readable(model: Model, word: str, kind: str) -> None:
    """Refused where a file that cannot be understood seems to name what is renamed: it could not follow."""
    seems = re.compile(rf"(?<![A-Za-z0-9_-]){re.escape(word)}(?![A-Za-z0-9_-])")
    for record in model.everything:
        text = model.texts.get(record.path)
        if not record.valid and (not isinstance(text, str) or seems.search(text)):
            raise Refused(
                f"{record.path} has errors and may name the {kind} {word!r}; mend it first (`skms check`)."
            )


def _remember(model: Model, record: Record, new: str) -> Step:
    """The step that keeps the former id; one that comes back makes room for it."""
    former = record.data.get("aliases", [])
    if new in former:
        return Put(("aliases", former.index(new)), record.id)
    if former:
        return Put(("aliases", len(former)), record.id)
    return Put(("aliases",), [record.id], tuple(model.kinds[record.kind].schema["properties"]))


def _references(model: Model, record: Record, new: str) -> tuple[Steps, int]:
    """The steps that let every reference follow, and how many there are."""
    steps: Steps = {}
    count = 0
    for link in model.backlinks(record.name):
        if not link.aliased and link.route[0] not in ("description", "body"):
            add(steps, model, link, pointed(link.text, new))
            count += 1
    name = f"{record.kind}/{new}"
    for path, step in prose(model, record.name, name):
        steps.setdefault(path, []).append(step)
        count += 1
    return steps, count


def pointed(text: str, new: str) -> str:
    """A reference as written, with another id: `service/email#sla` → `service/mail#sla`."""
    base, mark, fragment = text.partition("#")
    kind, slash, _ = base.rpartition("/")
    return f"{kind}{slash}{new}{mark}{fragment}"


def add(steps: Steps, model: Model, link: Link, text: str) -> None:
    """Let a reference say something else, whether it is a value or a key."""
    path = model.records[link.source].path
    step = Rekey(link.route, text) if link.on_key else Put(link.route, text)
    steps.setdefault(path, []).append(step)


def prose(model: Model, old: str, new: str) -> Iterator[tuple[str, Relink]]:
    """The steps for links in the prose fields of all records."""
    for record in model.everything:
        text = model.texts.get(record.path)
        if record.valid and isinstance(text, str) and old in text:
            for route, value in _prose(record):
                written = not (record.body_path and route == ("body",))
                if written and relinked(value, old, new) != value:
                    yield record.path, Relink(route, old, new)


def _prose(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for pattern, _ in marked(record.kind, "contentMediaType"):
        for route, value in values(record.data, pattern):
            if isinstance(value, str):
                yield route, value


def bodies(model: Model, old: str, new: str) -> Iterator[tuple[str, str]]:
    """Markdown files beside records, with links that follow."""
    for path, text in model.texts.items():
        if path.endswith(".md") and isinstance(text, str) and (after := relinked(text, old, new)) != text:
            yield path, after


def _check_links(model: Model, record: Record, name: str, texts: Mapping[str, str]) -> None:
    """Every reference of the files that change must mean the same record as before."""
    records = {one: other for one, other in model.names.records.items() if one != record.name}
    records[name] = replace(record, id=name.partition("/")[2], name=name)
    aliases = {alias: (name if to == record.name else to) for alias, to in model.names.aliases.items()}
    known = Names(records, {**aliases, record.name: name})
    check_links(model, texts, known, {record.name: name})


def check_links(model: Model, texts: Mapping[str, str], known: Names, called: Mapping[str, str]) -> None:
    """Refused where a reference would mean something else in the new texts; `called` maps old names to new ones."""
    for record in model.everything:
        if record.path not in texts or not record.valid:
            continue
        after, hits = fit(parse(record.path, texts[record.path]), model.kinds, {})
        if hits:
            raise Refused(f"{record.path} would not be valid any more: {hits[0].message}")
        if record.body_path:
            after = replace(
                after, data={**after.data, "body": texts.get(record.body_path, record.data["body"])}
            )
        before = _targets(model.links(record.name))
        if [called.get(str(one), one) for one in before] != _targets(links_of(after, model.kinds, known)):
            raise Refused(f"A reference in {record.path} would mean something else under this name.")


def _targets(links: Iterable[Link]) -> list[str | None]:
    return [link.target for link in links]
