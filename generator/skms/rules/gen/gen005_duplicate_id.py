"""Two files of a kind share an id or alias (ignoring case), or two sub-elements of a record share an id.

Why: A reference must mean one thing. Where two records have one name, half of the links lead to the wrong one.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    # file: raci/teams/it/desk.yaml
    kind: team  # expect
    title: Service desk of the IT department
    status: active
    type: team

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    # file: raci/teams/it/it-desk.yaml
    kind: team
    title: Service desk of the IT department
    status: active
    type: team
"""

from collections.abc import Iterable, Iterator

from skms.findings import Hit, Route
from skms.fit import Record
from skms.model import Model, Part, all_parts, hit, related

SEVERITY = "error"
WAIVABLE = False


def check(model: Model) -> Iterator[Hit]:
    """Look for names that two files, or two sub-elements, claim."""
    owners: dict[tuple[str, str], Record] = {}
    # A file whose name cannot be an id, such as `Email.yaml`, is reported for that; it takes no name from another.
    for record in (one for one in model.everything if one.id == one.id.lower()):
        first = owners.setdefault((record.kind, record.id.lower()), record)
        if first is not record:
            message = f"{first.path} already is the {record.kind} {record.id!r}."
            where = related(first, ("kind",), "has this id", True)
            yield hit(record, ("kind",), message, "Rename one of the two files.", [where], on_key=True)
    taken: dict[tuple[str, str], tuple[Record, Route]] = {
        key: (record, ("kind",)) for key, record in owners.items()
    }
    for record in model.everything:
        if record.valid and "aliases" in record.data:
            yield from _aliases(record, taken)
    for record, found in model.once(all_parts):
        yield from _parts(record, found)


def _aliases(record: Record, taken: dict[tuple[str, str], tuple[Record, Route]]) -> Iterator[Hit]:
    for index, alias in enumerate(record.data["aliases"]):
        if alias == record.id:
            continue  # leads to where it stands: unused-alias speaks of that
        route = ("aliases", index)
        first, place = taken.setdefault((record.kind, alias.lower()), (record, route))
        if (first.path, place) != (record.path, route):
            message = f"The former id {alias!r} is taken by {first.path}."
            where = related(first, place, "has this name", place == ("kind",))
            remedy = "Remove the alias here: a name can lead to one record only."
            yield hit(record, route, message, remedy, [where])


def _parts(record: Record, found: Iterable[Part]) -> Iterator[Hit]:
    seen: dict[str, Route] = {}
    for route, item, key in found:
        fragment = str(item[key])
        first = seen.setdefault(fragment.lower(), route)
        if first != route and not _may_repeat(record, route):
            message = f"{fragment!r} is the id of two parts of this record."
            where = related(record, (*first, key), "first used here")
            yield hit(record, (*route, key), message, "Give one of the two another id.", [where])


def _may_repeat(record: Record, route: Route) -> bool:
    """A second RACI row for one activity is the rule stray-row's matter."""
    return record.kind == "raci" and route[0] == "rows"
