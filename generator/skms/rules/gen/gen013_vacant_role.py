"""The owner role of a live record, or a role with an A, has no holder on the date, fewer than `count.min`, or only
deputies for over 90 days.

Why: Holders come and go. Between two of them nobody answers, and a deputy stands in only for a while. How long is
set by `limits: {deputy-days: 90}` in `skms.yml`.

Bad:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: owner
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders: [{person: sam, from: 2025-01-01, to: 2026-05-31}]  # expect
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: desk-lead
    type: external

Good:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: owner
    purpose: Leads the service desk.
    responsibilities: [{id: lead, text: Leads the desk.}]
    holders:
      - {person: sam, from: 2025-01-01, to: 2026-05-31}
      - {person: kim, from: 2026-06-01}
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    # file: raci/people/kim.yaml
    kind: person
    title: Kim Berg
    status: active
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: desk-lead
    type: external
"""

from collections.abc import Iterator
from datetime import date

from skms.dates import long_date
from skms.duties import answers_for
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit
from skms.roles import Holding, holdings
from skms.words import plural

SEVERITY = "clock"

DEPUTY_DAYS = 90


def check(model: Model) -> Iterator[Hit]:
    """Compare the holder entries of every role that answers for something with the as-of date."""
    for role in model.of("role"):
        entries = holdings(model, role)
        known = entries and not model.unclear(role, "holders")
        message = _trouble(model, role, entries) if known else ""
        reasons = answers_for(model, role) if message else ()
        if reasons:
            yield hit(
                role,
                ("holders",),
                message,
                "Enter who holds the role now, and from when.",
                reasons,
                on_key=True,
                topic=message.partition(role.id)[0],  # what follows tells the day
            )


def _trouble(model: Model, role: Record, entries: tuple[Holding, ...]) -> str:
    day = model.as_of
    here = [one for one in entries if one.on(day)]
    main = [one for one in here if not one.deputy]
    least = _least(role)
    if not here:
        return f"Nobody holds the role {role.id!r} on {long_date(day)}: {_next(entries, day)}."
    if not main:
        since = _alone_since(entries, here, day)
        days = (day - since).days if since else None
        if days is None or days > model.settings.limit("deputy-days", DEPUTY_DAYS):
            how_long = f"for {days} days" if days is not None else "all along"
            return f"Only deputies have held the role {role.id!r} {how_long}."
        return ""
    if len(main) < least:
        held_by = f"has {plural(len(main), 'holder')} on {long_date(day)}"
        return f"The role {role.id!r} {held_by}; its `count` asks for at least {least}."
    return ""


def _least(role: Record) -> int:
    """The smallest number of holders, where it is meant for the whole organisation."""
    count = role.data.get("count", {})
    return int(count.get("min", 0)) if count.get("per") == "organisation" else 0


def _next(entries: tuple[Holding, ...], day: date) -> str:
    coming = [one.start for one in entries if one.start and one.start > day]
    if coming:
        return f"the next holder starts on {long_date(min(coming))}"
    return f"the last entry ended on {long_date(max(one.end for one in entries if one.end))}"


def _alone_since(entries: tuple[Holding, ...], here: list[Holding], day: date) -> date | None:
    """The day from which there are deputies only; None where that has always been so."""
    ends = [one.end for one in entries if not one.deputy and one.end and one.end < day]
    starts = [one.start for one in here]
    return max(ends) if ends else (None if None in starts else min(start for start in starts if start))
