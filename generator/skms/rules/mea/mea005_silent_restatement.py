"""A recorded figure changed, or is gone, and the row does not say that it was corrected.

Why: Figures that were reported were believed. Whoever corrects one says so, with the old value and the reason;
otherwise the past can be made to look better than it was.

Bad:
    # was: catalogue/measurements/email-2026.yaml
    kind: measurement
    title: Email 2026
    agreement: email-sla
    rows:
      - {period: 2026-05, target: up, value: 98.9, source: tool, recorded_on: 2026-06-02, recorded_by: desk}
    # file: catalogue/measurements/email-2026.yaml
    kind: measurement
    title: Email 2026
    agreement: email-sla
    rows:
      - {period: 2026-05, target: up, value: 99.9, source: tool, recorded_on: 2026-06-02, recorded_by: desk}  # expect

Good:
    # was: catalogue/measurements/email-2026.yaml
    kind: measurement
    title: Email 2026
    agreement: email-sla
    rows:
      - {period: 2026-05, target: up, value: 98.9, source: tool, recorded_on: 2026-06-02, recorded_by: desk}
    # file: catalogue/measurements/email-2026.yaml
    kind: measurement
    title: Email 2026
    agreement: email-sla
    rows:
      - period: 2026-05
        target: up
        value: 99.9
        source: tool
        recorded_on: 2026-06-02
        recorded_by: desk
        corrected: {old: 98.9, reason: One outage was counted twice}
"""

from collections.abc import Iterator
from typing import Any

from skms.findings import Hit
from skms.model import Model, hit
from skms.rules._before import pairs

SEVERITY = "error"
NEEDS_BASE = True

FREE = ("note", "corrected", "source", "recorded_on", "recorded_by")
"""Fields that say nothing about the figure itself."""


def check(model: Model, base: Model) -> Iterator[Hit]:
    """Compare the rows of each period and target with those before."""
    for old, record in pairs(model, base):
        if record.kind != "measurement":
            continue
        now = {_key(row): (index, row) for index, row in enumerate(record.data.get("rows", ()))}
        for row in old.data.get("rows", ()):
            what = f"for {row['period']}" + (f" and {row['target']}" if "target" in row else "")
            if _key(row) not in now:
                message = f"The figures {what} are gone."
                yield hit(
                    record,
                    ("rows",),
                    message,
                    "Put the row back; a wrong one is corrected, with `corrected`.",
                )
                continue
            index, after = now[_key(row)]
            if _figures(after) != _figures(row) and after.get("corrected") == row.get("corrected"):
                message = f"The figures {what} are not those that were recorded: {_said(row, after)}."
                remedy = "Say so in the row: `corrected: {old: …, reason: …}`."
                yield hit(record, ("rows", index), message, remedy)


def _key(row: dict[str, Any]) -> tuple[Any, Any]:
    return row["period"], row.get("target")


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in row.items() if field not in FREE}


def _said(before: dict[str, Any], after: dict[str, Any]) -> str:
    fields = [
        field for field in {**before, **after} if field not in FREE and before.get(field) != after.get(field)
    ]
    return ", ".join(
        f"`{field}` was {_plain(before.get(field))} and is {_plain(after.get(field))}" for field in fields
    )


def _plain(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return "otherwise" if value else "empty"
    return "not there" if value is None else str(value)
