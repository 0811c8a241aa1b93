"""A redundancy group states no failover mode or common cause.

Why: Two lines in one trench fail together. Whether a group helps depends on who switches over and on what takes all
of it at once; a calculation that leaves this out is too good.

Bad:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on:
      - {services: [wan-a, wan-b], need: 1}  # expect
    # file: catalogue/services/wan-a.yaml
    kind: service
    title: Wan a
    owner: wan-a-owner
    status: live
    type: technical
    # file: catalogue/services/wan-b.yaml
    kind: service
    title: Wan b
    owner: wan-b-owner
    status: live
    type: technical

Good:
    # file: catalogue/services/email.yaml
    kind: service
    title: Email
    owner: email-owner
    status: live
    type: business
    depends_on:
      - {services: [wan-a, wan-b], need: 1, failover: automatic, common_cause_percent: 10}
    # file: catalogue/services/wan-a.yaml
    kind: service
    title: Wan a
    owner: wan-a-owner
    status: live
    type: technical
    # file: catalogue/services/wan-b.yaml
    kind: service
    title: Wan b
    owner: wan-b-owner
    status: live
    type: technical
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "warning"

NEEDED = {"failover": "who switches over", "common_cause_percent": "how often all fail at once"}
EXAMPLES = {"failover": "`failover: automatic`", "common_cause_percent": "`common_cause_percent: 10`"}


def check(model: Model) -> Iterator[Hit]:
    """Look at every group that a live service rests on. With a manual failover every member counts as needed anyway."""
    for service in model.of("service"):
        for index, entry in enumerate(service.data.get("depends_on", ()) if service.live else ()):
            if "services" in entry:
                missing = [field for field in NEEDED if field not in entry]
                if entry.get("failover") == "manual":
                    missing = []
                if missing:
                    message = f"The group does not say {one_of((NEEDED[field] for field in missing), 'and')}."
                    remedy = f"Add {one_of((EXAMPLES[field] for field in missing), 'and')}."
                    yield hit(service, ("depends_on", index), message, remedy)
