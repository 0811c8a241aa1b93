"""Evidence of an implemented control is older than its renewal interval.

Why: That something worked two years ago says little about today. Of several pieces of one type the latest counts.

Bad:
    # file: policies/controls/restore-test.yaml
    kind: control
    title: Restore test
    status: active
    owner: platform-owner
    type: detective
    implementation_status: implemented
    evidence:
      - {type: report, location: RESTORE-2025-11, dated: 2025-11-10, renew_after: 6M}  # expect
      - {type: report, location: RESTORE-2025-05, dated: 2025-05-12, renew_after: 6M}

Good:
    # file: policies/controls/restore-test.yaml
    kind: control
    title: Restore test
    status: active
    owner: platform-owner
    type: detective
    implementation_status: implemented
    evidence:
      - {type: report, location: RESTORE-2026-05, dated: 2026-05-12, renew_after: 6M}
      - {type: report, location: RESTORE-2025-05, dated: 2025-05-12, renew_after: 6M}
"""

from collections.abc import Iterator

from skms.controls import evidence_due, in_place
from skms.dates import long_date, words
from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Look at the latest evidence of each type of controls that are in place."""
    for record in model.of("control"):
        latest: dict[str, tuple[str, int]] = {}
        for index, entry in enumerate(record.data.get("evidence", ()) if in_place(record) else ()):
            key = entry.get("type", "")
            latest[key] = max(latest.get(key, ("", 0)), (entry["dated"], index))
        for _, index in latest.values():
            entry = record.data["evidence"][index]
            due = evidence_due(entry)
            if due and due < model.as_of:
                span = words(entry["renew_after"])
                message = (
                    f"The evidence {entry['location']!r} was to be renewed after {span}, by {long_date(due)}."
                )
                yield hit(
                    record,
                    ("evidence", index, "dated"),
                    message,
                    "Add the newer one, or perform the control.",
                )
