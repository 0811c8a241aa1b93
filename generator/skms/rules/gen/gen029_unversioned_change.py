"""A published document changed without a raised version, or without an entry in its revisions.

Why: People confirm and auditors cite a version. If its text changes under the same number, nobody can say any more what
was confirmed.

Bad:
    # was: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: published
    type: policy
    version: "1.0"
    statements: [{id: need, text: Access is given for a reason., modality: shall}]
    # file: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: published
    type: policy
    version: "1.0"  # expect
    statements: [{id: need, text: Access is given to everybody., modality: shall}]

Good:
    # was: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: published
    type: policy
    version: "1.0"
    statements: [{id: need, text: Access is given for a reason., modality: shall}]
    # file: policies/policies/access.yaml
    kind: policy
    title: Access policy
    owner: security-manager
    status: published
    type: policy
    version: "1.1"
    statements: [{id: need, text: Access is given to everybody., modality: shall}]
    revisions: [{version: "1.1", date: 2026-06-20, comment: Access for everybody}]
"""

from collections.abc import Iterator, Mapping

from skms.findings import Hit
from skms.fit import Record
from skms.meaning import meaning
from skms.model import Model, hit
from skms.rules._before import called, pairs, renamed
from skms.substance import substance, text

SEVERITY = "error"
NEEDS_BASE = True

FREE = frozenset({"classification", "review", "status", "superseded_by", "version"})
"""Fields that say nothing of what the document itself says, beside those that never count."""


def check(model: Model, base: Model) -> Iterator[Hit]:
    """Compare what published documents mean, and their versions."""
    renames = renamed(model, base)
    for old, record in pairs(model, base):
        if "version" in record.data and old.live and record.live:
            yield from _judged(model, base, old, record, renames)


def _judged(
    model: Model, base: Model, old: Record, record: Record, renames: Mapping[str, str]
) -> Iterator[Hit]:
    version, former = str(record.data["version"]), str(old.data.get("version", ""))
    sides = (meaning(base, old, renames).data, meaning(model, record).data)
    schema = model.kinds[record.kind].schema
    said, says = (
        text(substance({key: value for key, value in side.items() if key not in FREE}, schema))
        for side in sides
    )
    if said != says and not _higher(version, former):
        what = "is still" if version == former else f"went from {former} to"
        kind = called(model, record)
        message = f"This {kind} in force says something else than before, but its version {what} {version}."
        yield hit(record, ("version",), message, _remedy(model, record))
    elif _higher(version, former) and "revisions" in schema["properties"]:
        noted = [str(one.get("version")) for one in record.data.get("revisions", ())]
        if version not in noted:
            message = f"Version {version} is new, but no entry of `revisions` says what is different."
            remedy = f'Add an entry: `{{version: "{version}", date: …, comment: …}}`.'
            yield hit(record, ("version",), message, remedy)


def _remedy(model: Model, record: Record) -> str:
    noted = "revisions" in model.kinds[record.kind].schema["properties"]
    return f"Raise the version{', and say in `revisions` what is different' if noted else ''}."


def _higher(version: str, former: str) -> bool:
    return _numbers(version) > _numbers(former)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
