"""How far a campaign of attestation has come (domain specification 4.19). Facts for rules and pages alike.

Whoever took up a role less than 30 days before the end of the campaign is not counted. The answer of a team or a
supplier stands for the whole of it; a team of which nobody is known counts as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext

from skms.dates import parse_date
from skms.fit import Record
from skms.mathematics.decimals import HUNDRED, PRECISE, exact
from skms.model import Model
from skms.roles import holders, members

GRACE = timedelta(30)


@dataclass(frozen=True, slots=True)
class Campaign:
    """Who was to attest, and who did."""

    record: Record
    policy: Record
    population: tuple[Record, ...]
    """People, suppliers and teams of which nobody is known, by name."""
    attested: tuple[Record, ...]
    """Those who accepted, or have an exception."""
    target_percent: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Share of the population that attested; None where there is nobody to ask."""
        with localcontext(PRECISE):
            return HUNDRED * len(self.attested) / len(self.population) if self.population else None

    @property
    def current(self) -> bool:
        """Whether it is about the policy's present version."""
        return bool(self.record.data.get("policy_version") == self.policy.data.get("version"))


def campaign(model: Model, record: Record) -> Campaign | None:
    """One campaign; None where its policy is missing or broken."""
    policy = model.look(record.data["policy"], "policy")
    if policy is None:
        return None
    owner, start = (record, "population") if "population" in record.data else (policy, "applies_to")
    asked = {
        one.name: one
        for link in model.links(owner.name) if link.route[0] == start and (target := model.get(link.target))
        for one in _people(model, target, parse_date(record.data.get("to")) or model.as_of)
    }  # fmt: skip
    answered = _answered(model, record)
    done = tuple(asked[name] for name in sorted(asked) if _names(model, asked[name]) & answered)
    wanted = exact(record.data.get("target_percent", 100))
    return Campaign(record, policy, tuple(asked[name] for name in sorted(asked)), done, wanted)


def _people(model: Model, target: Record, end: date) -> Iterator[Record]:
    """The people that a role, team or supplier of the population stands for."""
    if target.kind == "role":
        found = holders(model, target, day=min(end, model.as_of))
        yield from (one.person for one in found if one.start is None or one.start <= end - GRACE)
    elif target.kind == "team":
        yield from members(model, target) or (target,)
    elif target.kind == "supplier":
        yield target


def _answered(model: Model, record: Record) -> frozenset[str]:
    named = {link.route: link.target for link in model.links(record.name) if link.route[0] == "responses"}
    return frozenset(
        named.get(("responses", index, "who")) or ""
        for index, one in enumerate(record.data.get("responses", ()))
        if one["answer"] != "decline"
    )


def _names(model: Model, one: Record) -> set[str]:
    """A person answers in person, or through the team."""
    team = model.look(one.data.get("team"), "team") if one.kind == "person" else None
    return {one.name, team.name} if team else {one.name}
