"""After the campaign, attestations of the current version stay below target.

Why: A policy that people have not read does not protect anybody. Whoever came less than 30 days before the end is not
counted.

Bad:
    # file: policies/attestations/access-2026.yaml
    kind: attestation
    title: Access control, spring 2026
    status: closed
    policy: access
    policy_version: "1.2"
    from: 2026-04-01
    to: 2026-05-31
    population: {teams: [desk]}
    target_percent: 90
    responses:  # expect
      - {who: person/sam, on: 2026-04-12, answer: accept}
      - {who: person/kim, on: 2026-04-12, answer: decline}
    # file: policies/policies/access.yaml
    kind: policy
    title: Access control policy
    status: published
    version: "1.2"
    owner: security-manager
    type: policy
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    team: desk
    # file: raci/people/kim.yaml
    kind: person
    title: Kim Osei
    status: active
    team: desk

Good:
    # file: policies/attestations/access-2026.yaml
    kind: attestation
    title: Access control, spring 2026
    status: closed
    policy: access
    policy_version: "1.2"
    from: 2026-04-01
    to: 2026-05-31
    population: {teams: [desk]}
    target_percent: 90
    responses: [{who: team/desk, on: 2026-04-12, answer: accept}]
    # file: policies/policies/access.yaml
    kind: policy
    title: Access control policy
    status: published
    version: "1.2"
    owner: security-manager
    type: policy
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    team: desk
"""

from collections.abc import Iterator

from skms.attestations import campaign
from skms.dates import long_date, parse_date
from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Look at campaigns whose last day is past; those about former versions are history."""
    for record in model.of("attestation"):
        end = parse_date(record.data.get("to"))
        found = campaign(model, record) if record.phase != "planned" and end and end < model.as_of else None
        share = found.percent if found and found.current else None
        if found and end and share is not None and share < found.target_percent:
            message = (
                f"{len(found.attested)} of {len(found.population)} had attested {found.policy.title!r} by "
                f"{long_date(end)}: {share:.0f} % instead of {found.target_percent:g} %."
            )
            route = ("responses",) if "responses" in record.data else ("to",)
            yield hit(record, route, message, "Ask the others, or start a new campaign.", on_key=True)
