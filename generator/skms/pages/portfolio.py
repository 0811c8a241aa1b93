"""The portfolio: what is on its way, what is in use, what is over, as a board of the lifecycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from skms.dates import parse_date
from skms.fit import Record
from skms.mathematics.attainment import State
from skms.mathematics.rollup import ORDER, worst_state
from skms.model import Model
from skms.pages import _levels
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View, visible
from skms.pages.page import Leaf, Page, Section, Site
from skms.results import latest
from skms.service_levels import agreements_for

PHASES = (
    ("planned", "Pipeline", "On its way: not to be relied on yet."),
    ("live", "Catalogue", "In use, from pilot to retiring."),
    ("ended", "Retired", "Over; the page stays for reference."),
)
DATES = {
    "planned": ("live_from", "planned for"),
    "live": ("live_from", "since"),
    "retiring": ("retire_by", "until"),
    "ended": ("retired_on", "retired on"),
}
"""The date that matters in a state or phase, and how it is put."""


STATES = (*ORDER, None)
"""Of a service's worst target, the worst first; None where nothing is promised or known."""


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the board."""
    yield Leaf("portfolio/", "Portfolio", ("Services", "Portfolio"), "", "portfolio")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the board and the calendar of retirements."""
    view, call = View(model, site, leaf.path), caller(site, "portfolio")
    found = records(model, "service")
    columns = [(phase, title, text, _states(view, found, phase)) for phase, title, text in PHASES]
    sections = [
        Section("board", "Every service by state", call("board", columns)),
        Section("health", "Importance and how it goes", call("health", *_health(view, found))),
        Section("roadmap", "What comes and what goes", call("roadmap", _roadmap(view, found))),
        Section("retiring", "Being retired", call("retiring", _retiring(view, found))),
    ]
    return overview(view, leaf, "All services from the first idea to the last day.", sections)


def _states(view: View, found: tuple[Record, ...], phase: str) -> list[tuple[str, list[tuple[Ref, str]]]]:
    """Return the services of a phase by state, in the order of the lifecycle, with the date that matters."""
    states = [state for state, one in view.model.kinds["service"].lifecycle.phases.items() if one == phase]
    grouped = [(state, [record for record in found if record.status == state]) for state in states]
    return [
        (state, [(_plain(view, one), _since(view, one)) for one in group])
        for state, group in grouped
        if group
    ]


def _plain(view: View, record: Record) -> Ref:
    """Return the link without the state, which the column says."""
    ref = view.ref(record)
    return Ref(ref.title, ref.href)


def _since(view: View, record: Record) -> str:
    """Return the date that matters for a service, with how it is put: `since|2026-01-31`."""
    field, what = DATES.get(record.status or "", DATES[record.phase])
    day = record.data.get("dates", {}).get(field)
    return f"{what}|{day}" if day else ""


def _health(
    view: View, found: tuple[Record, ...]
) -> tuple[list[str], list[tuple[str, list[tuple[str, list[Ref]]]]]]:
    """Return the states there are, and for each tier the services in each state with the tone of the cell."""
    cells: dict[tuple[str, str | None], list[Ref]] = {}
    for record in found:
        if record.live and "criticality" in record.data:
            state = _state(view.model, record)
            cells.setdefault((str(record.data["criticality"]), state), []).append(_plain(view, record))
    states = [state for state in STATES if any(key[1] == state for key in cells)]
    tiers = sorted({tier for tier, _ in cells})
    rows = [
        (tier, [(_levels.tone(state), cells.get((tier, state), [])) for state in states]) for tier in tiers
    ]
    return [_levels.said(state) for state in states], rows


def _state(model: Model, service: Record) -> State | None:
    """Return the worst state of what is promised for a service, by us to customers or by others to us."""
    own = agreements_for(model, service, ("sla", "ola", "uc"))
    return worst_state(one.state for agreement in own for one in latest(model, agreement))


def _roadmap(view: View, found: tuple[Record, ...]) -> list[tuple[date, Ref, str, str, list[Ref]]]:
    """Return what is planned for a day to come: day, service, what happens, its tone, the initiatives behind it."""
    rows = []
    for record in found:
        days = record.data.get("dates", {})
        brings = [view.ref(one) for one in _initiatives(view, record)]
        for field, what, tone in (("live_from", "Goes live", "ok"), ("retire_by", "Ends", "warn")):
            day = parse_date(days.get(field))
            if day and day >= view.model.as_of and record.phase != "ended":
                rows.append((day, _plain(view, record), what, tone, brings))
        day = parse_date(record.data.get("end_of_support"))
        if day and day >= view.model.as_of and record.live:
            rows.append((day, _plain(view, record), "Support ends", "info", brings))
    return sorted(rows, key=lambda row: (row[0], row[1].title))


def _initiatives(view: View, service: Record) -> list[Record]:
    names = {
        link.source for link in view.model.backlinks(service.name) if link.route[0] in ("outputs", "affects")
    }
    found = (view.model.get(name) for name in sorted(names))
    return [
        one
        for one in found
        if one and one.kind == "initiative" and one.phase != "ended" and visible(view.model, one)
    ]


def _retiring(view: View, found: tuple[Record, ...]) -> list[tuple[Ref, str, int | None, Ref | None, str]]:
    """Return the services being retired: link, last day, days left, successor or the reason for none; by last day."""
    rows = []
    for record in found:
        if record.status == "retiring":
            last = record.data.get("dates", {}).get("retire_by", "")
            day = parse_date(last)
            successor = view.model.look(record.data.get("successor"), "service")
            days = (day - view.model.as_of).days if day else None
            ref = view.ref(successor) if successor else None
            rows.append((_plain(view, record), last, days, ref, record.data.get("successor_reason", "")))
    return sorted(rows, key=lambda row: (row[1] or "9999", row[0].title))
