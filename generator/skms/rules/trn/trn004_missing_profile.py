"""A role with an A has no competence profile.

Why: Nobody can be prepared for a role of which is not said what one has to be able to do. Profiles are asked for once
there is a competency.

Bad:
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active  # expect
    type: manager
    purpose: Leads incidents.
    responsibilities: [{id: lead, text: Leads incidents.}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows: [{activity: triage, assign: {incident-manager: A/R}}]
    # file: raci/competencies/leading.yaml
    kind: competency
    title: Leading in an incident
    description: Keeps calm.
    status: active
    owner: trainer

Good:
    # file: raci/roles/incident-manager.yaml
    kind: role
    title: Incident manager
    status: active
    type: manager
    purpose: Leads incidents.
    responsibilities: [{id: lead, text: Leads incidents.}]
    competences: [{competency: leading, level: 3}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: process/incident
    rows: [{activity: triage, assign: {incident-manager: A/R}}]
    # file: raci/competencies/leading.yaml
    kind: competency
    title: Leading in an incident
    description: Keeps calm.
    status: active
    owner: trainer
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.profiles import letters

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Look at live roles with an A in a live matrix."""
    if not model.of("competency"):
        return
    for role in model.of("role"):
        if role.live and "A" in letters(model, role) and not role.data.get("competences"):
            message = f"The role {role.title!r} is accountable, but does not say what one has to be able to do for it."
            yield hit(role, ("status",), message, "Add `competences` with the level of each.")
