"""The record exists but the named sub-element does not, or a fragment is missing or not allowed.

Why: `process/incident#triage` promises an activity; where it is gone, the reference only looks as if it said
something.

Bad:
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads the restoration of service.
    responsibilities:
      - id: lead
        text: Leads incidents.
        activities: [incident#triag]  # expect
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: draft
    owner: incident-manager
    activities: [{id: triage, title: Classify and assign}]

Good:
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads the restoration of service.
    responsibilities:
      - id: lead
        text: Leads incidents.
        activities: [incident#triage]
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: draft
    owner: incident-manager
    activities: [{id: triage, title: Classify and assign}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.kinds import marked, values
from skms.link import PROSE, Link
from skms.model import Model, hit, parts, related
from skms.words import did_you_mean, one_of

SEVERITY = "error"
WAIVABLE = False


def check(model: Model) -> Iterator[Hit]:
    """Look up the fragment of every reference that has one or needs one."""
    index: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
    for name, record in model.records.items():
        for link in model.links(name):
            needs_part = link.fragment is not None or link.field.part_required
            target = model.get(link.target) if needs_part else None
            if target:
                yield from _check(model, record, link, target, index)
    for kind in model.kinds:
        for pattern, node in marked(kind, "x-part"):
            for record in model.of(kind) if "x-ref" not in node else ():
                yield from _within(record, pattern, node["x-part"])


def _check(
    model: Model,
    record: Record,
    link: Link,
    target: Record,
    index: dict[tuple[str, tuple[str, ...]], frozenset[str]],
) -> Iterator[Hit]:
    lists = link.field.parts
    if link.fragment is not None and not lists and link.field != PROSE:
        remedy = f"Write only {link.text.partition('#')[0]!r}."
        yield hit(
            record,
            link.route,
            f"{link.text!r} names a part, but here a whole record is meant.",
            remedy,
            on_key=link.on_key,
        )
        return
    key = (target.name, lists)
    if key not in index:
        index[key] = frozenset(
            str(item[name]) for route, item, name in parts(target) if not lists or route[-2] in lists
        )
    if link.fragment in index[key]:
        return
    options = sorted(index[key])
    what = one_of(name.replace("_", " ") for name in lists) or "parts"
    where = [related(target, (lists[0],) if lists else (), f"the {what} of {target.name}", True)]
    remedy = f"{target.name} has: {one_of(options, 'and')}." if options else f"{target.name} has no {what}."
    if link.fragment is None:
        example = f"{link.text}#{options[0] if options else 'id'}"
        message = f"{link.text!r} must also name one of the {what}, as in {example}."
    else:
        message = (
            f"{target.name} has no {link.fragment!r} among its {what}.{did_you_mean(link.fragment, options)}"
        )
    yield hit(record, link.route, message, remedy, where, link.on_key)


def _within(record: Record, pattern: tuple[str, ...], lists: list[str]) -> Iterator[Hit]:
    """Ids by which one part of a record names another: the next activity, the offering of a request."""
    named = [(route, text) for route, text in values(record.data, pattern) if isinstance(text, str)]
    known = (
        {str(item[key]): None for route, item, key in parts(record) if route[-2] in lists} if named else {}
    )
    for route, text in named:
        if text not in known:
            what = one_of(lists)
            message = f"This record has no {text!r} among its {what}.{did_you_mean(text, known)}"
            remedy = f"It has: {one_of(known, 'and')}." if known else f"Add it under `{lists[0]}` first."
            yield hit(record, route, message, remedy)
