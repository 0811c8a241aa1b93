"""No responsibility names an activity where the role has R or A, or no row backs a responsibility.

Why: The job description and the matrix are read by different people. Where they differ, a duty is either unknown to
whoever has it, or claimed without anybody having given it.

Bad:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities:  # expect
      - id: lead
        text: Classifies faults.
        activities: [incident#confirm]  # expect
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities: [{id: triage, title: Classify}, {id: confirm, title: Confirm and close}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows:
      - {activity: triage, assign: {desk-lead: R}}
      - {activity: confirm, assign: {desk-lead: I}}

Good:
    # file: raci/roles/desk-lead.yaml
    kind: role
    title: Service desk lead
    status: active
    type: manager
    purpose: Leads the service desk.
    responsibilities:
      - id: lead
        text: Classifies faults.
        activities: [incident#triage]
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    owner: incident-manager
    activities: [{id: triage, title: Classify}]
    # file: raci/matrices/incident.yaml
    kind: raci
    title: Incident management
    status: published
    for: incident
    rows:
      - {activity: triage, assign: {desk-lead: R}}
"""

from collections.abc import Iterator

from skms.duties import Duty, duties
from skms.findings import Hit
from skms.fit import Record
from skms.link import Link
from skms.model import Model, hit, related
from skms.raci import all_rows, subject, unsure
from skms.words import one_of, plural

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Compare the responsibilities of every live role with its cells in the live matrices of processes."""
    has_matrix = {about.name for matrix, _ in all_rows(model) if (about := subject(model, matrix))}
    unknown = unsure(model)
    for role in model.of("role"):
        if role.live:
            cells = [duty for duty in duties(model, role) if _of_process(duty)]
            named = [
                link
                for link in model.links(role.name)
                if link.route[0] == "responsibilities" and link.fragment
            ]
            # A misspelt activity is reported where it stands; what follows from it is no second finding.
            broken = {link.target for link in named if not _exists(model, link)} | unknown
            described = {(link.target, link.fragment) for link in named}
            if not model.unclear(role, "responsibilities"):
                yield from _undescribed(
                    role, [duty for duty in cells if _key(duty)[0] not in broken], described
                )
            acting = {_key(duty) for duty in cells if {"R", "A", "S"} & set(duty.letters)}
            for link in named:
                if (
                    link.target in has_matrix - broken
                    and None not in unknown
                    and (link.target, link.fragment) not in acting
                ):
                    message = f"No RACI row gives {role.id!r} an R, A or S in {link.text!r}."
                    remedy = (
                        "Give the role a letter in that row, or take the activity out of the responsibility."
                    )
                    yield hit(role, link.route, message, remedy)


def _exists(model: Model, link: Link) -> bool:
    target = model.get(link.target)
    return target is not None and model.part(target, link.fragment or "", link.field.parts) is not None


def _undescribed(role: Record, cells: list[Duty], named: set[tuple[str | None, str | None]]) -> Iterator[Hit]:
    """One hit for a role, whatever the number of activities."""
    lacking = [
        duty
        for duty in cells
        if {"R", "A"} & set(duty.letters) and duty.matrix.live and _key(duty) not in named
    ]
    if lacking:
        ids = dict.fromkeys(f"{_key(duty)[0].partition('/')[2]}#{duty.row.activity}" for duty in lacking)
        what = plural(len(ids), "activity", "activities")
        message = (
            f"The role has R or A in {what} that none of its responsibilities names: {one_of(ids, 'and')}."
        )
        where = [
            related(duty.matrix, duty.row.route, f"{'/'.join(duty.letters)} for {duty.title}")
            for duty in lacking
        ]
        yield hit(
            role,
            ("responsibilities",),
            message,
            "Name them in `activities` of a responsibility.",
            where,
            on_key=True,
        )


def _of_process(duty: Duty) -> bool:
    return duty.subject is not None and duty.subject.kind == "process"


def _key(duty: Duty) -> tuple[str, str]:
    return (duty.subject.name if duty.subject else "", duty.row.activity)
