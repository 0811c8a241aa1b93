"""Initiatives: the gates they pass on the way to the office, and how they keep to their tolerances (4.30).

Facts for rules and pages alike. An initiative has to pass the gates that the active strategy names; where it names
none, those of every live interlock of type `gate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from skms.dates import add, long_date, parse_date, words
from skms.findings import Route
from skms.fit import Record
from skms.mathematics.decimals import HUNDRED, PRECISE, exact
from skms.model import Model

GATES = ("demand", "business-case", "design", "requirements", "acceptance", "go-live", "els-exit")
"""Gates in the order in which they are passed."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of an initiative."""

    interlock: Record
    word: str
    """Which gate it is: one of `GATES`."""
    route: Route
    planned: date | None
    actual: date | None
    result: str | None
    """`passed`, `conditional` or `failed`; None while it has not been decided."""

    @property
    def passed(self) -> bool:
        """Whether the initiative went through, with or without conditions."""
        return self.result in ("passed", "conditional")

    def overdue(self, as_of: date) -> bool:
        """Whether it is past its date and not decided."""
        return bool(self.planned and self.planned < as_of and not self.actual and not self.result)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """One tolerance of an initiative that can be reckoned: time or cost."""

    name: str
    """`time` or `cost`."""
    allowed: str
    """In plain words: the latest end, the highest cost."""
    forecast: str
    exceeded: bool
    reported: bool
    """Whether a report about this tolerance is recorded."""


def gates(model: Model, initiative: Record) -> tuple[Gate, ...]:
    """The gates of an initiative in the order in which they are passed."""
    named = {
        link.route: model.get(link.target)
        for link in model.links(initiative.name)
        if link.route[0] == "gates"
    }
    found = []
    for index, entry in enumerate(initiative.data.get("gates", ())):
        interlock = named.get(("gates", index, "gate"))
        if interlock:
            found.append(
                Gate(
                    interlock, str(interlock.data.get("gate", "")), ("gates", index),
                    parse_date(entry.get("planned")), parse_date(entry.get("actual")), entry.get("result"),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: _order(one.word)))


def expected(model: Model) -> tuple[Record, ...]:
    """The gates (interlocks) that every initiative with a new or changed service has to pass, in order."""
    return model.once(_expected)


def missing(model: Model, initiative: Record) -> tuple[Record, ...]:
    """Expected gates of which an initiative names none of the same sort."""
    there = {one.word or one.interlock.name for one in gates(model, initiative)}
    return tuple(one for one in expected(model) if (one.data.get("gate") or one.name) not in there)


def changes_services(initiative: Record) -> bool:
    """Whether an initiative brings a new or changed service."""
    return any(one["change"] in ("new", "changed") for one in initiative.data.get("outputs", ()))


def tolerances(initiative: Record) -> tuple[Tolerance, ...]:
    """The tolerances of time and cost, as far as tolerance, baseline and forecast are all stated."""
    reports = {one["tolerance"] for one in initiative.data.get("tolerance_reports", ())}
    return tuple(one for one in (_time(initiative, reports), _cost(initiative, reports)) if one)


def _time(initiative: Record, reports: set[str]) -> Tolerance | None:
    data = initiative.data
    slack = data.get("tolerances", {}).get("time")
    plan, now = (parse_date(data.get(field, {}).get("end")) for field in ("baseline", "forecast"))
    if not slack or not plan or not now:
        return None
    latest = add(plan, slack)
    allowed = f"{long_date(latest)} ({long_date(plan)} and {words(slack)})"
    return Tolerance("time", allowed, long_date(now), now > latest, "time" in reports)


def _cost(initiative: Record, reports: set[str]) -> Tolerance | None:
    data = initiative.data
    slack = data.get("tolerances", {}).get("cost_percent")
    plan, now = (data.get(field, {}).get("cost") for field in ("baseline", "forecast"))
    if slack is None or not plan or not now or plan["currency"] != now["currency"]:
        return None
    with localcontext(PRECISE):
        most = exact(plan["amount"]) * (1 + exact(slack) / HUNDRED)
    over = exact(now["amount"]) > most
    allowed = f"{_money(most)} {plan['currency']} ({_money(exact(plan['amount']))} and {exact(slack)} %)"
    return Tolerance(
        "cost", allowed, f"{_money(exact(now['amount']))} {now['currency']}", over, "cost" in reports
    )


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _expected(model: Model) -> tuple[Record, ...]:
    named = [
        model.get(link.target)
        for strategy in model.of("strategy") if strategy.live
        for link in model.links(strategy.name) if link.route[0] == "gates"
    ]  # fmt: skip
    found = [one for one in named if one] or [
        one for one in model.of("interlock") if one.live and one.data["type"] == "gate"
    ]
    return tuple(sorted(found, key=lambda one: (_order(str(one.data.get("gate", ""))), one.id)))


def _order(word: str) -> int:
    return GATES.index(word) if word in GATES else len(GATES)
