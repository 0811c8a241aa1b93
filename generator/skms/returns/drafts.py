"""The records of an import in the making: the steps for each, and the text of its file that comes out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from skms.edits.steps import Refused, Step, result
from skms.edits.surgery import edited
from skms.fit import Record
from skms.imports.yaml_text import dump
from skms.kinds import Schema
from skms.model import Model
from skms.returns.placing import Places
from skms.returns.reading import Trouble


@dataclass(slots=True)
class Draft:
    """One record in the making."""

    record: Record | None
    name: str
    data: dict[str, Any]
    place: str = ""
    """The first cell that changes it."""
    steps: list[Step] = field(default_factory=list)
    body: str | None = None

    def take(self, step: Step) -> None:
        self.data = result(self.data, step)
        self.steps.append(step)


class Work:
    """The drafts of one import, and what it has to say."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.drafts: dict[str, Draft] = {}
        self.places = Places()
        self.changes: list[str] = []
        self.removed: list[str] = []
        self.troubles: list[Trouble] = []
        self.gone: list[Record] = []

    def schema(self, draft: Draft) -> Schema:
        return self.model.kinds[draft.name.partition("/")[0]].schema

    def draft(self, kind: str, record_id: str) -> Draft:
        name = f"{kind}/{record_id}"
        if name not in self.drafts:
            record = self.model.get(name)
            data = dict(record.data) if record else {"kind": kind}
            if record and record.body_path:
                data.pop("body", None)
            self.drafts[name] = Draft(record, name, data)
        return self.drafts[name]


def edits(work: Work) -> dict[str, str | None]:
    """The new text of every file."""
    edits: dict[str, str | None] = {}
    for draft in work.drafts.values():
        record = draft.record
        if record is None:
            kind, _, record_id = draft.name.partition("/")
            fields = list(work.model.kinds[kind].schema["properties"])
            data = {name: draft.data[name] for name in fields if name in draft.data}
            edits[f"{work.model.kinds[kind].folder}/{record_id}.yaml"] = dump(data)
            continue
        try:
            if draft.steps:
                edits[record.path] = edited(record.path, work.model.texts.get(record.path), draft.steps)
        except Refused as error:
            work.troubles.append(Trouble(draft.place or record.path, str(error)))
        if draft.body is not None and record.body_path:
            edits[record.body_path] = draft.body
    for record in work.gone:
        edits[record.path] = None
        if record.body_path:
            edits[record.body_path] = None
    return edits
