"""A reference or Markdown link names no record of an allowed kind (near matches are suggested).

Why: A service whose owner does not exist has no owner. A missing record is reported once, with all places that name
it.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    head: desk-leader  # expect
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    head: desk-lead
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
"""

import re
from collections.abc import Iterator

from skms.edits.steps import Mend
from skms.findings import ALSO, Hit
from skms.link import Link
from skms.model import Model, hit, related
from skms.rules.gen._references import instead, link_at
from skms.rules.gen._typos import meant
from skms.words import near, one_of, plural, with_article

SEVERITY = "error"
WAIVABLE = False

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(model: Model) -> Iterator[Hit]:
    """Group references that resolve to nothing by what they name."""
    missing: dict[tuple[str, tuple[str, ...]], list[Link]] = {}
    for name in model.records:
        for link in model.links(name):
            if link.target is None:
                base = link.text.partition("#")[0]
                missing.setdefault((base, link.field.kinds), []).append(link)
    ids: dict[str, list[str]] = {}
    for record in model.records.values():
        ids.setdefault(record.kind, []).append(record.id)
    for (base, kinds), links in missing.items():
        yield _hit(model, base, kinds, links, ids)


def _hit(
    model: Model, base: str, kinds: tuple[str, ...], links: list[Link], ids: dict[str, list[str]]
) -> Hit:
    first, *others = links
    record = model.records[first.source]
    places = [related(model.records[o.source], o.route, ALSO, o.on_key) for o in others]
    also = f" It is named in {plural(len(links), 'place')}." if others else ""
    message, remedy = _words(base, kinds, ids)
    return hit(record, first.route, message + also, remedy, places, first.on_key, topic=message)


def _words(base: str, kinds: tuple[str, ...], ids: dict[str, list[str]]) -> tuple[str, str]:
    kind, slash, stem = base.rpartition("/")
    allowed = one_of(map(with_article, kinds))
    if slash and kinds and kind not in kinds:
        if kind in ids or kind.isalpha():
            return f"{base!r} is {with_article(kind)}, but here only {allowed} may stand.", f"Name {allowed}."
        return f"{base!r} names no record.", f"Name {allowed}."
    wanted = (kind,) if slash else kinds[:1] or tuple(ids)
    pool = [option for name in wanted for option in ids.get(name, ())]
    label = one_of(wanted)
    other = [f"{name}/{stem}" for name in kinds if stem in ids.get(name, ()) and name not in wanted]
    if other:
        return f"There is no {label} {stem!r}.", f"There is {one_of(other)}: write the kind before the id."
    guess = near(stem, pool)
    hint = f" Did you mean {f'{kind}/{guess}' if slash else guess!r}?" if guess else ""
    others = [name for name, known in ids.items() if stem in known]
    if others and not guess:
        hint = f" The id is that of {one_of(map(with_article, others), 'and')}."
    can_be_added = _ID.fullmatch(stem) and not others
    add = f", or add the record with `skms new {wanted[0]} {stem}`" if can_be_added else ""
    return f"There is no {label} {stem!r}.{hint}", f"Correct the id{add}."


def mend(model: Model, hit: Hit) -> Iterator[Mend]:
    """Name the one record that was certainly meant, wherever the same is said."""
    first = link_at(model, hit)
    base = first.text.partition("#")[0] if first else ""
    name = _meant(model, base, first.field.kinds) if first else None
    if first is None or name is None:
        return
    for link in (link for links in model.outgoing.values() for link in links):
        if (
            link.target is None
            and link.text.partition("#")[0] == base
            and link.field.kinds == first.field.kinds
        ):
            yield from instead(model, link, base, name)


def _meant(model: Model, base: str, kinds: tuple[str, ...]) -> str | None:
    """The reference that was meant: a slip in the id, or an id of another kind that may stand here."""
    kind, slash, stem = base.rpartition("/")
    wanted = kind or next(iter(kinds), "")
    known = {name.partition("/")[2] for name in model.records if name.startswith(f"{wanted}/")}
    others = [f"{one}/{stem}" for one in kinds if f"{one}/{stem}" in model.records]
    if others:
        return others[0] if len(others) == 1 else None
    guess = meant(stem, known)
    return f"{kind}{slash}{guess}" if guess else None
