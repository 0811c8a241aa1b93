"""The SLA's availability exceeds the product of its dependencies.

Why: A service cannot be there more often than everything that it needs at the same time. Such a promise is broken on
the day it is signed.

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
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5  # expect
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
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.0
        window: {duration: 1M, type: calendar}
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on: [{service: mail-platform}]
    # file: catalogue/services/mail-platform.yaml
    kind: service
    title: Mail platform
    owner: mail-platform-owner
    status: live
    type: technical
    # file: catalogue/indicators/availability.yaml
    kind: indicator
    title: Availability
    owner: service-level-manager
    status: active
    type: sli
    dimension: availability
    formula: Time up / agreed time
    unit: percent
    direction: higher-better
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
      - id: availability
        indicator: availability
        operator: gte
        value: 99.5
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
    targets:
      - id: availability
        indicator: availability
        operator: gte
        value: 99.9
        window: {duration: 1M, type: calendar}
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on: [{service: mail-platform}]
    # file: catalogue/services/mail-platform.yaml
    kind: service
    title: Mail platform
    owner: mail-platform-owner
    status: live
    type: technical
    # file: catalogue/indicators/availability.yaml
    kind: indicator
    title: Availability
    owner: service-level-manager
    status: active
    type: sli
    dimension: availability
    formula: Time up / agreed time
    unit: percent
    direction: higher-better
    data_source: monitoring
"""

from collections.abc import Iterator

from skms.findings import Hit, Related
from skms.mathematics.decimals import shown
from skms.model import Model, hit, related
from skms.promises import availability_targets
from skms.service_levels import live
from skms.supportability import AvailabilityLine, all_proofs
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Report each target of a live SLA once, with the service that can do least."""
    for agreement in live(model, "sla"):
        worst: dict[str, AvailabilityLine] = {}
        for line in all_proofs(model)[agreement.name].availability:
            known = worst.get(line.target.id)
            if line.verdict == "broken" and (
                not known or line.composition.product < known.composition.product
            ):
                worst[line.target.id] = line
        for line in worst.values():
            yield _hit(model, line)


def _hit(model: Model, line: AvailabilityLine) -> Hit:
    """Name the parts that promise less than what they are needed for, the weakest first."""
    parts = sorted(line.composition.lines, key=lambda one: one.product)
    names = one_of(
        (" or ".join(one.name for one in part.part.promises) for part in parts if part.product < 100), "and"
    )
    message = (
        f"{line.service.id!r} is promised {line.target.data['value']} % of the time, but what it rests on is there "
        f"together for at most {shown(line.composition.product, 4)} %: {names}."
    )
    remedy = "Promise less, agree on more with them, or make what is weakest redundant."
    return hit(line.target.agreement, (*line.target.route, "value"), message, remedy, _places(model, line))


def _places(model: Model, line: AvailabilityLine) -> Iterator[Related]:
    for part in line.composition.lines:
        for one in part.part.promises:
            service = model.get(f"service/{one.name}")
            for target in availability_targets(model, service) if service else ():
                said = f"{one.name}: {target.data['value']} %"
                yield related(target.agreement, (*target.route, "value"), said)
