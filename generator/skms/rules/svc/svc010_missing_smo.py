"""There is not exactly one active team of type `smo`, or it provides no live service.

Why: The Service Management Office is a shared service like the others: everybody must be able to see what it offers
and whom to ask. Two of them would be two answers to every question.

Bad:
    # file: raci/teams/it.yaml
    kind: team  # expect
    title: IT department
    status: active
    type: department

Good:
    # file: raci/teams/smo.yaml
    kind: team
    title: Service Management Office
    status: active
    type: smo
    # file: catalogue/services/process-advice.yaml
    kind: service
    title: Process advice
    owner: head-of-smo
    status: live
    type: governance
    provider: smo
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Count the offices and what they provide. A repository without teams does not describe an organisation yet."""
    teams = [team for team in model.of("team") if team.live]
    offices = [team for team in teams if team.data["type"] == "smo"]
    if not offices:
        if teams and not _broken(model, "team"):
            top = next((team for team in teams if "parent" not in team.data), teams[0])
            remedy = "Add a team with `type: smo`; it may be one person."
            yield hit(
                top,
                ("kind",),
                "No active team is the Service Management Office (type smo).",
                remedy,
                on_key=True,
            )
        return
    first, *others = offices
    for other in others:
        message = f"{other.name} is a second Service Management Office beside {first.name}."
        where = [related(first, ("type",), "the first one")]
        yield hit(
            other,
            ("type",),
            message,
            "Give one of the two another type, or make it part of the other.",
            where,
        )
    if not others and not _provides(model, first) and not _broken(model, "service"):
        message = f"The Service Management Office {first.id!r} provides no live service."
        yield hit(
            first, ("type",), message, f"Describe what it offers: a service with `provider: {first.id}`."
        )


def _provides(model: Model, office: Record) -> bool:
    links = (link for link in model.backlinks(office.name) if link.route == ("provider",))
    return any(service.live for link in links if (service := model.get(link.source)))


def _broken(model: Model, kind: str) -> bool:
    """Whether what is missed may stand in a record that could not be read."""
    return any(not record.valid for record in model.records.values() if record.kind == kind)
