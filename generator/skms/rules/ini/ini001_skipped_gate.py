"""An initiative with a new or changed service lacks a gate, or the service is live before acceptance was passed or
excepted.

Why: The gates are where the project hands its service over step by step. Who skips one leaves the office with a service
that it cannot run. The gates are those that the active strategy names, else every live interlock of type gate.

Bad:
    # file: policies/initiatives/portal-renewal.yaml
    kind: initiative
    title: Renewal of the portal
    status: delivering
    owner: customer-director
    gates:  # expect
      - {gate: acceptance}
    outputs: [{service: portal, change: new}]  # expect
    # file: catalogue/services/portal.yaml
    kind: service
    title: Portal
    status: live
    owner: customer-director
    type: business
    # file: catalogue/interlocks/acceptance.yaml
    kind: interlock
    title: Acceptance
    status: published
    owner: head-of-smo
    type: gate
    gate: acceptance
    # file: catalogue/interlocks/go-live.yaml
    kind: interlock
    title: Go-live
    status: published
    owner: head-of-smo
    type: gate
    gate: go-live

Good:
    # file: policies/initiatives/portal-renewal.yaml
    kind: initiative
    title: Renewal of the portal
    status: delivering
    owner: customer-director
    gates: [{gate: acceptance, actual: 2026-05-04, result: passed}]
    outputs: [{service: portal, change: new}]
    # file: catalogue/services/portal.yaml
    kind: service
    title: Portal
    status: live
    owner: customer-director
    type: business
    # file: catalogue/interlocks/acceptance.yaml
    kind: interlock
    title: Acceptance
    status: published
    owner: head-of-smo
    type: gate
    gate: acceptance
"""

from collections.abc import Iterator

from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.fit import Record
from skms.initiatives import Gate, changes_services, gates, missing
from skms.model import Model, hit, related
from skms.words import one_of

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at initiatives under way that bring a new or changed service."""
    for record in model.of("initiative"):
        if record.live and changes_services(record):
            lacking = () if model.unclear(record, "gates") else missing(model, record)
            if lacking:
                names = one_of((repr(gate.title) for gate in lacking), "and")
                message = f"The initiative brings a new or changed service, but does not name {names} among its gates."
                route = ("gates",) if "gates" in record.data else ("outputs",)
                yield hit(
                    record, route, message, "Add each with the day on which it is planned.", on_key=True
                )
            acceptance = next((gate for gate in gates(model, record) if gate.word == "acceptance"), None)
            if acceptance:
                yield from _early(model, record, acceptance)


def _early(model: Model, record: Record, acceptance: Gate) -> Iterator[Hit]:
    """Only new services: what is changed has been live all the time."""
    for index, entry in enumerate(record.data["outputs"]):
        service = model.look(entry["service"], "service")
        if not service or entry["change"] != "new" or service.status != "live":
            continue
        since = parse_date(service.data.get("dates", {}).get("live_from"))
        late = acceptance.passed and since and acceptance.actual and since < acceptance.actual
        if (not acceptance.passed or late) and not _excepted(model, record, service, acceptance.interlock):
            after = (
                f"only passed on {long_date(acceptance.actual)}"
                if late and acceptance.actual
                else "not passed"
            )
            message = f"The service {service.title!r} is live, but its acceptance was {after}."
            where = [
                related(record, acceptance.route, "the gate"),
                related(service, ("status",), "it is live"),
            ]
            remedy = "Have it accepted, or record an approved exception for the initiative or the service."
            yield hit(record, ("outputs", index), message, remedy, where)


def _excepted(model: Model, *records: Record) -> bool:
    found = (
        model.get(link.source)
        for one in records
        for link in model.backlinks(one.name)
        if link.route == ("subject",)
    )
    return any(one is not None and one.kind == "exception" and one.live for one in found)
