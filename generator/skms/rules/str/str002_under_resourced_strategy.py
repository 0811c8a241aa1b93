"""Approved funding is below planned cost, or required FTE exceed the holders'.

Why: A charter that promises more than its people and money can do is a disappointment with a date. Years that are over
are left out. A holder without `fte` counts with the role's `time_commitment`, or else as a whole post.

Bad:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: active
    owner: head-of-smo
    funding:
      - {id: f26, source: IT budget, year: "2026", amount: {amount: "80000", currency: EUR}, status: approved}
      - {id: more, source: IT budget, year: "2026", amount: {amount: "40000", currency: EUR}, status: requested}
    planned_cost:
      - {year: "2026", amount: {amount: "100000", currency: EUR}}  # expect
    resourcing:
      - role: service-level-manager
        fte_required: 1.0  # expect
    # file: raci/roles/service-level-manager.yaml
    kind: role
    title: Service level manager
    status: active
    type: manager
    purpose: Agrees service levels.
    responsibilities: [{id: lead, text: Agrees service levels.}]
    holders: [{person: sam, from: 2026-01-01, fte: 0.5}]
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active

Good:
    # file: policies/strategy/charter.yaml
    kind: strategy
    title: Charter of the office
    status: active
    owner: head-of-smo
    funding:
      - {id: f26, source: IT budget, year: "2026", amount: {amount: "80000", currency: EUR}, status: approved}
      - {id: more, source: IT budget, year: "2026", amount: {amount: "40000", currency: EUR}, status: released}
    planned_cost: [{year: "2026", amount: {amount: "100000", currency: EUR}}]
"""

from collections.abc import Iterator
from decimal import Decimal

from skms.findings import Hit
from skms.fit import Record
from skms.mathematics.decimals import exact
from skms.model import Model, hit, related
from skms.strategies import filled_fte, funded

SEVERITY = "warning"


def check(model: Model) -> Iterator[Hit]:
    """Compare what active strategies need with what they have."""
    for record in model.of("strategy"):
        if record.live:
            yield from _money(model, record)
            yield from _people(model, record)


def _money(model: Model, record: Record) -> Iterator[Hit]:
    there = funded(record)
    for index, entry in enumerate(record.data.get("planned_cost", ())):
        year, money = entry["year"], entry["amount"]
        granted = there.get((year, money["currency"]), Decimal(0))
        if int(year) >= model.as_of.year and granted < exact(money["amount"]):
            message = (
                f"{year} is planned to cost {exact(money['amount']):,} {money['currency']}, "
                f"but {granted:,} {money['currency']} are approved."
            )
            yield hit(record, ("planned_cost", index), message, "Have the rest approved, or plan with less.")


def _people(model: Model, record: Record) -> Iterator[Hit]:
    for index, entry in enumerate(record.data.get("resourcing", ())):
        role = model.look(entry["role"], "role")
        if role and exact(entry["fte_required"]) > (there := filled_fte(model, role)):
            message = f"{role.title!r} needs {entry['fte_required']} FTE, but its holders give it {there}."
            where = [related(role, ("holders",), "who fills it", True)]
            remedy = "Fill the rest, or ask for less."
            yield hit(record, ("resourcing", index, "fte_required"), message, remedy, where)
