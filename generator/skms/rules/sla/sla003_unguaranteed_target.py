"""Availability lies above the additive bound, or a percentage above the joint percentage.

Why: Each supplier may keep its own promise and the customer's is broken all the same, when their failures fall one
after the other. Such a target is plausible, but nobody guarantees it.

Bad:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 4h
        clock: 24x7
        target_percent: 95  # expect
        window: {duration: 1M, type: calendar}
    # file: catalogue/agreements/platform-ola.yaml
    kind: agreement
    title: Platform ola
    owner: service-level-manager
    status: active
    type: ola
    provider: platforms
    recipient: team/messaging
    covers: [mail-platform]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla]
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 1h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
    # file: catalogue/agreements/network-ola.yaml
    kind: agreement
    title: Network ola
    owner: service-level-manager
    status: active
    type: ola
    provider: networks
    recipient: team/messaging
    covers: [network]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla]
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 1h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/resolution.yaml
    kind: indicator
    title: Time to restore
    owner: service-level-manager
    status: active
    type: sli
    dimension: resolution
    formula: Time from report to restored service
    unit: minutes
    direction: lower-better
    data_source: monitoring

Good:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 4h
        clock: 24x7
        target_percent: 90
        window: {duration: 1M, type: calendar}
    # file: catalogue/agreements/platform-ola.yaml
    kind: agreement
    title: Platform ola
    owner: service-level-manager
    status: active
    type: ola
    provider: platforms
    recipient: team/messaging
    covers: [mail-platform]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla]
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 1h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
    # file: catalogue/agreements/network-ola.yaml
    kind: agreement
    title: Network ola
    owner: service-level-manager
    status: active
    type: ola
    provider: networks
    recipient: team/messaging
    covers: [network]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    supports: [email-sla]
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 1h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/resolution.yaml
    kind: indicator
    title: Time to restore
    owner: service-level-manager
    status: active
    type: sli
    dimension: resolution
    formula: Time from report to restored service
    unit: minutes
    direction: lower-better
    data_source: monitoring
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.mathematics.decimals import shown
from skms.model import Model, hit, related
from skms.service_levels import live
from skms.support_paths import PathLine
from skms.supportability import AvailabilityLine, all_proofs

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Report each doubtful target of a live SLA once. What cannot be kept at all is an error of another rule."""
    for agreement in live(model, "sla"):
        proof = all_proofs(model)[agreement.name]
        broken = {line.target.id for line in proof.availability if line.verdict == "broken"}
        lowest: dict[str, AvailabilityLine] = {}
        for line in proof.availability:
            known = lowest.get(line.target.id)
            if line.verdict == "doubtful" and (not known or line.composition.bound < known.composition.bound):
                lowest[line.target.id] = line
        yield from (_availability(line) for key, line in lowest.items() if key not in broken)
        yield from (_joint(path) for path in proof.paths if path.verdict == "doubtful")


def _availability(line: AvailabilityLine) -> Hit:
    found = line.composition
    message = (
        f"{line.target.data['value']} % for {line.service.id!r} may be expected ({shown(found.product, 4)} %), but is "
        f"not guaranteed: if outages fall one after the other, only {shown(found.bound, 4)} % are left."
    )
    remedy = "Promise no more than that, or accept the risk in an exception."
    return hit(line.target.agreement, (*line.target.route, "value"), message, remedy)


def _joint(line: PathLine) -> Hit:
    names = ", ".join(f"{one.name} {one.target.percent:f} %" for one in line.steps if one.target)
    message = (
        f"{line.target.percent:f} % of the cases are promised, but what supports {line.target.id!r} is in time "
        f"together in only {line.joint:f} %: {names}."
    )
    field = "target_percent" if "target_percent" in line.target.data else "value"
    where = [
        related(one.record, one.target.route, f"{one.target.percent:f} %") for one in line.steps if one.target
    ]
    remedy = "Promise no more than that, or agree on more with them."
    return hit(line.target.agreement, (*line.target.route, field), message, remedy, where)
