"""Another id for a part of a record, such as an activity of a process: whatever names the part follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms.edits.rename import Renamed, Steps, add, bodies, check_id, check_links, check_readable, prose
from skms.edits.steps import Put, Refused
from skms.edits.surgery import edited
from skms.findings import Route
from skms.fit import Record
from skms.kinds import marked, values
from skms.model import Model, parts
from skms.words import did_you_mean


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is renamed, or that is called after it."""

    record: Record
    route: Route
    """Of its id."""

    @property
    def list(self) -> str | int:
        """The name of the list that it stands in."""
        return self.route[-3]


def rename_part(model: Model, record: Record, old: str, new: str) -> Renamed:
    """Give a part of a record another id. Refused where that is taken or something could not follow."""
    check_id(new, "fragment_id")
    if not record.valid:
        raise Refused(f"{record.path} has errors; mend them first (`skms check`), then rename the part.")
    _check_free(record, old, new)
    check_readable(model, old, "part")
    found = list(_called(model, record, old))
    steps: Steps = {}
    for part in found:
        steps.setdefault(part.record.path, []).append(Put(part.route, new))
    count = sum(_follow(model, part, old, new, steps) for part in found)
    names = dict.fromkeys(part.record.name for part in found)
    texts = {path: edited(path, model.texts[path], todo) for path, todo in steps.items()}
    for name in names:
        for path, text in bodies(model, f"{name}#{old}", f"{name}#{new}"):
            texts[path] = text
            count += 1
    check_links(model, texts, model.names, {})
    return Renamed(dict(texts), {}, count)


def _check_free(record: Record, old: str, new: str) -> None:
    there = {str(item[key]): str(item[key]) for _, item, key in parts(record)}
    if old not in there:
        raise Refused(f"{record.name} has no part {old!r}.{did_you_mean(old, there)}")
    if old == new:
        raise Refused(f"The part is called {new!r} already.")
    taken = [one for one in there if one.lower() == new.lower() and one != old]
    if taken:
        raise Refused(f"{record.name} has a part {taken[0]!r} already.")


def _called(model: Model, record: Record, old: str) -> Iterator[Part]:
    """The part itself, and the rows of matrices and of planned changes that are called after an activity."""
    own = [Part(record, (*route, key)) for route, item, key in parts(record) if item[key] == old]
    process = model.look(record.data.get("for"), "process") if record.kind == "raci" else None
    if process and any(item.get("id") == old for item in process.data.get("activities", ())):
        example = f"skms rename {process.name}#{old} …"
        raise Refused(
            f"The row is called after an activity of {process.name}; rename that, as in `{example}`."
        )
    yield from own
    lists = {part.list for part in own}
    if record.kind == "process" and "activities" in lists:
        for matrix in model.of("raci"):
            if model.look(matrix.data.get("for"), "process") is record:
                yield from _rows(matrix, ("rows",), old)
        for change in model.of("process-change"):
            if model.look(change.data.get("process"), "process") is record and change.phase != "ended":
                yield from _rows(change, ("to_be", "activities"), old)
                yield from _rows(change, ("to_be", "rows"), old)
    if record.kind == "process-change" and "activities" in lists:
        yield from _rows(record, ("to_be", "rows"), old)


def _rows(record: Record, pattern: tuple[str, ...], old: str) -> Iterator[Part]:
    for key in ("activity", "id"):
        for route, value in values(record.data, (*pattern, "*", key)):
            if value == old:
                yield Part(record, route)


def _follow(model: Model, part: Part, old: str, new: str, steps: Steps) -> int:
    """Let everything that names the part follow; how much that is."""
    count = 0
    for link in model.backlinks(part.record.name):
        if link.fragment == old and link.route[0] not in ("description", "body"):
            add(steps, model, link, f"{link.text.partition('#')[0]}#{new}")
            count += 1
    name = part.record.name
    for path, step in prose(model, f"{name}#{old}", f"{name}#{new}"):
        steps.setdefault(path, []).append(step)
        count += 1
    for record, route in _within(model, part, old):
        steps.setdefault(record.path, []).append(Put(route, new))
        count += 1
    return count


def _within(model: Model, part: Part, old: str) -> Iterator[tuple[Record, Route]]:
    """Places that name the part without its record: in the record itself, or in one that names it beside."""
    for kind in model.kinds:
        for pattern, node in marked(kind, "x-part"):
            if "x-ref" in node or part.list not in node["x-part"]:
                continue
            field = node.get("x-part-of")
            for record in model.of(kind):
                holder = _named(model, record, field) if field else record.name
                if holder == part.record.name:
                    yield from (
                        (record, route) for route, value in values(record.data, pattern) if value == old
                    )


def _named(model: Model, record: Record, field: str) -> str | None:
    return next((link.target for link in model.links(record.name) if link.route == (field,)), None)
