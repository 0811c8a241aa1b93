"""OpenSLO v1: services, and an SLO for every target of a live agreement that OpenSLO can express.

That is a percentage that must be reached, or a value that must be kept in so many per cent of the cases, below 100 per
cent. What it cannot express is named in a comment at the top of the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from skms import prose
from skms.dates import minutes
from skms.exports import File
from skms.exports._yaml import documents
from skms.fit import Record
from skms.model import Model

KINDS = ("agreement", "service")
NAME = "openslo.yaml"
API = "openslo/v1"
LONGEST_NAME, LONGEST_TEXT = 63, 1050
DAY_ONE = "00:00:00"


def files(model: Model, records: Iterable[Record]) -> Iterator[File]:
    """Yield one file."""
    chosen = tuple(records)
    services = [one for one in chosen if one.kind == "service" and one.phase != "ended"]
    objectives: list[dict[str, Any]] = []
    lacking: list[str] = []
    for agreement in (one for one in chosen if one.kind == "agreement" and one.live):
        for service in _covered(model, agreement):
            for target in agreement.data.get("targets", ()):
                slo = _slo(model, agreement, service, target)
                if slo:
                    objectives.append(slo)
                else:
                    lacking.append(f"{agreement.name}#{target['id']}")
    comment = "\n".join(["Not expressible in OpenSLO:", *dict.fromkeys(lacking)]) if lacking else ""
    yield File(NAME, documents([*map(_service, services), *objectives], comment))


def _covered(model: Model, agreement: Record) -> Iterator[Record]:
    for text in agreement.data.get("covers", ()):
        service = model.look(text, "service")
        if service:
            yield service


def _service(record: Record) -> dict[str, Any]:
    return _object(
        "Service",
        record.id,
        record.title,
        {"description": _text(record.data.get("description", record.title))},
    )


def _slo(model: Model, agreement: Record, service: Record, target: dict[str, Any]) -> dict[str, Any] | None:
    indicator = model.look(target["indicator"], "indicator")
    if indicator is None:
        return None
    value, operator, percent = target["value"], target["operator"], target.get("target_percent")
    share = indicator.data["unit"] == "percent" and not isinstance(value, str)
    if percent is None and share and operator in ("gte", "gt"):
        percent, threshold = value, None
    else:
        threshold = minutes(value) if isinstance(value, str) else value
    if percent is None or not 0 <= percent < 100:
        return None
    objective: dict[str, Any] = {"displayName": target["id"], "target": _share(percent)}
    if threshold is not None:
        objective |= {"op": operator, "value": threshold}
    several = len(agreement.data["covers"]) > 1
    name = f"{agreement.id}-{service.id}-{target['id']}" if several else f"{agreement.id}-{target['id']}"
    spec = {
        "description": _text(f"{agreement.title}: {indicator.title}{_scope(target)}"),
        "service": service.id,
        "indicator": _indicator(indicator, threshold is not None),
        "timeWindow": [_window(agreement, target["window"])],
        "budgetingMethod": "Occurrences" if threshold is not None else "Timeslices",
        "objectives": [
            objective
            if threshold is not None
            else {**objective, "timeSliceTarget": 1.0, "timeSliceWindow": "1m"}
        ],
    }
    return _object("SLO", _name(name), f"{agreement.title}, {target['id']}", spec)


def _share(percent: float) -> float:
    """A percentage as a share of one, without what binary numbers add: 99.9 is 0.999."""
    return float(Decimal(str(percent)) / 100)


def _scope(target: dict[str, Any]) -> str:
    scope = target.get("applies_to", {})
    return f" ({', '.join(f'{key}: {value}' for key, value in scope.items())})" if scope else ""


def _indicator(record: Record, threshold: bool) -> dict[str, Any]:
    """How it is measured: OpenSLO leaves the query to the tool, so its place holds our formula."""
    data = record.data

    def source(query: str) -> dict[str, Any]:
        return {"metricSource": {"type": "skms", "spec": {"indicator": record.id, "query": query}}}

    if threshold:
        spec: dict[str, Any] = {"thresholdMetric": source(data["formula"])}
    else:
        spec = {
            "ratioMetric": {
                "counter": True,
                "good": source(data.get("numerator", data["formula"])),
                "total": source(data.get("denominator", data["formula"])),
            }
        }
    return {"metadata": {"name": record.id, "displayName": record.title}, "spec": spec}


def _window(agreement: Record, window: dict[str, Any]) -> dict[str, Any]:
    rolling = window["type"] == "rolling"
    result: dict[str, Any] = {"duration": window["duration"], "isRolling": rolling}
    if not rolling:
        # Calendar windows are counted from the first of a year, so that they are whole months and quarters.
        year = str(agreement.data.get("valid_from", "2020"))[:4]
        result["calendar"] = {"startTime": f"{year}-01-01 {DAY_ONE}", "timeZone": "Etc/UTC"}
    return result


def _object(kind: str, name: str, title: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": API, "kind": kind, "metadata": {"name": name, "displayName": title}, "spec": spec}


def _text(text: str) -> str:
    return prose.plain(text)[:LONGEST_TEXT]


def _name(text: str) -> str:
    """A DNS label; what had to be cut keeps apart by a few digits of its hash."""
    label = re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")
    if len(label) <= LONGEST_NAME:
        return label
    return f"{label[: LONGEST_NAME - 7].rstrip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
