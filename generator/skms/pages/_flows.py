"""Processes and hand-overs as swim lanes: from records to the plain values that `skms.diagrams` draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from skms.diagrams import swimlanes
from skms.diagrams.lane_layout import Flow, Lane, Step
from skms.fit import Record
from skms.integration import is_ours, party_supplier
from skms.pages._filters import words
from skms.pages._views import View

PARTIES = ("role", "team", "supplier")
NO_LANE = ""
Activities = Sequence[Mapping[str, Any]]


def process(view: View, record: Record) -> Markup | None:
    """The swim lanes of a process as it is."""
    found = record.data.get("activities", ())
    return drawing(view, f"Swim lanes of {record.title}", found, {}) if found else None


def drawing(
    view: View, title: str, activities: Activities, marks: Mapping[str, str], anchors: bool = True
) -> Markup:
    """Activities in their lanes; `marks` give an activity a class (`new`, `changed`, `gone`)."""
    lane_of = _lane_of(activities)
    names = list(dict.fromkeys(lane_of.values()))
    lanes = {name: _lane(view, name) for name in names}
    steps = [
        Step(
            str(one["id"]), str(one.get("title", one["id"])), lane_of[str(one["id"])], str(one.get("type", "task")),
            f"#{one['id']}" if anchors else None, (marks[str(one["id"])],) if str(one["id"]) in marks else (),
        )
        for one in activities
    ]  # fmt: skip
    flows = [
        Flow(str(one["id"]), str(step["to"]), str(step.get("when", "")), _across(lanes, lane_of, one, step))
        for one in activities
        for step in one.get("next", ())
    ]
    return swimlanes.svg(title, list(lanes.values()), steps, flows)


def handover(view: View, record: Record) -> Markup | None:
    """The two sides of an interlock as a picture in two lanes; None where one of them is not said yet."""
    data = record.data
    if "from" not in data or "to" not in data:
        return None
    sides = [data["from"], data["to"]]
    lanes = [_lane(view, str(side["party"]), key) for side, key in zip(sides, ("from", "to"), strict=True)]
    steps = [
        Step(key, _activity(view, side) or fallback, key, "task", _href(view, side))
        for side, key, fallback in zip(
            sides, ("from", "to"), (str(data.get("trigger", "Hands it over")), "Takes it over"), strict=True
        )
    ]
    carried = ", ".join(str(one["item"]) for one in data.get("carries", ()))
    flows = [Flow("from", "to", carried or words(data["type"]), ("party",))]
    back = view.model.look(data.get("return"), "interlock")
    if back:
        steps.append(Step("back", back.title, "from", "handover", view.ref(back).href))
        flows.append(Flow("to", "back", "way back", ("party",)))
    elif data.get("rejection"):
        to = str(data["rejection"].get("return_to", ""))
        title = _activity(view, {"activity": to}) or "Takes it back"
        steps.append(Step("back", title, "from", "task", view.href(f"process/{to}") if to else None))
        flows.append(Flow("to", "back", "if rejected", ("party",)))
    return swimlanes.svg(f"Hand-over: {record.title}", lanes, steps, flows)


def changes(before: Activities, after: Activities) -> tuple[dict[str, str], dict[str, str]]:
    """Marks for both pictures of a change: what is `gone` on the left, `new` or `changed` on the right."""
    old = {str(one["id"]): one for one in before}
    new = {str(one["id"]): one for one in after}
    right = {name: "new" for name in new if name not in old}
    right |= {name: "changed" for name in new if name in old and new[name] != old[name]}
    left = {name: "gone" for name in old if name not in new}
    left |= {name: "changed" for name, mark in right.items() if mark == "changed"}
    return left, right


def _lane_of(activities: Activities) -> dict[str, str]:
    """The lane of each activity; one without goes with a neighbour, a start with what follows it."""
    lanes = {str(one["id"]): str(one["lane"]) for one in activities if one.get("lane")}
    first = next(iter(lanes.values()), NO_LANE)
    for one in activities:
        for step in one.get("next", ()):
            if str(one["id"]) in lanes:
                lanes.setdefault(str(step["to"]), lanes[str(one["id"])])
    for one in activities:
        after = [lanes[str(step["to"])] for step in one.get("next", ()) if str(step["to"]) in lanes]
        lanes.setdefault(str(one["id"]), after[0] if after else first)
    return {str(one["id"]): lanes[str(one["id"])] for one in activities}


def _lane(view: View, text: str, key: str | None = None) -> Lane:
    record = view.model.look(text, *PARTIES, "customer") if text else None
    supplier = party_supplier(view.model, record)
    note = words(record.kind) if record else ""
    if supplier and record is not supplier:
        note = f"{note} at {supplier.title}"
    outside = record is not None and not is_ours(view.model, record)
    return Lane(
        key or text, record.title if record else text or "Nobody named", note, outside, view.ref(record).href
    )


def _across(
    lanes: Mapping[str, Lane], lane_of: Mapping[str, str], one: Mapping[str, Any], step: Mapping[str, Any]
) -> tuple[str, ...]:
    start, end = lane_of[str(one["id"])], lane_of.get(str(step["to"]), NO_LANE)
    if start == end or end not in lanes:
        return ()
    return ("party",) if lanes[start].outside or lanes[end].outside else ("across",)


def _activity(view: View, side: Mapping[str, Any]) -> str:
    base, _, part = str(side.get("activity", "")).partition("#")
    process = view.model.look(base, "process") if base else None
    found = view.model.part(process, part) if process else None
    return str(found[1].get("title", "")) if found else str(side.get("desk", ""))


def _href(view: View, side: Mapping[str, Any]) -> str | None:
    return view.href(f"process/{side['activity']}") if side.get("activity") else None
