"""What is agreed with suppliers (domain specification 4.2, 4.3, 4.8 to 4.10): contracts, clauses, interlocks, data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from skms.findings import Route
from skms.fit import Record
from skms.link import Link
from skms.model import Model
from skms.roles import employer, is_internal, outsiders

DATA_CLASSES = ("public", "internal", "confidential", "restricted")
"""From the lowest on."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One duty of a contract."""

    contract: Record
    route: Route
    """Of the entry, in the contract: `("clauses", 0)`."""
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its name within the contract."""
        return str(self.data["id"])

    @property
    def type(self) -> str:
        """What sort of duty it is."""
        return str(self.data["type"])

    @property
    def name(self) -> str:
        """`hosting#data-return`"""
        return f"{self.contract.id}#{self.id}"


@dataclass(frozen=True, slots=True)
class End:
    """One side of an interlock."""

    party: Record | None
    """None where it is missing or broken."""
    process: Record | None
    activity: str | None
    route: Route


def contracts(model: Model, supplier: Record) -> tuple[Record, ...]:
    """The live contracts with a supplier, by id."""
    return tuple(one for one in all_contracts(model, supplier) if one.live)


def all_contracts(model: Model, supplier: Record) -> tuple[Record, ...]:
    """Every contract with a supplier, planned and ended ones too, by id."""
    return model.once(_contracts).get(supplier.name, ())


def clauses(contract: Record) -> tuple[Clause, ...]:
    """The clauses of a contract, in the order of its record."""
    return tuple(
        Clause(contract, ("clauses", index), data)
        for index, data in enumerate(contract.data.get("clauses", ()))
    )


def supplier_of(model: Model, contract: Record) -> Record | None:
    """With whom a contract is; None where that is missing or broken."""
    return model.look(contract.data.get("supplier"), "supplier")


def named_clauses(model: Model, record: Record, field: Route = ("clauses",)) -> tuple[Clause, ...]:
    """The clauses that a record names in a field; missing ones are left out."""
    links = (link for link in model.links(record.name) if link.route[: len(field)] == field)
    return tuple(clause for link in links if (clause := linked_clause(model, link)))


def linked_clause(model: Model, link: Link) -> Clause | None:
    """The clause that a reference means, or None."""
    contract = model.get(link.target) if link.target and link.target.startswith("contract/") else None
    return model.once(_by_id).get((contract.name, link.fragment)) if contract and link.fragment else None


def clause_uses(model: Model, clause: Clause) -> tuple[Link, ...]:
    """References of live and planned records to a clause, sorted by their record's name."""
    return model.once(_uses).get((clause.contract.name, clause.id), ())


def party_supplier(model: Model, party: Record | None) -> Record | None:
    """The supplier that a party stands for: itself, or the one whose staff hold the role; None for our own side."""
    if party is None or party.kind not in ("supplier", "role"):
        return None
    if party.kind == "supplier":
        return party
    if is_internal(model, party):
        return None
    return model.once(_role_suppliers).get(party.name)


def is_ours(model: Model, party: Record | None) -> bool:
    """Whether a party is a team or an internal role of the organisation."""
    return party is not None and (
        party.kind == "team" or (party.kind == "role" and is_internal(model, party))
    )


def ends(model: Model, interlock: Record) -> tuple[End, End]:
    """Both sides of an interlock, `from` first."""
    targets = {link.route: link for link in model.links(interlock.name)}
    found = []
    for side in ("from", "to"):
        party, activity = targets.get((side, "party")), targets.get((side, "activity"))
        found.append(
            End(
                model.get(party.target) if party else None,
                model.get(activity.target) if activity else None,
                activity.fragment if activity else None,
                (side,),
            )
        )
    return found[0], found[1]


def interlocks(model: Model) -> tuple[tuple[Record, End, End], ...]:
    """Every interlock that is not over, by id, with its two sides."""
    return model.once(_interlocks)


def interlocks_of_step(
    model: Model, process: Record, activity: str, following: str
) -> tuple[tuple[Record, End, End], ...]:
    """Interlocks that join two activities of a process; an end that names no activity fits any of its party's."""
    found = (*model.once(_by_activity).get((process.name, activity), ()),)
    more = (*model.once(_by_activity).get((process.name, following), ()),)
    near: dict[str, tuple[Record, End, End]] = {}
    for one in (*found, *more):
        if _fits(one[1], process, activity) and _fits(one[2], process, following):
            near[one[0].name] = one
    return tuple(near.values())


def interlocks_of(model: Model, supplier: Record) -> tuple[tuple[Record, End, End], ...]:
    """Interlocks with a supplier on one of their sides, by id."""
    return model.once(_by_supplier).get(supplier.name, ())


def data_held(model: Model, supplier: Record) -> tuple[Record, ...]:
    """Data assets that a supplier keeps as custodian or at one of its places, by id; retired ones are left out."""
    return model.once(_data_held).get(supplier.name, ())


def keepers(model: Model, asset: Record) -> tuple[Record, ...]:
    """The suppliers that keep a data asset: its custodian and whoever has it at a location, each once."""
    found = {}
    for link in model.links(asset.name):
        if link.route[0] in ("custodian", "locations"):
            party = model.get(link.target)
            if party and party.kind == "supplier":
                found[party.name] = party
    return tuple(found.values())


def class_rank(word: str | None) -> int:
    """How high a class of data is, from 0 for public; -1 where there is none."""
    return DATA_CLASSES.index(word) if word in DATA_CLASSES else -1


def _fits(end: End, process: Record, activity: str) -> bool:
    return end.activity is None or (
        end.process is not None and end.process.name == process.name and end.activity == activity
    )


def _contracts(model: Model) -> Mapping[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for contract in model.of("contract"):
        supplier = supplier_of(model, contract)
        if supplier:
            found.setdefault(supplier.name, []).append(contract)
    return {name: tuple(group) for name, group in found.items()}


def _by_id(model: Model) -> Mapping[tuple[str, str], Clause]:
    return {(one.name, clause.id): clause for one in model.of("contract") for clause in clauses(one)}


def _uses(model: Model) -> Mapping[tuple[str, str], tuple[Link, ...]]:
    found: dict[tuple[str, str], list[Link]] = {}
    for contract in model.of("contract"):
        for link in model.backlinks(contract.name):
            source = model.get(link.source)
            if link.fragment and source and source.phase != "ended":
                found.setdefault((contract.name, link.fragment), []).append(link)
    return {key: tuple(links) for key, links in found.items()}


def _role_suppliers(model: Model) -> Mapping[str, Record]:
    pairs: Iterable[tuple[str, Record | None]] = (
        (role.name, employer(model, one.person))
        for role in model.of("role")
        for one in outsiders(model, role)
    )
    return {name: supplier for name, supplier in pairs if supplier}


def _interlocks(model: Model) -> tuple[tuple[Record, End, End], ...]:
    return tuple((one, *ends(model, one)) for one in model.of("interlock") if one.phase != "ended")


def _by_activity(model: Model) -> Mapping[tuple[str, str], tuple[tuple[Record, End, End], ...]]:
    found: dict[tuple[str, str], list[tuple[Record, End, End]]] = {}
    for one in interlocks(model):
        for end in one[1:]:
            if end.process and end.activity:
                found.setdefault((end.process.name, end.activity), []).append(one)
    return {key: tuple(group) for key, group in found.items()}


def _by_supplier(model: Model) -> Mapping[str, tuple[tuple[Record, End, End], ...]]:
    found: dict[str, list[tuple[Record, End, End]]] = {}
    for one in interlocks(model):
        sides = (party_supplier(model, end.party) for end in one[1:])
        for name in {side.name for side in sides if side}:
            found.setdefault(name, []).append(one)
    return {name: tuple(group) for name, group in found.items()}


def _data_held(model: Model) -> Mapping[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for asset in model.of("data-asset"):
        for supplier in keepers(model, asset) if asset.phase != "ended" else ():
            found.setdefault(supplier.name, []).append(asset)
    return {name: tuple(group) for name, group in found.items()}
