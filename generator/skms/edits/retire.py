"""The next state on a record's way out, with the fields that it asks for, and who still relies on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skms.dates import long_date
from skms.edits.assign import assign
from skms.edits.steps import Refused
from skms.fit import Record
from skms.kinds import Kind
from skms.link import PROSE, Link
from skms.model import Model
from skms.parse import parse
from skms.roles import held_by
from skms.words import one_of

HEIRS = ("successor", "superseded_by")
"""Fields of a record that name what takes its place."""
FORERUNNERS = ("supersedes", "previous")
"""Fields of a record that name what it takes the place of."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How a record is to go. `pairs` are fields as given, such as `successor_reason=…`."""

    day: date | None = None
    state: str | None = None
    heir: Record | None = None
    pairs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Retired:
    """What becomes of it."""

    edit: dict[str, str]
    state: str
    ended: bool
    relying: tuple[Link, ...]
    """References by live records that do not go with an ended one, and the roles that a person holds still."""


def retire(model: Model, record: Record, how: Leaving) -> Retired:
    """Take a record one state further on its way out. Refused where there is no such state or a field is lacking."""
    kind = model.kinds.get(record.kind)
    if kind is None or not record.valid:
        raise Refused(f"{record.path} has errors; mend them first (`skms check`).")
    state = _state(kind, record, how)
    pairs = [f"status={state}", *_days(model, kind, record, state, how.day)]
    edit: dict[str, str] = {}
    if how.heir:
        edit |= _heir(model, kind, record, how.heir, pairs)
    edit[record.path] = assign(model, record, [*pairs, *how.pairs])
    _check_fields(kind, edit[record.path], state)
    ended = kind.lifecycle.phase(state) == "ended"
    held = {(one.role.name, one.route) for one in held_by(model, record) if not one.ended(model.as_of)}
    relying = tuple(
        link
        for link in model.backlinks(record.name)
        if _relies(model, link) or (link.source, link.route[:2]) in held
    )
    return Retired(edit, state, ended, relying)


def _state(kind: Kind, record: Record, how: Leaving) -> str:
    cycle, status = kind.lifecycle, record.status
    if status is None:
        raise Refused(f"A {kind.one.lower()} says what happened and is never retired.")
    if cycle.phase(status) == "ended":
        raise Refused(f"{record.name} is {status} already.")
    ways = cycle.edges.get(status, ())
    ended = [state for state in ways if cycle.phase(state) == "ended"]
    options = ended or [state for state in ways if _leaving(kind, status, state)]
    if how.state:
        if how.state not in options:
            raise Refused(
                f"{record.name} is {status}; from there it cannot become {how.state!r}, but {one_of(options or ways)}."
            )
        return how.state
    if how.heir and "superseded" in options:
        return "superseded"
    if not options:
        ahead = f" It becomes {one_of(ways)} first." if ways else ""
        raise Refused(f"{record.name} is {status} and cannot be retired from there.{ahead}")
    if len(options) > 1:
        raise Refused(f"{record.name} can end in several ways: say --to {one_of(options)}.")
    return options[0]


def _leaving(kind: Kind, now: str, state: str) -> bool:
    """Whether a live state leads only to the end."""
    cycle = kind.lifecycle
    further = cycle.edges.get(state, ())
    ends = bool(further) and all(cycle.phase(one) == "ended" for one in further)
    return cycle.phase(state) == "live" and cycle.phase(now) == "live" and ends


def _days(model: Model, kind: Kind, record: Record, state: str, day: date | None) -> list[str]:
    """The fields that hold the day on which the state was announced and its last day."""
    ended = kind.lifecycle.phase(state) == "ended"
    if ended and day and day > model.as_of:
        raise Refused(f"{long_date(day)} lies ahead; a record becomes {state!r} only when the day has come.")
    pairs = []
    for name, what in kind.schema["x-lifecycle"].get("days", {}).get(state, {}).items():
        if what == "said":
            pairs += [] if _has(record, name) else [f"{name}={model.as_of}"]
        elif day or ended:
            pairs.append(f"{name}={day or model.as_of}")
        elif not _has(record, name):
            raise Refused(f"Say its last day with --on, such as --on {model.as_of.year + 1}-06-30.")
    return pairs


def _has(record: Record, name: str) -> bool:
    value: object = record.data
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value is not None


def _heir(model: Model, kind: Kind, record: Record, heir: Record, pairs: list[str]) -> dict[str, str]:
    """Name the successor, in the record itself or in the successor, as the kind has it."""
    fields = kind.schema["properties"]
    if heir.kind != record.kind or heir.name == record.name:
        raise Refused(f"The successor of a {record.kind} is another {record.kind}, not {heir.name}.")
    for name in HEIRS:
        if name in fields:
            pairs.append(f"{name}={heir.id}")
            return {}
    for name in FORERUNNERS:
        if name in fields:
            return {heir.path: assign(model, heir, [f"{name}={record.id}"])}
    raise Refused(f"A {kind.one.lower()} has no field for a successor; leave --successor out.")


def _check_fields(kind: Kind, text: str, state: str) -> None:
    data = parse("", text).data or {}
    for entry in kind.schema.get("x-required", ()):
        met = all(
            data.get(name) in ([wish] if isinstance(wish, str) else wish)
            for name, wish in entry.get("when", {}).items()
        )
        spared = any(name in data for name in entry.get("unless", ()))
        if not met or spared or entry["from"] != state:
            continue
        for name in entry["fields"]:
            if name not in data:
                other = "".join(f", or --{one}" for one in entry.get("unless", ()) if one == "successor")
                raise Refused(f"What is {state} must say `{name}`: give --set {name}=…{other}.")


def _relies(model: Model, link: Link) -> bool:
    source = model.get(link.source)
    return bool(source and source.live and "ended" not in link.field.allow and link.field is not PROSE)
