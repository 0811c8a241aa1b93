"""A status or priority map is not total, not monotone, or a mandatory field is unmapped.

Why: A ticket in a state that the other side does not know stands still, and nobody is told.

Bad:
    # file: catalogue/interfaces/ticket-bridge.yaml
    kind: interface
    title: Ticket bridge
    owner: desk-lead
    status: published
    payload: {record_type: incident, format: json}
    status_map:
      acknowledged: Open
      inProgress: Assigned
      pending: Waiting
      held: Parked
      rejected: Refused
      resolved: Fixed
      closed: Closed
      cancelled: Withdrawn
    priority_map: {p1: A, p2: C, p3: B, p4: D}  # expect

Good:
    # file: catalogue/interfaces/ticket-bridge.yaml
    kind: interface
    title: Ticket bridge
    owner: desk-lead
    status: published
    payload: {record_type: incident, format: json}
    status_map:
      acknowledged: Open
      inProgress: Assigned
      pending: Waiting
      held: Parked
      rejected: Refused
      resolved: Fixed
      closed: Closed
      cancelled: Withdrawn
    priority_map: {p1: A, p2: B, p3: C, p4: D}
"""

from collections.abc import Iterator, Mapping

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"

MAPPED = ("incident", "request", "problem", "change")
OPEN = ("acknowledged", "pending", "held", "inProgress")
OVER = ("rejected", "cancelled", "closed", "resolved")
PRIORITIES = ("p1", "p2", "p3", "p4")


def check(model: Model) -> Iterator[Hit]:
    """Look at the maps of every live interface; tickets need both."""
    for interface in model.of("interface"):
        if interface.live:
            tickets = interface.data.get("payload", {}).get("record_type") in MAPPED
            for field, look in (("status_map", _statuses), ("priority_map", _priorities)):
                found = interface.data.get(field)
                if found is None and tickets:
                    message = f"Tickets pass here, but there is no {field.replace('_', ' ')}."
                    yield hit(interface, ("payload",), message, f"Add `{field}`.", on_key=True)
                elif found and (wrong := look(found, tickets)):
                    yield hit(interface, (field,), *wrong, on_key=False)
            yield from _fields(interface)


def _statuses(found: Mapping[str, str], tickets: bool) -> tuple[str, str] | None:
    """Ours or theirs are the words of the common language; the other side's states must not mix open and over."""
    if not set(found) <= {*OPEN, *OVER}:
        strange = [word for word in found.values() if word not in (*OPEN, *OVER)]
        if strange:
            message = f"Neither side of the map speaks the common language: {strange[0]!r} is not in it."
            return message, f"Use these states on one side: {', '.join((*OPEN, *OVER))}."
        return None
    missing = [word for word in (*OPEN, *OVER) if word not in found]
    if missing and tickets:
        message = f"The map leaves out {one_of(missing, 'and')}: a ticket in such a state cannot pass."
        return message, "Say what each of them is on the other side."
    over = {found[word] for word in OVER if word in found}
    mixed = next((word for word in OPEN if found.get(word) in over), None)
    if mixed:
        message = f"{found[mixed]!r} stands both for {mixed!r}, which is open, and for a state that is over."
        return message, "Give each its own state on the other side."
    return None


def _priorities(found: Mapping[str, str], tickets: bool) -> tuple[str, str] | None:
    missing = [word for word in PRIORITIES if word not in found]
    if missing and tickets:
        return f"The map leaves out {one_of(missing, 'and')}.", "Say what each of them is on the other side."
    values = [found[word] for word in PRIORITIES if word in found]
    runs = [value for at, value in enumerate(values) if at == 0 or values[at - 1] != value]
    ranked = len({value[:-1] for value in values}) == 1  # such as A to D, or P1 to P4
    if len(set(runs)) < len(runs) or (ranked and runs not in (sorted(runs), sorted(runs, reverse=True))):
        return (
            "The order of the priorities is not kept on the other side.",
            "Let a higher one never become a lower one.",
        )
    return None


def _fields(interface: Record) -> Iterator[Hit]:
    for index, entry in enumerate(interface.data.get("fields", ())):
        if entry.get("mandatory") and "maps_to" not in entry:
            message = f"The field {entry['name']!r} is mandatory, but maps to nothing."
            yield hit(interface, ("fields", index), message, "Name the field of the other side in `maps_to`.")
