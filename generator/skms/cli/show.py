"""Show everything about one record: fields, owner and holders, what it names and what names it, findings."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from skms.cli._common import as_of_option, load_model, root_option
from skms.findings import Finding
from skms.fit import Record
from skms.kinds import Kind
from skms.model import Model
from skms.words import did_you_mean, near, one_of, plural


@click.command(
    "show",
    help="""Show everything about one record, named `kind/id`; a bare id does where only one kind has it.

With --as-of it says who held the role, which version was in force and which agreements applied on that day.

Examples:

\b
  skms show service/email
  skms show incident-manager
  skms show process/incident --format json
  skms show policy/access-control-policy --as-of 2026-01-31
""",
)
@click.argument("name")
@root_option
@as_of_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def command(name: str, root: Path | None, as_of: date, style: str) -> int:
    """Print one record."""
    from skms.judge import judge

    model = load_model(root, as_of)
    record = find(model, name)
    findings = tuple(finding for finding in judge(model) if finding.record == record.name)
    if style == "json":
        click.echo(json.dumps(as_data(model, record, findings), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(text(model, record, findings)))
    return 0


def find(model: Model, name: str) -> Record:
    """The record that a word on the command line means, former ids included."""
    if "/" in name:
        found = model.resolve(name, ())
        if found:
            return model.records[found]
        kind = name.partition("/")[0]
        if kind not in model.kinds:
            raise click.UsageError(
                f"There is no kind {kind!r}.{did_you_mean(kind, model.kinds)} Kinds are {one_of(model.kinds)}."
            )
        guess = near(name, [other for other in model.records if other.startswith(f"{kind}/")])
        raise click.UsageError(f"There is no record {name!r}.{f' Did you mean {guess!r}?' if guess else ''}")
    matches = [record for record in model.records.values() if record.id == name]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise click.UsageError(f"{name!r} is the id of several records: {one_of(r.name for r in matches)}.")
    raise click.UsageError(
        f"There is no record {name!r}.{did_you_mean(name, [r.id for r in model.records.values()])}"
    )


def text(model: Model, record: Record, findings: tuple[Finding, ...]) -> list[str]:
    """A record for the terminal, line by line."""
    kind = model.kinds.get(record.kind)
    state = f", {record.status}" if record.status else ""
    lines = [f"{record.title} ({record.name}{state})", f"{record.path}"]
    if record.data.get("description"):
        lines += ["", str(record.data["description"])]
    lines += ["", *_owner(model, record), *_on_the_day(model, record)]
    if kind:
        lines += ["", *_fields(kind, record)]
    lines += _references(
        "Names",
        [(link.field.name, link.target or f"{link.text} (missing)") for link in model.links(record.name)],
    )
    lines += _references(
        "Is named by", [(link.field.name, link.source) for link in model.backlinks(record.name)]
    )
    if findings:
        lines += ["", "Findings"]
        lines += [
            f"  {f.severity} {f.code} {f.file}:{f.line} {f.message}{' (waived)' if f.waived_by else ''}"
            for f in findings
        ]
    return lines


def _owner(model: Model, record: Record) -> list[str]:
    from skms.roles import holders

    role = record if record.kind == "role" else model.look(record.data.get("owner"), "role")
    if role is None:
        return []
    there = [f"{one.person.title}{' (deputy)' if one.deputy else ''}" for one in holders(model, role)]
    what = "Held by" if role is record else f"Owner: {role.title}, held by"
    return [f"{what} {one_of(there, 'and') or 'nobody: the role is vacant'}."]


def _on_the_day(model: Model, record: Record) -> list[str]:
    """What of the record applied on the as-of date: its version, the agreement, the promises for a service."""
    from skms.dates import long_date, parse_date
    from skms.succession import agreements_on, applied, version_on

    day = long_date(model.as_of)
    lines = []
    version, start = version_on(record, model.as_of), parse_date(record.data.get("effective_from"))
    if version:
        since = long_date(parse_date(version["date"]) or model.as_of)
        lines.append(f"Version in force on {day}: {version['version']}, of {since}.")
    elif record.data.get("revisions"):
        lines.append(f"On {day} no version was in force yet.")
    if start and start > model.as_of:
        lines.append(f"What stands here is in force only from {long_date(start)} on.")
    if record.kind == "agreement":
        lines.append(f"On {day} it {'applies' if applied(record, model.as_of) else 'does not apply'}.")
    if record.kind == "service":
        found = [f"{one.title} ({one.name})" for one in agreements_on(model, record, model.as_of)]
        lines.append(f"Agreements that apply to it on {day}: {one_of(found, 'and') or 'none of its own'}.")
    return lines


def _fields(kind: Kind, record: Record) -> list[str]:
    shown = [
        key
        for key in kind.schema["properties"]
        if key in record.data and key not in ("kind", "title", "description", "body")
    ]
    width = max((len(key) for key in shown), default=0)
    return [f"  {key:{width}}  {_value(record.data[key])}" for key in shown]


def _value(value: Any) -> str:
    if isinstance(value, list):
        parts = [_item(item) for item in value]
        return (
            ", ".join(parts)
            if all(len(part) < 40 for part in parts) and len(parts) < 7
            else plural(len(parts), "entry", "entries")
        )
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(below)}" for key, below in value.items())
    return str(value)


def _item(item: Any) -> str:
    return str(item.get("title") or item.get("id") or _value(item)) if isinstance(item, dict) else str(item)


def _references(title: str, pairs: list[tuple[str, str]]) -> list[str]:
    groups: dict[str, dict[str, None]] = {}
    for field, name in pairs:
        groups.setdefault(field or "text", {})[name] = None
    if not groups:
        return []
    return ["", title, *(f"  {field}: {', '.join(names)}" for field, names in sorted(groups.items()))]


def as_data(model: Model, record: Record, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """A record with its links and findings, for programs; version 1."""
    from skms.reports.json_report import as_data as finding_data

    return {
        "version": 1,
        "name": record.name,
        "file": record.path,
        "phase": record.phase,
        "valid": record.valid,
        "as_of": model.as_of.isoformat(),
        "on_the_day": _on_the_day(model, record),
        "data": record.data,
        "names": [
            {"field": link.field.name, "target": link.target, "text": link.text}
            for link in model.links(record.name)
        ],
        "named_by": [
            {"field": link.field.name, "source": link.source} for link in model.backlinks(record.name)
        ],
        "findings": [finding_data(finding) for finding in findings],
    }
