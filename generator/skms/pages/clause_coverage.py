"""Clauses of all contracts in force: which contract has which, and how much rests on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from skms import integration
from skms.model import Model
from skms.pages._filters import words
from skms.pages._overview import caller, overview, records
from skms.pages._views import View
from skms.pages.page import Leaf, Page, Section, Site


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the matrix."""
    yield Leaf(
        "clause-coverage/", "Clause coverage", ("Services", "Clause coverage"), "contract", "clause_coverage"
    )


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the matrix; contracts that may not be shown are left out."""
    view = View(model, site, leaf.path)
    live = [one for one in records(model, "contract") if one.live]
    used = {clause.type for one in live for clause in integration.clauses(one)}
    schema = model.kinds["contract"].schema["properties"]["clauses"]["items"]["properties"]["type"]
    types = [one for one in schema.get("enum", sorted(used)) if one in used]
    rows = []
    for contract in live:
        there: Counter[str] = Counter()
        uses: Counter[str] = Counter()
        for clause in integration.clauses(contract):
            there[clause.type] += 1
            uses[clause.type] += len(integration.clause_uses(model, clause))
        supplier = integration.supplier_of(model, contract)
        ref = view.ref(contract, note=supplier.title if supplier else "")
        rows.append((ref, [(there[one], uses[one]) for one in types]))
    html = caller(site, "clause_coverage")("matrix", [words(one) for one in types], rows)
    summary = "What every contract in force obliges to, and how many records rest on it."
    return overview(view, leaf, summary, [Section("matrix", "Contracts and clauses", html)])
