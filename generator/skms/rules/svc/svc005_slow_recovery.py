"""RTO or RPO exceeds a dependant's, the MTPD or the tier limit.

Why: A service cannot be back before what it rests on, and a recovery that takes longer than the business can bear is
none; neither may an OLA or UC agree on a longer one than the service states. Limits for a tier are set under `limits`
in `skms.yml`, in hours: `tier-1-rto: 4`.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    continuity: {rto: 8h, rpo: 1h, mtpd: 2d}
    depends_on: [{service: directory}]
    # file: catalogue/services/directory.yaml
    kind: service
    title: Directory
    owner: directory-service-owner
    status: live
    type: technical
    continuity: {rto: 1d, rpo: 1h}  # expect

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: E-mail
    owner: email-service-owner
    status: live
    type: business
    continuity: {rto: 8h, rpo: 1h, mtpd: 2d}
    depends_on: [{service: directory}]
    # file: catalogue/services/directory.yaml
    kind: service
    title: Directory
    owner: directory-service-owner
    status: live
    type: technical
    continuity: {rto: 4h, rpo: 1h}
"""

from collections.abc import Iterator

from skms.dates import minutes
from skms.dates import words as spelled
from skms.dependencies import dependants
from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.service_levels import agreements_for, targets
from skms.words import one_of

SEVERITY = "error"

NAMES = {"rto": "recovery time", "rpo": "possible data loss"}


def check(model: Model) -> Iterator[Hit]:
    """Compare the times of every live service with its own limits and with those of who rests on it."""
    for service in model.of("service"):
        times = service.data.get("continuity", {})
        if service.live and times:
            for field in NAMES:
                if field in times:
                    yield from _dependants(model, service, field)
            yield from _own(model, service)
            for field in NAMES:
                if field in times:
                    yield from _promised(model, service, field)


def _promised(model: Model, service: Record, field: str) -> Iterator[Hit]:
    """A supplier's or team's target for recovery must be no longer than what the service itself states."""
    own = minutes(service.data["continuity"][field])
    for agreement in agreements_for(model, service):
        for target in targets(model, agreement):
            if target.dimension == field and (target.minutes or 0) > own:
                stated = spelled(service.data["continuity"][field])
                agreed = f"The {NAMES[field]} agreed here ({target.data['value']})"
                message = f"{agreed} is longer than {service.id!r} states ({stated})."
                where = [related(service, ("continuity", field), f"{service.id}: {stated}")]
                remedy = "Agree on a shorter time, or state the longer one in the service."
                yield hit(agreement, (*target.route, "value"), message, remedy, where)


def _dependants(model: Model, service: Record, field: str) -> Iterator[Hit]:
    own = service.data["continuity"][field]
    slower = [
        one.service
        for one in dependants(model, service)
        if one.mode == "series"
        and one.service.live
        and _longer(own, one.service.data.get("continuity", {}).get(field))
    ]
    if slower:
        ids = one_of((repr(one.id) for one in slower), "and")
        message = f"The {NAMES[field]} ({spelled(own)}) is longer than what rests on it allows: {ids}."
        where = [
            related(one, ("continuity", field), f"{one.id} allows {spelled(one.data['continuity'][field])}")
            for one in slower
        ]
        yield hit(
            service,
            ("continuity", field),
            message,
            "Shorten it, or agree on a longer time with those services.",
            where,
        )


def _own(model: Model, service: Record) -> Iterator[Hit]:
    times, tier = service.data["continuity"], service.data.get("criticality")
    rto, mtpd = times.get("rto"), times.get("mtpd")
    if rto and _longer(rto, mtpd):
        where = [related(service, ("continuity", "mtpd"), f"unbearable after {spelled(mtpd)}")]
        message = (
            f"The recovery time ({spelled(rto)}) is longer than the loss can be borne ({spelled(mtpd)})."
        )
        yield hit(service, ("continuity", "rto"), message, "Shorten the recovery time.", where)
    for field, name in NAMES.items():
        most = model.settings.limit(f"{tier}-{field}", 0)
        if most and field in times and minutes(times[field]) > most * 60:
            message = (
                f"The {name} ({spelled(times[field])}) is longer than {most:g} hours, the limit of {tier}."
            )
            yield hit(
                service,
                ("continuity", field),
                message,
                f"Shorten it; the limit `{tier}-{field}` stands in skms.yml.",
            )


def _longer(one: str, other: str | None) -> bool:
    return other is not None and minutes(one) > minutes(other)
