"""Two targets of one indicator, scope and priority differ, `p1` is slower than `p2`, or an offering promises less than
the default SLA.

Why: Of two figures for the same thing everybody reads the one that suits them.

Bad:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: resolution-p1  # expect
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 4h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
      - id: resolution-p2
        indicator: resolution
        applies_to: {priority: p2}
        operator: lte
        value: 2h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/resolution.yaml
    kind: indicator
    title: Time to restore
    owner: service-level-manager
    status: active
    type: sli
    dimension: resolution
    formula: Time from report to restored service
    unit: minutes
    direction: lower-better
    data_source: monitoring

Good:
    # file: catalogue/agreements/email-sla.yaml
    kind: agreement
    title: Email sla
    owner: service-level-manager
    status: active
    type: sla
    provider: messaging
    recipient: all-staff
    covers: [email]
    valid_from: 2026-01-01
    valid_through: 2026-12-31
    service_hours: 24x7
    support_hours: 24x7
    targets:
      - id: resolution-p1
        indicator: resolution
        applies_to: {priority: p1}
        operator: lte
        value: 2h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
      - id: resolution-p2
        indicator: resolution
        applies_to: {priority: p2}
        operator: lte
        value: 4h
        clock: 24x7
        target_percent: 95
        window: {duration: 1M, type: calendar}
    # file: catalogue/indicators/resolution.yaml
    kind: indicator
    title: Time to restore
    owner: service-level-manager
    status: active
    type: sli
    dimension: resolution
    formula: Time from report to restored service
    unit: minutes
    direction: lower-better
    data_source: monitoring
"""

from collections.abc import Iterable, Iterator
from typing import Any

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.service_levels import Target, default_slas, live, targets

SEVERITY = "error"

UPWARDS = ("gte", "gt")


def check(model: Model) -> Iterator[Hit]:
    """Compare the targets within each live agreement, between agreements for the same, and with the default SLA."""
    yield from _differing(model)
    for agreement in live(model):
        yield from _priorities(targets(model, agreement))
    defaults = default_slas(model)
    for agreement in live(model, "sla"):
        for default in defaults:
            if agreement not in defaults and agreement.data.get("covers"):
                yield from _below(targets(model, agreement), targets(model, default), default)


def _differing(model: Model) -> Iterator[Hit]:
    """Same parties, same thing covered, same indicator, scope, share of cases and window: one figure."""
    seen: dict[tuple[Any, ...], Target] = {}
    for agreement in live(model):
        parties = tuple(str(agreement.data.get(field)) for field in ("type", "provider", "recipient"))
        for target in targets(model, agreement):
            told = False
            for what in agreement.data.get("covers", ()) or (agreement.id,):
                key = (*parties, what, target.data["indicator"], _scope(target), target.data["operator"],
                       target.data.get("target_percent"), str(target.data["window"]))  # fmt: skip
                other = seen.setdefault(key, target)
                if other is not target and not told and _promise(other) != _promise(target):
                    told = True
                    theirs = f"{other.name!r} {_words(other)}"
                    message = f"{target.id!r} promises {_words(target)}, but {theirs} for the same."
                    where = [related(other.agreement, other.route, "the other one")]
                    yield hit(
                        agreement,
                        target.route,
                        message,
                        "Keep one of the two, or say what each is for.",
                        where,
                    )


def _priorities(group: Iterable[Target]) -> Iterator[Hit]:
    """A higher priority must not be slower on the same clock."""
    timed = [one for one in group if one.priority and one.minutes]
    for one in timed:
        for other in timed:
            alike = all(one.data[field] == other.data[field] for field in ("indicator", "operator"))
            same_scope = _scope(one, priority=False) == _scope(other, priority=False)
            if (
                alike and same_scope and one.clock == other.clock and str(one.priority) < str(other.priority)
                and (one.minutes or 0) > (other.minutes or 0)
            ):  # fmt: skip
                message = (
                    f"{one.priority} gets {_words(one)}, slower than {other.priority} with {_words(other)}."
                )
                where = [related(other.agreement, other.route, f"{other.priority}: {_words(other)}")]
                yield hit(one.agreement, one.route, message, f"Make {one.priority} the faster one.", where)
                break


def _below(own: Iterable[Target], standard: tuple[Target, ...], default: Record) -> Iterator[Hit]:
    for target in own:
        for other in standard:
            same = target.data["indicator"] == other.data["indicator"] and _scope(target) == _scope(other)
            alike = target.clock == other.clock and target.data["operator"] == other.data["operator"]
            if same and alike and _less(target, other):
                standard_words = f"{_words(other)} in the default {default.id!r}"
                message = f"{target.id!r} promises {_words(target)}, less than {standard_words}."
                where = [related(default, other.route, "what everybody gets")]
                yield hit(
                    target.agreement,
                    target.route,
                    message,
                    "Promise at least that, or lower the default.",
                    where,
                )


def _less(one: Target, other: Target) -> bool:
    (figure, share), (most, least) = _promise(one), _promise(other)
    worse = figure < most if one.data["operator"] in UPWARDS else figure > most
    return bool(worse and share <= least)


def _promise(target: Target) -> tuple[Any, Any]:
    figure = target.figure if target.minutes is None else target.minutes
    return figure, target.percent


def _scope(target: Target, *, priority: bool = True) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, value) for key, value in target.scope.items() if priority or key != "priority"))


def _words(target: Target) -> str:
    return str(target.data["value"])
