"""CODEOWNERS: whose review a change of a record asks for, from the records themselves.

The team of the role that owns a record reviews it; a team says what it is called on the code host in its
`external_ids`, with the system `code-owner`. A record whose team has no such name falls to the team above, and one for
which no team answers to the Service Management Office. The last line that fits counts, as on all hosts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skms.exports import File
from skms.fit import Record
from skms.model import Model

KINDS = None
NAME = "CODEOWNERS"
SCHEME = "code-owner"
_HEAD = (
    "# Made from the records by `skms export codeowners`; do not edit.",
    "# `skms export codeowners --check` fails when it is out of date.",
)


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield one file: a line for every folder of records, and one for each record that others own."""
    lines = list(_HEAD)
    groups: dict[str, dict[str, str]] = {}
    office = next(
        (found for team in model.of("team") if team.data["type"] == "smo" and (found := _named(model, team))),
        (),
    )
    for record in records:
        owners = " ".join(handles(model, record) or office)
        folder = record.path.rpartition("/")[0]
        groups.setdefault(folder, {})[record.path] = owners
    for folder, owners_of in sorted(groups.items()):
        usual = _usual(owners_of.values())
        lines += ["", f"/{_escaped(folder)}/ {usual}".rstrip()]
        lines += [
            f"/{_escaped(path)} {owners}".rstrip()
            for path, owners in sorted(owners_of.items())
            if owners != usual
        ]
    yield File(NAME, ("\n".join(lines) + "\n").encode())


def handles(model: Model, record: Record) -> tuple[str, ...]:
    """What those who answer for a record are called on the code host."""
    role = _owner(model, record)
    return _named(
        model,
        record if record.kind == "team" else model.look(role.data.get("team"), "team") if role else None,
    )


def _named(model: Model, team: Record | None) -> tuple[str, ...]:
    """The names of a team on the code host, or those of the nearest team above that has some."""
    seen: set[str] = set()
    while team and team.name not in seen:
        seen.add(team.name)
        names = [one["id"] for one in team.data.get("external_ids", ()) if one.get("scheme") == SCHEME]
        if names:
            return tuple(names)
        team = model.look(team.data.get("parent"), "team")
    return ()


def _owner(model: Model, record: Record) -> Record | None:
    """The role that answers for a record; a role answers for itself, a person's team for the person."""
    data = record.data
    if record.kind == "role":
        return record
    if record.kind == "person":
        return record if data.get("team") else None
    if record.kind == "raci":
        subject = model.look(data.get("for"), "process", "service")
        return _owner(model, subject) if subject else None
    return model.look(data.get("owner"), "role")


def _usual(owners: Iterable[str]) -> str:
    """The most frequent owners; of several the first in the alphabet."""
    counts: dict[str, int] = {}
    for one in owners:
        counts[one] = counts.get(one, 0) + 1
    return min(counts, key=lambda one: (-counts[one], one))


def _escaped(path: str) -> str:
    return path.replace(" ", "\\ ")
