"""The process does not show an implemented change's version, or a supplier's cells change without naming the contract.

Why: A change that is announced as done and cannot be found in the process misleads everybody who works by it. And what
a supplier does is paid for by contract: whoever moves it has to look there first.

Bad:
    # file: policies/process-changes/faster.yaml
    kind: process-change
    title: Faster triage
    status: implemented
    owner: incident-manager
    process: incident
    from_version: "1.0"
    to_version: "1.1"  # expect
    # file: policies/process-changes/helpline.yaml
    kind: process-change
    title: The helpline classifies
    status: approved
    owner: incident-manager
    process: incident
    from_version: "1.1"
    to_version: "1.2"
    to_be:
      rows:
        - activity: triage
          assign: {incident-manager: A, supplier/helpline: R}  # expect
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    version: "1.0"
    owner: incident-manager
    activities: [{id: triage, title: Classify}]
    # file: catalogue/suppliers/helpline.yaml
    kind: supplier
    title: Helpline
    status: active
    owner: incident-manager
    type: external

Good:
    # file: policies/process-changes/faster.yaml
    kind: process-change
    title: Faster triage
    status: implemented
    owner: incident-manager
    process: incident
    from_version: "1.0"
    to_version: "1.1"
    # file: policies/processes/incident.yaml
    kind: process
    title: Incident management
    status: published
    version: "1.2"
    owner: incident-manager
    activities: [{id: triage, title: Classify}]
"""

from collections.abc import Iterator, Mapping

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.raci import actors, all_rows, letters, subject

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at every change that is not over."""
    for change in model.of("process-change"):
        process = model.look(change.data["process"], "process")
        if process is None or change.phase == "ended":
            continue
        wanted, shown = change.data.get("to_version"), process.data.get("version")
        if change.live and wanted and shown and _number(shown) < _number(wanted):
            message = (
                f"The change is implemented, but {process.title!r} is still version {shown}, not {wanted}."
            )
            where = [related(process, ("version",), f"version {shown}")]
            remedy = "Change the process and raise its version, or set the status back."
            yield hit(change, ("to_version",), message, remedy, where)
        yield from _suppliers(model, change, process)


def _suppliers(model: Model, change: Record, process: Record) -> Iterator[Hit]:
    """One hit for a supplier whose letters change, whatever the number of rows."""
    contracted = {
        supplier.name
        for link in model.links(change.name) if link.route[:2] == ("impact", "contracts")
        if (contract := model.get(link.target)) and (supplier := model.look(contract.data["supplier"], "supplier"))
    }  # fmt: skip
    seen = set(contracted)
    for link in model.links(change.name):
        if link.on_key and link.route[:2] == ("to_be", "rows") and link.route[3] == "assign" and link.target:
            row = change.data["to_be"]["rows"][link.route[2]]
            supplier, now = model.get(link.target), model.once(_present).get(process.name, {})
            before = now.get((row["activity"], link.target), ())
            moved = letters(row["assign"][link.text]) != before
            if supplier and supplier.kind == "supplier" and supplier.name not in seen and moved:
                seen.add(supplier.name)
                message = (
                    f"What {supplier.title!r} does in {row['activity']!r} changes, but no contract is named."
                )
                remedy = "Name its contract under `impact.contracts`, and have it changed as well."
                yield hit(change, link.route, message, remedy, on_key=True)


def _present(model: Model) -> Mapping[str, Mapping[tuple[str, str], tuple[str, ...]]]:
    """Letters of suppliers today, by process, activity and supplier."""
    found: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {}
    for matrix, rows in all_rows(model):
        process = subject(model, matrix)
        for row in rows if process else ():
            for text, actor in actors(model, matrix, row):
                if process and actor.kind == "supplier":
                    found.setdefault(process.name, {})[row.activity, actor.name] = row.cells.get(text, ())
    return found


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
