"""Indicators: where they are promised, and their values over time."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from skms import results, service_levels
from skms.dates import period_words
from skms.diagrams.trail import svg
from skms.fit import Record
from skms.mathematics.decimals import exact, shown
from skms.pages import _levels
from skms.pages._views import Ref, View, visible
from skms.results import Result
from skms.service_levels import Target

ENOUGH = 3
"""Values that make a line."""


def indicator_promises(view: View, indicator: Record) -> list[tuple[Ref, Target, Result | None]]:
    """Where an indicator is promised: agreement, target, last result."""
    model, found = view.model, []
    for name in sorted(
        {link.source for link in model.backlinks(indicator.name) if link.route[0] == "targets"}
    ):
        agreement = model.get(name)
        if agreement and agreement.phase != "ended" and visible(model, agreement):
            last = {one.target.id: one for one in results.latest(model, agreement)}
            found += [
                (view.ref(agreement), target, last.get(target.id))
                for target in service_levels.targets(model, agreement)
                if target.indicator is indicator
            ]
    return found


def indicator_values(view: View, indicator: Record) -> list[tuple[str, str, Record]]:
    """Values of a KPI by period, newest first: `(period, figure, measurement)`."""
    model, rows = view.model, []
    behind = unit(indicator)
    for link in model.backlinks(indicator.name):
        record = model.get(link.source)
        if record and link.route == ("indicator",) and record.kind == "measurement":
            rows += [(str(row["period"]), _row_figure(row, behind), record) for row in record.data["rows"]]
    return sorted(rows, key=lambda row: row[0], reverse=True)


def key_figures(view: View, record: Record) -> list[tuple[Ref, str, str, str]]:
    """The indicators that a record names: `(indicator, last value, period, aim)`."""
    found = []
    for link in view.model.links(record.name):
        indicator = view.model.get(link.target) if link.route[0] == "indicators" else None
        if indicator:
            values = indicator_values(view, indicator)
            last, period = (values[0][1], period_words(values[0][0])) if values else ("", "")
            found.append((view.ref(indicator), last, period, aim(indicator)))
    return found


def felt(view: View, customer: Record, indicator: Record) -> tuple[str, str] | None:
    """The last value and period of an indicator as one customer sees it: in its own agreements, else at large."""
    own = [
        (last.period, _levels.figure(last))
        for _, target, last in indicator_promises(view, indicator)
        if last and view.model.look(target.agreement.data.get("recipient"), "customer", "team") is customer
    ]
    everywhere = [(period, figure) for period, figure, _ in indicator_values(view, indicator)]
    found = max(own, default=None) or (everywhere[0] if everywhere else None)
    return (found[1], period_words(found[0])) if found else None


def unit(indicator: Record | None) -> str:
    """What stands behind a figure of an indicator: ` %`, ` min`, ` EUR`."""
    code = indicator.data["unit"] if indicator else "count"
    return _levels.UNITS.get(code, f" {code}")


def aim(indicator: Record) -> str:
    """What an indicator is to reach, or nothing."""
    value = indicator.data.get("target", {}).get("value")
    return f"{value}{unit(indicator)}" if value is not None else ""


def _row_figure(row: dict[str, object], unit: str) -> str:
    if "not_measured" in row:
        return f"Not measured: {row['not_measured']}"
    if "value" in row:
        return f"{row['value']}{unit}"
    if "good" in row and "total" in row:
        total = exact(str(row["total"]))
        share = f"{shown(100 * exact(str(row['good'])) / total)} % " if total else ""
        return f"{share}({row['good']} of {row['total']})"
    return ""


def trend(view: View, indicator: Record) -> tuple[str, str, str, str] | None:
    """How the last value of a KPI stands to the one before: `(word, tone, sign, from what to what)`."""
    measured = [
        (period, figure, number)
        for period, figure, record in indicator_values(view, indicator)
        for row in record.data["rows"]
        if row["period"] == period and (number := _number(row)) is not None
    ][:2]
    if len(measured) < 2:
        return None
    (_, now, last), (period, then, before) = measured
    way = f"from {then} in {period_words(period)} to {now}"
    if last == before:
        return "Unchanged", "idle", "=", way
    up, direction = last > before, indicator.data["direction"]
    if direction == "target-is-best":
        goal = indicator.data.get("target", {}).get("value")
        if goal is None:
            return "Rising" if up else "Falling", "idle", "↗" if up else "↘", way
        better = abs(last - exact(goal)) < abs(before - exact(goal))
    else:
        better = up == (direction == "higher-better")
    return "Better" if better else "Worse", "ok" if better else "warn", "↗" if up else "↘", way


def trail(view: View, indicator: Record) -> Markup | None:
    """The values of a KPI over time as a picture; None where there are too few for a line."""
    model = view.model
    found: dict[str, float] = {}
    for link in model.backlinks(indicator.name):
        record = model.get(link.source)
        if record and link.route == ("indicator",) and record.kind == "measurement":
            for row in record.data["rows"]:
                if (value := _number(row)) is not None:
                    found[str(row["period"])] = float(value if "value" in row else 100 * value)
    if len(found) < ENOUGH:
        return None
    periods = sorted(found)
    aim = indicator.data.get("target", {}).get("value")
    return svg(
        f"{indicator.title} over time", [_levels.period_short(one) for one in periods],
        [found[one] for one in periods], float(aim) if aim is not None else None,
    )  # fmt: skip


def _number(row: dict[str, object]) -> Decimal | None:
    if "value" in row:
        return exact(str(row["value"]))
    if "good" in row and row.get("total"):
        return exact(str(row["good"])) / exact(str(row["total"]))
    return None
