"""The board of service levels: what is met, at risk, breached and not measured, budgets, proofs, credits, renewals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skms import results, service_levels, supportability
from skms.dates import parse_date
from skms.fit import Record
from skms.mathematics.attainment import State
from skms.mathematics.decimals import exact, rounded
from skms.mathematics.rollup import ORDER, portfolio
from skms.mathematics.rollup import Result as Weighed
from skms.model import Model
from skms.pages import _agreements, _levels
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View, visible
from skms.pages.page import Leaf, Page, Section, Site
from skms.results import Result

TYPES = (("sla", "With customers"), ("ola", "Between teams"), ("uc", "With suppliers"))
FIGURES: tuple[tuple[State, str], ...] = (("met", "met"), ("at-risk", "at risk"), ("breached", "breached"))
WORST = ("broken", "doubtful", "unknown", "kept")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An agreement on the board, with its targets' last results, the worst first."""

    record: Record
    ref: Ref
    party: Ref | None
    state: str | None
    lasts: tuple[tuple[str, Result], ...]
    """`(target in words, last result)`"""


@dataclass(frozen=True, slots=True)
class ProofRow:
    """The proof of an agreement in short: its worst verdict, and how many lines have each."""

    ref: Ref
    worst: str
    verdicts: Mapping[str, int]


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the board."""
    yield Leaf("service-levels/", "Service levels", ("Services", "Service levels"), "agreement", "sla_board")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the board."""
    view, call = View(model, site, leaf.path), caller(site, "sla_board")
    live = [one for one in service_levels.live(model) if visible(model, one)]
    found = {key: _rows(view, [one for one in live if one.data["type"] == key]) for key, _ in TYPES}
    sections = [Section("figures", "At a glance", call("figures", _figures(found)))]
    sections += [
        Section(key, title, call("board", title, found[key], _levels)) for key, title in TYPES if found[key]
    ]
    sections += [
        Section("proofs", "Can the promises be kept?", call("proofs", _proofs(view, live), _levels)),
        Section("credits", "Credits due", call("credits", _credits(view, live), _levels)),
        Section("renewals", "Ends and renewals", call("renewals", _renewals(view), _levels)),
    ]
    return overview(
        view, leaf, "What is promised, what was achieved last, and what has to be decided.", sections
    )


def _rows(view: View, agreements: list[Record]) -> list[BoardRow]:
    """Rows of the board, the worst state first."""
    rows = [_row(view, one) for one in agreements]
    return sorted(rows, key=lambda row: (_rank(row.state), row.record.title))


def _row(view: View, agreement: Record) -> BoardRow:
    lasts = sorted(results.latest(view.model, agreement), key=lambda one: _rank(one.state))
    sla = agreement.data["type"] == "sla"
    text = agreement.data.get("recipient" if sla else "provider")
    kinds = ("customer", "team") if sla else ("team", "supplier")
    return BoardRow(
        agreement,
        view.ref(agreement),
        view.ref(view.model.look(text, *kinds), text) if text else None,
        _levels.agreement_state(view.model, agreement),
        tuple((_levels.target_name(view, one.target), one) for one in lasts),
    )


def _rank(state: str | None) -> int:
    return [*ORDER, None].index(state)  # type: ignore[arg-type]


def _figures(found: dict[str, list[BoardRow]]) -> list[tuple[str, str, str, str]]:
    """Targets of SLAs by state: `(number, noun, note, tone)`."""
    lasts = [one for row in found["sla"] for _, one in row.lasts]
    total = portfolio(
        Weighed(one.state, one.percent, exact(one.target.data.get("weight", 1))) for one in lasts
    )
    mean = f"mean of what was measured: {rounded(total.mean, 1)} %" if total.mean is not None else ""
    cards = [(str(len(lasts)), "targets promised to customers", mean, "idle")]
    cards += [(str(total.states.get(state, 0)), noun, "", _levels.MARKS[state][1]) for state, noun in FIGURES]
    cards.append((str(total.not_measured), "not measured", "", "warn" if total.not_measured else "idle"))
    few = total.states.get("below-sample", 0) + total.states.get("no-events", 0)
    return [*cards, (str(few), "too few cases to judge", "", "idle")]


def _proofs(view: View, live: list[Record]) -> list[ProofRow]:
    """The proofs of SLAs in short, the worst first."""
    rows = [_proof(view, one) for one in live if one.data["type"] == "sla"]
    return sorted(rows, key=lambda row: (WORST.index(row.worst), row.ref.title))


def _proof(view: View, agreement: Record) -> ProofRow:
    proof = supportability.proof(view.model, agreement)
    verdicts = Counter([one.verdict for one in proof.availability])
    verdicts.update(one.verdict for one in proof.hours)
    verdicts.update(one.verdict for one in proof.paths)
    verdicts.update(one.verdict for one in proof.recovery)
    ref = view.ref(agreement)
    worst = next((word for word in WORST if verdicts[word]), "unknown")
    href = f"{ref.href}#_proof" if ref.href and proof.lines else ref.href
    return ProofRow(Ref(ref.title, href), worst, verdicts)


def _credits(view: View, live: list[Record]) -> list[tuple[Ref, str, Result]]:
    """What is given back, newest first."""
    found = [
        (view.ref(one), _levels.target_name(view, result.target), result)
        for one in live
        for result in _agreements.given_back(view, one)
    ]
    return sorted(found, key=lambda row: row[2].period, reverse=True)


def _renewals(view: View) -> list[tuple[Ref, str, _agreements.Notice]]:
    """Agreements with an end, the first decision first."""
    found = [
        (view.ref(one), str(one.data["type"]).upper(), notice)
        for one in records(view.model, "agreement")
        if one.live
        and parse_date(one.data.get("valid_through"))
        and (notice := _agreements.notice(view, one))
    ]
    return sorted(found, key=lambda row: row[2].decide_by or row[2].end)
