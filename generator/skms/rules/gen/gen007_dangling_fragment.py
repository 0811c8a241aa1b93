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

from skms.edits.steps import Mend
from skms.findings import ALSO, Hit
from skms.fit import Record
from skms.kinds import Schema, marked, values
from skms.link import PROSE, Link
from skms.model import Model, hit, parts, related
from skms.rules.gen._references import instead, link_at
from skms.rules.gen._typos import meant
from skms.words import did_you_mean, one_of, plural

SEVERITY = "error"
WAIVABLE = False

Index = dict[tuple[str, tuple[str, ...]], dict[str, None]]
"""Ids of parts found so far, by record and lists."""


def check(model: Model) -> Iterator[Hit]:
    """Look up the fragment of every reference that has one or needs one; group those that miss the same part."""
    missing: dict[tuple[str, tuple[str, ...], str | None, str], list[Link]] = {}
    index: Index = {}
    for found in model.outgoing.values():
        for link in found:
            needs_part = link.fragment is not None or link.field.part_required
            target = model.get(link.target) if needs_part else None
            if target and (why := _wrong(link, target, index)):
                missing.setdefault((target.name, link.field.parts, link.fragment, why), []).append(link)
    for (target_name, lists, _, why), links in missing.items():
        yield _hit(model, links, model.records[target_name], sorted(index.get((target_name, lists), ())), why)
    for kind in model.kinds:
        for pattern, node in marked(kind, "x-part"):
            for record in model.of(kind) if "x-ref" not in node else ():
                if pattern[0] not in record.data:
                    continue
                yield from _within(model, record, pattern, node, index)


def _wrong(link: Link, target: Record, index: Index) -> str:
    """What is wrong with the fragment of a reference: unwanted, absent or unknown; nothing where all is well."""
    lists = link.field.parts
    if link.fragment is not None and not lists and link.field is not PROSE:
        return "unwanted"
    if link.fragment in _ids(target, lists, index):
        return ""
    return "absent" if link.fragment is None else "unknown"


def _ids(record: Record, lists: tuple[str, ...], index: Index) -> dict[str, None]:
    """The ids of the parts in these lists of a record (all without any), in its order."""
    key = (record.name, lists)
    if key not in index:
        found = (str(item[name]) for route, item, name in parts(record) if not lists or route[-2] in lists)
        index[key] = dict.fromkeys(found)
    return index[key]


def _hit(model: Model, links: list[Link], target: Record, options: list[str], why: str) -> Hit:
    first, *others = links
    lists = first.field.parts
    what = one_of(name.replace("_", " ") for name in lists) or "parts"
    message, remedy = _words(first, target, options, what, why)
    also = f" It is named in {plural(len(links), 'place')}." if others else ""
    where = [related(model.records[one.source], one.route, ALSO, one.on_key) for one in others]
    if why != "unwanted":
        where.insert(0, related(target, (lists[0],) if lists else (), f"the {what} of {target.name}", True))
    return hit(
        model.records[first.source], first.route, message + also, remedy, where, first.on_key, topic=message
    )


def _words(link: Link, target: Record, options: list[str], what: str, why: str) -> tuple[str, str]:
    if why == "unwanted":
        return (
            f"{link.text!r} names a part, but here a whole record is meant.",
            f"Write only {link.text.partition('#')[0]!r}.",
        )
    remedy = f"{target.name} has: {one_of(options, 'and')}." if options else f"{target.name} has no {what}."
    if link.fragment is None:
        example = options[0] if options else "id"
        return f"{link.text!r} must also name one of the {what}, as in {link.text}#{example}.", remedy
    hint = did_you_mean(link.fragment, options)
    return f"{target.name} has no {link.fragment!r} among its {what}.{hint}", remedy


def _within(
    model: Model, record: Record, pattern: tuple[str, ...], node: Schema, index: Index
) -> Iterator[Hit]:
    """Ids of parts without a name before them: of the same record, or of the one that a field of it names."""
    named = [(route, text) for route, text in values(record.data, pattern) if isinstance(text, str)]
    lists, field = tuple(node["x-part"]), node.get("x-part-of")
    holder = _named(model, record, field) if field and named else record
    known = _ids(holder, lists, index) if named and holder else {}
    for route, text in named if holder else ():
        if text not in known:
            what = one_of(lists)
            who = holder.name if holder and holder is not record else "This record"
            message = f"{who} has no {text!r} among its {what}.{did_you_mean(text, known)}"
            remedy = f"It has: {one_of(known, 'and')}." if known else f"Add it under `{lists[0]}` first."
            where = [related(holder, (), f"{field}: {holder.name}")] if holder and field else []
            yield hit(record, route, message, remedy, where)


def _named(model: Model, record: Record, field: str) -> Record | None:
    """The record that a field names; whether there is one is another rule's matter."""
    targets = (link.target for link in model.links(record.name) if link.route == (field,))
    return model.get(next(targets, None))


def mend(model: Model, hit: Hit) -> Iterator[Mend]:
    """Name the one part that was certainly meant, wherever the same is said."""
    first = link_at(model, hit)
    target = model.get(first.target) if first else None
    if first is None or target is None or not first.fragment:
        return
    lists = first.field.parts
    there = {str(item[key]) for route, item, key in parts(target) if not lists or route[-2] in lists}
    guess = meant(first.fragment, there) if lists or first.field == PROSE else None
    for link in model.backlinks(target.name) if guess else ():
        if link.fragment == first.fragment and link.field.parts == lists:
            yield from instead(model, link, link.text, f"{link.text.partition('#')[0]}#{guess}")
