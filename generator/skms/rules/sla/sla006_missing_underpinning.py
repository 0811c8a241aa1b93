"""A dependency of a tier-1 or tier-2 service has no OLA or UC for the SLA's dimensions.

Why: A promise to customers rests on promises among ourselves and of suppliers. Where one is missing, nobody has
agreed to do their share, and the first to find out is the customer.

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
        value: 99
        window: {duration: 1M, type: calendar}
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    criticality: tier-1
    depends_on: [{service: mail-platform}]
    # file: catalogue/services/mail-platform.yaml
    kind: service
    title: Mail platform
    owner: mail-platform-owner
    status: live
    type: technical
    criticality: tier-1
    provider: platforms  # expect
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
        value: 99
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
    criticality: tier-1
    depends_on: [{service: mail-platform}]
    # file: catalogue/services/mail-platform.yaml
    kind: service
    title: Mail platform
    owner: mail-platform-owner
    status: live
    type: technical
    criticality: tier-1
    provider: platforms
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
from skms.fit import Record
from skms.model import Model, hit, related
from skms.service_levels import live
from skms.supportability import SHARED, all_proofs
from skms.words import one_of, plural

SEVERITY = "error"

IMPORTANT = ("tier-1", "tier-2")


def check(model: Model) -> Iterator[Hit]:
    """Report each dependency once, however many SLAs rest on it. What a provider needs of itself takes no agreement."""
    if model.unread("agreement", "indicator"):
        return
    gaps: dict[str, tuple[Record, set[str], dict[str, Related]]] = {}
    for agreement in live(model, "sla"):
        for line in all_proofs(model)[agreement.name].missing:
            on = line.dependency.on
            important = line.service.data.get("criticality") in IMPORTANT
            if important and not model.may_be_meant(on, "agreement", "covers"):
                _, words, users = gaps.setdefault(on.name, (on, set(), {}))
                words.update(line.dimensions)
                said = f"{line.service.id} needs it under {agreement.id}"
                users[line.service.id] = related(line.service, line.dependency.route, said)
    for service, found, users in gaps.values():
        lacking = [word for word in SHARED if word in found]
        who = one_of((repr(key) for key in users), "and")
        message = (
            f"No OLA or UC for {service.id!r} says anything about {one_of(lacking, 'and')}, which "
            f"{plural(len(users), 'important service')} {'promises' if len(users) == 1 else 'promise'}: {who}."
        )
        remedy = f"Agree on it with whoever provides it: an agreement with `covers: [{service.id}]`."
        yield hit(
            service,
            ("provider",) if "provider" in service.data else ("kind",),
            message,
            remedy,
            users.values(),
        )
