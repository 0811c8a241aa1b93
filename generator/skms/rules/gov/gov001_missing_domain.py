"""One of the five governance domains has no live record while a strategy is active.

Why: Service management, security and risk, architecture, projects and IT governance meet in every decision. A domain
that nobody has written down has no owner, no forum and no border to the others.

Bad:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: active  # expect
    owner: head-of-smo
    # file: policies/governance/itsm.yaml
    kind: governance-domain
    title: Service management
    status: active
    owner: head-of-smo
    frameworks: [itil-4]

Good:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: draft
    owner: head-of-smo
    # file: policies/governance/itsm.yaml
    kind: governance-domain
    title: Service management
    status: active
    owner: head-of-smo
    frameworks: [itil-4]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.governance import domains
from skms.model import Model, hit
from skms.words import one_of, plural

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look for the five; one whose record is broken counts as there."""
    active = [one for one in model.of("strategy") if one.live]
    if not active:
        return
    missing = [key for key, record in domains(model).items() if record is None and not _broken(model, key)]
    if missing:
        names = one_of((repr(key) for key in missing), "and")
        what = plural(len(missing), "domain is", "domains are")
        message = (
            f"The strategy is active, but of the five governance domains {what} without live record: {names}."
        )
        remedy = f"Add it with `skms new governance-domain {missing[0]}`."
        yield hit(active[0], ("status",), message, remedy)


def _broken(model: Model, key: str) -> bool:
    record = model.records.get(model.resolve(key, ("governance-domain",)) or "")
    return record is not None and not record.valid
