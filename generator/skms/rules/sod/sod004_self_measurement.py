"""The measured party alone records the measurement.

Why: Whoever is judged by a figure should not be the only one to write it down. The recipient, a tool's owner or the
office records part of it, or all.

Bad:
    # file: catalogue/measurements/hosting-2026.yaml
    kind: measurement
    title: Hosting in 2026
    agreement: hosting
    rows:
      - {period: 2026-04, target: availability, value: 99.9, recorded_by: supplier/hosting}  # expect
      - {period: 2026-05, target: availability, value: 99.9, recorded_by: supplier/hosting}
    # file: catalogue/agreements/hosting.yaml
    kind: agreement
    title: Hosting
    status: active
    owner: supplier-manager
    type: uc
    provider: supplier/hosting
    # file: catalogue/suppliers/hosting.yaml
    kind: supplier
    title: Hosting
    status: active
    owner: supplier-manager
    type: cloud

Good:
    # file: catalogue/measurements/hosting-2026.yaml
    kind: measurement
    title: Hosting in 2026
    agreement: hosting
    rows:
      - {period: 2026-04, target: availability, value: 99.9, recorded_by: supplier/hosting}
      - {period: 2026-05, target: availability, value: 99.9, recorded_by: supplier-manager}
    # file: catalogue/agreements/hosting.yaml
    kind: agreement
    title: Hosting
    status: active
    owner: supplier-manager
    type: uc
    provider: supplier/hosting
    # file: catalogue/suppliers/hosting.yaml
    kind: supplier
    title: Hosting
    status: active
    owner: supplier-manager
    type: cloud
    # file: raci/roles/supplier-manager.yaml
    kind: role
    title: Supplier manager
    status: active
    type: manager
    purpose: Looks after suppliers.
    responsibilities: [{id: look, text: Looks after suppliers.}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.roles import employer, holders

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Compare who recorded the rows of an agreement's measurement with who provides what it promises."""
    for record in model.of("measurement"):
        agreement = model.look(record.data.get("agreement"), "agreement")
        provider = model.look(agreement.data.get("provider"), "team", "supplier") if agreement else None
        if agreement is None or provider is None:
            continue
        named = [link for link in model.links(record.name) if link.route[-1] == "recorded_by"]
        by = [model.get(link.target) for link in named]
        if by and all(one is not None and _belongs(model, one, provider) for one in by):
            message = f"{provider.title!r} is measured here, and it alone records the figures."
            where = [related(agreement, ("provider",), "the measured party")]
            remedy = "Let the recipient, or the owner of the tool, record or check them."
            yield hit(record, named[0].route, message, remedy, where)


def _belongs(model: Model, recorder: Record, provider: Record) -> bool:
    """Whether who recorded is the measured party, a role of its team, or a role that only its staff holds."""
    if recorder.name == provider.name:
        return True
    if recorder.kind != "role":
        return False
    team = model.look(recorder.data.get("team"), "team")
    people = holders(model, recorder)
    staff = [firm.name for one in people if (firm := employer(model, one.person))]
    return (team is not None and team.name == provider.name) or (
        bool(people) and len(staff) == len(people) and set(staff) == {provider.name}
    )
