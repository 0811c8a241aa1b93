"""Values given to fields of a record: typed by its schema, and only what leaves the record as sound as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from skms.edits import fields
from skms.edits.steps import Drop, Refused, Step, result
from skms.edits.surgery import edited, read
from skms.fit import Record, fit
from skms.link import Link, links_of
from skms.model import Model, parts
from skms.parse import parse
from skms.words import did_you_mean, one_of

_PAIR = re.compile(r"(?P<name>[^=]+?)(?P<sign>\+=|-=|=)(?P<text>.*)\Z", re.DOTALL)


def assign(model: Model, record: Record, pairs: Sequence[str], unset: Sequence[str] = ()) -> str:
    """The text of a record after `field=value` for each of the pairs, and without the fields in `unset`."""
    kind = model.kinds.get(record.kind)
    text, data = read(record.path, model.texts[record.path])
    if kind is None:
        raise Refused(f"{record.path} does not say what kind of record it is; mend that first.")
    steps: list[Step] = []
    for pair in pairs:
        match = _PAIR.match(pair)
        if not match:
            raise Refused(f"A value is given as FIELD=VALUE, such as title=E-mail; got {pair!r}.")
        _check_free(record, match["name"].strip())
        steps.append(fields.step(kind, data, match["name"].strip(), match["sign"], match["text"].strip()))
        data = result(data, steps[-1])
    for name in unset:
        _check_free(record, name)
        place = fields.find(kind, data, name)
        if place.value is fields.MISSING:
            raise Refused(f"{record.name} has no {name!r}.{did_you_mean(name, data)}")
        steps.append(Drop(place.route))
        data = result(data, steps[-1])
    after = edited(record.path, text, steps)
    check(model, record, after)
    return after


def _check_free(record: Record, name: str) -> None:
    if name == "kind":
        raise Refused("The kind of a record cannot be changed; make a new record with `skms new`.")
    if name == "body" and record.body_path:
        raise Refused(f"Its text stands in {record.body_path}; edit that file.")


def check(model: Model, record: Record, text: str) -> None:
    """Refused where a record would have a fault that it does not have now."""
    was, faults = fit(parse(record.path, model.texts[record.path]), model.kinds, {})
    before = {(hit.route, hit.message) for hit in faults}
    after, hits = fit(parse(record.path, text), model.kinds, {})
    for hit in hits:
        if (hit.route, hit.message) not in before:
            raise Refused(f"{hit.message} {hit.help}".strip())
    old = {(link.text, link.field.pattern) for link in _links(model, was) if _missing(model, link)}
    for link in _links(model, after):
        if _missing(model, link) and (link.text, link.field.pattern) not in old:
            raise Refused(_words(model, link))


def _links(model: Model, record: Record) -> tuple[Link, ...]:
    """Its references, also those of a record with faults elsewhere."""
    return links_of(replace(record, valid=True), model.kinds, model.names)


def _missing(model: Model, link: Link) -> bool:
    target = model.get(link.target)
    if link.target is None or (target is None and link.target not in model.records):
        return True
    needs = link.fragment is not None and target is not None and link.field.parts
    return bool(needs and target and not model.part(target, str(link.fragment), link.field.parts))


def _words(model: Model, link: Link) -> str:
    kinds: Iterable[str] = link.field.kinds or tuple(model.kinds)
    if link.target:
        there = [str(item[key]) for _, item, key in parts(model.records[link.target])]
        return f"{link.target} has no part {link.fragment!r}.{did_you_mean(str(link.fragment), there)}"
    stem = link.text.partition("#")[0].rpartition("/")[2]
    known = [one.id for one in model.records.values() if one.kind in kinds]
    return f"There is no {one_of(kinds)} {stem!r}.{did_you_mean(stem, known)}"
