"""Suppliers, contracts, hand-overs and data in the form in which pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from skms import duties, integration
from skms.fit import Record
from skms.link import Link
from skms.pages import _agreements, _values
from skms.pages._filters import words
from skms.pages._views import Ref, View, visible

REVIEWS = 8
"""Reviews whose results a page shows."""


@dataclass(frozen=True, slots=True)
class BoundRow:
    """What a supplier does in a matrix, and what obliges it."""

    letters: tuple[str, ...]
    activity: Ref
    matrix: Ref
    clause: Ref | None

    @property
    def unbound(self) -> bool:
        """Whether it answers for work that no clause obliges it to do."""
        return self.clause is None and not {"A", "R"}.isdisjoint(self.letters)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to be there before a supplier can be left."""

    what: str
    done: bool
    note: str = ""


def clause_rows(view: View, contract: Record) -> list[tuple[integration.Clause, list[Ref]]]:
    """The clauses of a contract, each with what rests on it."""
    return [
        (one, [_use(view, link) for link in integration.clause_uses(view.model, one)])
        for one in integration.clauses(contract)
    ]


def _use(view: View, link: Link) -> Ref:
    """What rests on a clause: a row of a matrix, an interlock, a target …"""
    source = view.model.records[link.source]
    kind = view.model.kinds[source.kind].one
    if source.kind == "raci" and link.route[:1] == ("rows",):
        row = source.data["rows"][link.route[1]]
        return view.ref(
            source, note=f"{kind}: {row.get('title') or words(row['activity'])}", part=row["activity"]
        )
    return view.ref(source, note=kind)


def bound_rows(view: View, supplier: Record) -> list[BoundRow]:
    """What a supplier does in our processes, with the clause that obliges it."""
    return [_bound(view, supplier, duty) for duty in duties.duties(view.model, supplier)]


def bound_groups(view: View, supplier: Record) -> list[tuple[BoundRow, list[Ref]]]:
    """What a supplier does, the same in several processes or services once: `(first row, each of them)`."""
    groups: dict[tuple[str, tuple[str, ...], Ref | None], list[BoundRow]] = {}
    for row in bound_rows(view, supplier):
        groups.setdefault((row.activity.title, row.letters, row.clause), []).append(row)
    return [
        (rows[0], [replace(row.matrix, href=row.activity.href) for row in rows]) for rows in groups.values()
    ]


def _bound(view: View, supplier: Record, duty: duties.Duty) -> BoundRow:
    data: dict[str, Any] = duty.matrix.data["rows"][duty.row.route[1]]
    matrix = view.ref(duty.matrix)
    text = next(
        (
            clause
            for party, clause in data.get("bound_by", {}).items()
            if view.model.resolve(party, duties.ACTORS) == supplier.name
        ),
        None,
    )
    href = f"{matrix.href}#{duty.row.activity}" if matrix.href else None
    about = view.ref(duty.subject) if duty.subject else matrix
    clause = _values.reference(view, text, ("contract", "agreement")) if text else None
    return BoundRow(duty.letters, Ref(duty.title, href), about, clause)


def contracts(view: View, supplier: Record) -> list[Record]:
    """The contracts with a supplier that may be shown, those in force first."""
    found = [one for one in integration.all_contracts(view.model, supplier) if visible(view.model, one)]
    return sorted(found, key=lambda one: (not one.live, one.title))


def hidden_contracts(view: View, supplier: Record) -> int:
    """How many contracts in force are not shown here."""
    return sum(not visible(view.model, one) for one in integration.contracts(view.model, supplier))


def interfaces(view: View, supplier: Record) -> list[Record]:
    """Interfaces with a supplier at one of their ends, by title."""
    model = view.model
    links = (link for link in model.backlinks(supplier.name) if link.route[1:] == ("party",))
    found = {one.name: one for link in links if (one := model.get(link.source)) and one.kind == "interface"}
    shown = [one for one in found.values() if one.phase != "ended" and visible(model, one)]
    return sorted(shown, key=lambda one: one.title)


def agreements(view: View, supplier: Record) -> list[Record]:
    """Underpinning contracts of a supplier that are not over, by title."""
    model = view.model
    links = (link for link in model.backlinks(supplier.name) if link.route == ("provider",))
    found = [one for link in links if (one := model.get(link.source)) and one.kind == "agreement"]
    return sorted(
        (one for one in found if one.phase != "ended" and visible(model, one)), key=lambda one: one.title
    )


def scorecard(view: View, supplier: Record) -> list[tuple[Record, list[Any]]]:
    """What reviews of a supplier, its contracts and agreements found: `(review, results)`, newest first."""
    subjects = [supplier, *integration.all_contracts(view.model, supplier), *agreements(view, supplier)]
    found = {one.name: one for subject in subjects for one in _agreements.reviews_of(view, subject)}
    newest = sorted(found.values(), key=lambda one: str(one.data.get("date", "")), reverse=True)
    shown = [one for one in newest if visible(view.model, one) and one.data.get("results")]
    return [(one, list(one.data["results"])) for one in shown[:REVIEWS]]


def exit_checks(view: View, supplier: Record) -> list[Check]:
    """Whether a supplier could be left: plan, clauses, return of the data, somebody else."""
    model, data = view.model, supplier.data
    live = integration.contracts(model, supplier)
    types = {clause.type for one in live for clause in integration.clauses(one)}
    held = integration.data_held(model, supplier)
    kept = [one.title for one in held if "returns_on_exit" not in one.data]
    plan = model.look(data.get("exit_plan"), "knowledge-article")
    others = data.get("alternatives", ())
    return [
        Check("Exit plan", bool(plan and plan.live), plan.title if plan else ""),
        Check("Clause on help at the exit", "exit" in types),
        Check(
            "Clause on the return of data",
            not held or "data-return" in types,
            "" if held else "holds no data",
        ),
        Check("Form of the returned data agreed", not kept, f"not for {', '.join(kept)}" if kept else ""),
        Check("Another supplier who could do it", bool(others), ", ".join(others)),
    ]


def readiness(checks: Sequence[Check]) -> float:
    """Share of the checks that are done."""
    return sum(one.done for one in checks) / len(checks)


def boundary(view: View, interlock: Record) -> str:
    """What lies between the two sides of an interlock, in words."""
    start, end = integration.ends(view.model, interlock)
    outside = [integration.party_supplier(view.model, one.party) for one in (start, end)]
    if "gate" in interlock.data:
        return "between service office and project office"
    if all(outside):
        return "between suppliers"
    if any(outside):
        return "with a supplier"
    if any(one.party is not None and one.party.kind == "customer" for one in (start, end)):
        return "with a customer"
    return "internal"


def party(view: View, record: Record, side: str) -> Ref:
    """One side (`from` or `to`) of an interlock or interface, with its desk or system."""
    model, data = view.model, record.data.get(side, {})
    links = {link.route: link for link in model.links(record.name)}
    link = links.get((side, "party"))
    system = links.get((side, "system"))
    service = model.get(system.target) if system else None
    note = data.get("desk") or (service.title if service else data.get("system", ""))
    return view.ref(model.get(link.target) if link else None, str(data.get("party", "")), note=str(note))


def on_asset(view: View, asset: Record) -> Iterator[tuple[str, list[Ref]]]:
    """Where a data asset goes: services that use it, interfaces and interlocks that carry it."""
    model = view.model
    for kind in ("service", "interface", "interlock"):
        links = (link for link in model.backlinks(asset.name) if link.source.startswith(f"{kind}/"))
        found = {one.name: one for link in links if (one := model.get(link.source)) and one.phase != "ended"}
        if found:
            yield model.kinds[kind].many, [view.ref(one) for one in found.values() if visible(model, one)]
