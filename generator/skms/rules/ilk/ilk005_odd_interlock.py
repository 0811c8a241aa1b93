"""An interlock differs from most of its pattern in type, criteria, silence, bounces or escalation.

Why: People at the desk learn one way of handing over. The one supplier with whom it is different is where it goes
wrong.

Bad:
    # file: catalogue/interlocks/desk-to-a.yaml
    kind: interlock
    title: Desk to a
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/a, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: accepted}
    # file: catalogue/interlocks/desk-to-b.yaml
    kind: interlock
    title: Desk to b
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/b, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: accepted}
    # file: catalogue/interlocks/desk-to-c.yaml
    kind: interlock
    title: Desk to c
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/c, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: accepted}
    # file: catalogue/interlocks/desk-to-d.yaml
    kind: interlock  # expect
    title: Desk to d
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/d, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: rejected}

Good:
    # file: catalogue/interlocks/desk-to-a.yaml
    kind: interlock
    title: Desk to a
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/a, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: accepted}
    # file: catalogue/interlocks/desk-to-b.yaml
    kind: interlock
    title: Desk to b
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/b, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: accepted}
    # file: catalogue/interlocks/desk-to-c.yaml
    kind: interlock
    title: Desk to c
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/c, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: accepted}
    # file: catalogue/interlocks/desk-to-d.yaml
    kind: interlock
    title: Desk to d
    owner: incident-manager
    status: published
    type: handover
    from: {party: desk-lead, activity: incident#triage}
    to: {party: supplier/d, activity: incident#restore}
    pattern: incident
    acceptance: {criteria: [Site named], within: {duration: 15m, clock: 24x7}, silence_means: accepted}
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from skms.findings import Hit
from skms.fit import Record
from skms.integration import interlocks
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "info"

FEWEST = 4
"""Interlocks of a pattern from which on there is a usual way."""


def check(model: Model) -> Iterator[Hit]:
    """Compare live interlocks with what two thirds of their pattern and direction have in common."""
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for interlock, start, end in interlocks(model):
        if interlock.live and "pattern" in interlock.data:
            sides = (start.party.kind if start.party else "", end.party.kind if end.party else "")
            key = (interlock.data["pattern"], *sides)
            groups.setdefault(key, []).append(interlock)
    for (pattern, _, _), group in groups.items():
        if len(group) >= FEWEST:
            yield from _group(pattern, group)


def _group(pattern: str, group: list[Record]) -> Iterator[Hit]:
    all_traits = [_traits(one) for one in group]
    usual = {}
    for trait in all_traits[0]:
        value, count = Counter(traits[trait] for traits in all_traits).most_common(1)[0]
        if 3 * count >= 2 * len(group):
            usual[trait] = value
    for one, traits in zip(group, all_traits, strict=True):
        differs = [trait for trait, value in usual.items() if traits[trait] != value]
        if differs:
            message = f"It differs from most interlocks of the pattern {pattern} in {one_of(differs, 'and')}."
            yield hit(
                one, ("kind",), message, "Make it alike, or keep it so if there is a reason.", on_key=True
            )


def _traits(interlock: Record) -> dict[str, Any]:
    data = interlock.data
    acceptance = data.get("acceptance", {})
    return {
        "type": data["type"],
        "number of criteria": len(acceptance.get("criteria", ())),
        "what silence means": acceptance.get("silence_means"),
        "bounces allowed": data.get("rejection", {}).get("max_bounces"),
        "steps of escalation": len(data.get("escalation", ())),
    }
