"""There is not exactly one active strategy, its champion heads the SMO, or a milestone is due before one it depends on.

Why: Two charters are two offices. A champion who is the head of the office champions nobody but himself: the support
has to come from above. And a plan whose steps stand in the wrong order will not be kept. While the first strategy is
still being written, none need be active.

Bad:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: active
    owner: head-of-smo
    champion: {role: head-of-smo, committed_on: 2026-01-10}  # expect
    milestones:
      - {id: roles, title: Roles named, due: 2026-03-31}
      - id: catalogue
        title: Catalogue published
        due: 2026-02-28  # expect
        depends_on: [roles]
    # file: policies/strategy/second-charter.yaml
    kind: strategy
    title: Another charter
    status: active  # expect
    owner: head-of-smo
    # file: raci/teams/smo.yaml
    kind: team
    title: Service Management Office
    status: active
    type: smo
    head: head-of-smo
    # file: raci/roles/head-of-smo.yaml
    kind: role
    title: Head of the office
    status: active
    type: manager
    purpose: Leads the office.
    responsibilities: [{id: lead, text: Leads the office.}]

Good:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: active
    owner: head-of-smo
    champion: {role: chief-operating-officer, committed_on: 2026-01-10}
    milestones:
      - {id: roles, title: Roles named, due: 2026-03-31}
      - {id: catalogue, title: Catalogue published, due: 2026-04-30, depends_on: [roles]}
    # file: raci/teams/smo.yaml
    kind: team
    title: Service Management Office
    status: active
    type: smo
    head: head-of-smo
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.roles import holders

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Count the active ones, then look into each that is not over."""
    found = model.of("strategy")
    active = [one for one in found if one.live]
    if not active and found and all(one.phase == "ended" for one in found) and not _broken(model):
        message = "Every strategy is superseded and none is active."
        yield hit(
            found[-1], ("status",), message, "Write the one that follows, or make this one active again."
        )
    for other in active[1:]:
        message = f"{other.name} is a second active strategy beside {active[0].name}."
        where = [related(active[0], ("status",), "the first one")]
        yield hit(other, ("status",), message, "Supersede one of the two.", where)
    for record in found:
        if record.phase != "ended":
            yield from _champion(model, record)
            yield from _milestones(record)


def _broken(model: Model) -> bool:
    return any(not record.valid for record in model.records.values() if record.kind == "strategy")


def _champion(model: Model, record: Record) -> Iterator[Hit]:
    champion = model.look(record.data.get("champion", {}).get("role"), "role")
    for office in model.of("team"):
        head = model.look(office.data.get("head"), "role") if office.data["type"] == "smo" else None
        if office.live and champion and head and _same(model, champion, head):
            message = f"The champion {champion.title!r} is the one who heads the office {office.title!r}."
            where = [related(office, ("head",), "who heads it")]
            remedy = "Name a champion above the office, who can move the other departments."
            yield hit(record, ("champion", "role"), message, remedy, where)


def _same(model: Model, champion: Record, head: Record) -> bool:
    people = {one.person.name for one in holders(model, champion)}
    return champion.name == head.name or (
        len(people) == 1 and people == {one.person.name for one in holders(model, head)}
    )


def _milestones(record: Record) -> Iterator[Hit]:
    entries = record.data.get("milestones", ())
    places = {entry["id"]: index for index, entry in enumerate(entries)}
    for index, entry in enumerate(entries):
        due = parse_date(entry["due"])
        before = [
            (parse_date(entries[places[key]]["due"]), key)
            for key in entry.get("depends_on", ())
            if key in places
        ]
        latest = max(((day, key) for day, key in before if day), default=None)
        if due and latest and latest[0] > due:
            message = (
                f"{entry['id']!r} is due before {latest[1]!r} ({long_date(latest[0])}), on which it depends."
            )
            where = [related(record, ("milestones", places[latest[1]], "due"), "due later")]
            yield hit(record, ("milestones", index, "due"), message, "Move one of the two dates.", where)
